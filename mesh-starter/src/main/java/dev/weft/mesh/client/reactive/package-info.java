/** Calls of reactive callers: the engine's loop over Reactor Netty, for WebClient and for the gateway. */
@NullMarked
package dev.weft.mesh.client.reactive;

import org.jspecify.annotations.NullMarked;
