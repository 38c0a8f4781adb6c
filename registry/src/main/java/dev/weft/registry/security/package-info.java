/** Who may do what at the registry. */
@NullMarked
package dev.weft.registry.security;

import org.jspecify.annotations.NullMarked;
