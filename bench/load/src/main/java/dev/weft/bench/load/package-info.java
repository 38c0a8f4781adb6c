/** Load that does not wait for answers: requests start on time, however slow the system is. */
@NullMarked
package dev.weft.bench.load;

import org.jspecify.annotations.NullMarked;
