/** Adapters in: what happens to a request that arrives, and how an instance leaves without losing one. */
@NullMarked
package dev.weft.mesh.server;

import org.jspecify.annotations.NullMarked;
