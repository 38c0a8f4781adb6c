/** Whom this process may call outside the mesh. */
@NullMarked
package dev.weft.mesh.security;

import org.jspecify.annotations.NullMarked;
