/** The control plane: who is a member of the mesh. */
@NullMarked
package dev.weft.registry;

import org.jspecify.annotations.NullMarked;
