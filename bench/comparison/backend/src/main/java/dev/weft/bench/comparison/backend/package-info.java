/** What all columns call: answers of any length, from no mesh. */
@NullMarked
package dev.weft.bench.comparison.backend;

import org.jspecify.annotations.NullMarked;
