/** The shape that the egress policy is written in, wherever it stands, and what is made of it. */
@NullMarked
package dev.weft.mesh.document.egress;

import org.jspecify.annotations.NullMarked;
