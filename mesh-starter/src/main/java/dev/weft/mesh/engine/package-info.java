/** One call from start to end, as a state machine over rules, balance and resilience. Start reading at Call. */
@NullMarked
package dev.weft.mesh.engine;

import org.jspecify.annotations.NullMarked;
