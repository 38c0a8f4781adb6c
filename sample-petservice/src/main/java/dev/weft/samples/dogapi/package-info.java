/** A local stand-in for the host outside the mesh that petservice asks for a picture of a dog. */
@NullMarked
package dev.weft.samples.dogapi;

import org.jspecify.annotations.NullMarked;
