/** End to end: the whole system in real processes, judged by what its callers see. */
@NullMarked
package dev.weft.e2e;

import org.jspecify.annotations.NullMarked;
