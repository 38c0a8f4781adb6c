/** Spring Boot wiring: the beans of the mesh and the {@code mesh.*} properties. */
@NullMarked
package dev.weft.mesh.autoconfigure;

import org.jspecify.annotations.NullMarked;
