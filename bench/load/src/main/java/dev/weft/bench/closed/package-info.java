/** What closed loops of calls come to: each caller asks again as soon as it has its answer. */
@NullMarked
package dev.weft.bench.closed;

import org.jspecify.annotations.NullMarked;
