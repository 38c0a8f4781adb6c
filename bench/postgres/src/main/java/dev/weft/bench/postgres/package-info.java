/** A real PostgreSQL from Maven's repository, for registries that share a store on one machine. */
@NullMarked
package dev.weft.bench.postgres;

import org.jspecify.annotations.NullMarked;
