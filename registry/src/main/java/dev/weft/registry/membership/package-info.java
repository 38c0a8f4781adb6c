/** Who is a member of the mesh: leases that end when they should, and word of every change. */
@NullMarked
package dev.weft.registry.membership;

import org.jspecify.annotations.NullMarked;
