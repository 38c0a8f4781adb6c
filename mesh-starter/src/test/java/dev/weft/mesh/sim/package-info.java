/** The core in virtual time: engines as clients, endpoints with behaviours, and an open load, replayed from a seed. */
@NullMarked
package dev.weft.mesh.sim;

import org.jspecify.annotations.NullMarked;
