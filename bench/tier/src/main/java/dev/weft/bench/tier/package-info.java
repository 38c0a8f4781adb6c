/** A service of the mesh that behaves as it is told, counts what reaches it, and calls the next one. */
@NullMarked
package dev.weft.bench.tier;

import org.jspecify.annotations.NullMarked;
