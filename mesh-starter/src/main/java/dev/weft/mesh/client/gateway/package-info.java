/** The edge: Spring Cloud Gateway's routes to services, sent through the same data plane as every other call. */
@NullMarked
package dev.weft.mesh.client.gateway;

import org.jspecify.annotations.NullMarked;
