/** The watch stream: what clients ask for, and every change of it as it happens. */
@NullMarked
package dev.weft.registry.stream;

import org.jspecify.annotations.NullMarked;
