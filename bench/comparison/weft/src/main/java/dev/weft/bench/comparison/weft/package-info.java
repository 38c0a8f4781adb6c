/** The column that is in the mesh. */
@NullMarked
package dev.weft.bench.comparison.weft;

import org.jspecify.annotations.NullMarked;
