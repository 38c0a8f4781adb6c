/** The store over HTTP, under {@code /mesh/v1}. */
@NullMarked
package dev.weft.registry.api;

import org.jspecify.annotations.NullMarked;
