/** {@code /actuator/mesh}: what this process knows of those it calls, and the why of recent choices. */
@NullMarked
package dev.weft.mesh.actuate;

import org.jspecify.annotations.NullMarked;
