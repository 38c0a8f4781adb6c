/** Where endpoints come from: the registry, the configuration, any discovery client, and the disk when all else fails. */
@NullMarked
package dev.weft.mesh.directory;

import org.jspecify.annotations.NullMarked;
