/** What the engine costs, in time and memory. */
@NullMarked
package dev.weft.bench.jmh;

import org.jspecify.annotations.NullMarked;
