/** What travels along with a request: deadline, request id, and what its calls have come to. */
@NullMarked
package dev.weft.mesh.context;

import org.jspecify.annotations.NullMarked;
