/** The shape that a service's rules are written in, wherever they stand, and what is made of it. */
@NullMarked
package dev.weft.mesh.document.service;

import org.jspecify.annotations.NullMarked;
