/** A wall clock that steps for one process only, where the kernel has one for all. */
@NullMarked
package dev.weft.bench.clock;

import org.jspecify.annotations.NullMarked;
