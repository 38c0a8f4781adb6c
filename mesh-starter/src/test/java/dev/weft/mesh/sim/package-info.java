/** What tests of the core are made of: a directory that is set by hand, guards that count, cases from seeds. */
@NullMarked
package dev.weft.mesh.sim;

import org.jspecify.annotations.NullMarked;
