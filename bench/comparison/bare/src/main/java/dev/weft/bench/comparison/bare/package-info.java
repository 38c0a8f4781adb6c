/** The column that has no mesh. */
@NullMarked
package dev.weft.bench.comparison.bare;

import org.jspecify.annotations.NullMarked;
