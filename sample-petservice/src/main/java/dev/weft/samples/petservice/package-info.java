/** The sample service that puts a pet's whole picture together from two services and a host outside the mesh. */
@NullMarked
package dev.weft.samples.petservice;

import org.jspecify.annotations.NullMarked;
