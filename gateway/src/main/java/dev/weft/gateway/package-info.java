/** The edge: Spring Cloud Gateway on the mesh's data plane. */
@NullMarked
package dev.weft.gateway;

import org.jspecify.annotations.NullMarked;
