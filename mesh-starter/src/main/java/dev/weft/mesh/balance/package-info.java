/** Which endpoint: sets of endpoints, what each one costs, and the choice between them. */
@NullMarked
package dev.weft.mesh.balance;

import org.jspecify.annotations.NullMarked;
