/** What a call, an endpoint and an outcome are: plain values, shared by every other package. */
@NullMarked
package dev.weft.mesh.model;

import org.jspecify.annotations.NullMarked;
