/** What an application may add to the mesh: three interfaces, each implemented by a bean. */
@NullMarked
package dev.weft.mesh.extend;

import org.jspecify.annotations.NullMarked;
