/** The scenarios, a class each. */
@NullMarked
package dev.weft.bench.survival.scenario;

import org.jspecify.annotations.NullMarked;
