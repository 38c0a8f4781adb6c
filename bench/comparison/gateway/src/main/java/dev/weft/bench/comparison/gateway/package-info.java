/** A gateway without the mesh. */
@NullMarked
package dev.weft.bench.comparison.gateway;

import org.jspecify.annotations.NullMarked;
