/** What the mesh tells of itself: meters, and a span for each attempt. */
@NullMarked
package dev.weft.mesh.telemetry;

import org.jspecify.annotations.NullMarked;
