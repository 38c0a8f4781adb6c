/** The sample service that knows what a pet is: name, age, owner, breed. */
@NullMarked
package dev.weft.samples.petdetails;

import org.jspecify.annotations.NullMarked;
