/** The control plane: who is a member of the mesh, and by which rules it is called. */
@NullMarked
package dev.weft.registry;

import org.jspecify.annotations.NullMarked;
