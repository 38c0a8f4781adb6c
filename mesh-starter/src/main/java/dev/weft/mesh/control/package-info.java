/** The client of the registry's watch stream: who is there, and which rules hold, within a second. */
@NullMarked
package dev.weft.mesh.control;

import org.jspecify.annotations.NullMarked;
