/** What a service's traffic rules are, checked and compiled. */
@NullMarked
package dev.weft.mesh.rules;

import org.jspecify.annotations.NullMarked;
