/** What the callers of all columns share: the transport, and the loop that calls. */
@NullMarked
package dev.weft.bench.comparison.caller;

import org.jspecify.annotations.NullMarked;
