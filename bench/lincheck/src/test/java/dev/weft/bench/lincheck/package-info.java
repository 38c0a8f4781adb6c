/** The state that all calls of a process share, run through every order of its steps that threads can find. */
@NullMarked
package dev.weft.bench.lincheck;

import org.jspecify.annotations.NullMarked;
