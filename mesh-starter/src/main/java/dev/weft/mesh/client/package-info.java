/** The way out: what the adapters of all transports share, and the errors that callers see. */
@NullMarked
package dev.weft.mesh.client;

import org.jspecify.annotations.NullMarked;
