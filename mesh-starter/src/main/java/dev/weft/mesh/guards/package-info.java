/** Resilience4j behind the core's ports: breakers and bulkheads from its registries, tuned by its own properties. */
@NullMarked
package dev.weft.mesh.guards;

import org.jspecify.annotations.NullMarked;
