/** An application that knows nothing of the mesh but what is public. */
@NullMarked
package dev.weft.outside;

import org.jspecify.annotations.NullMarked;
