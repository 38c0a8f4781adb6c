/** Every change that was ever made to services' rules, and what holds now. */
@NullMarked
package dev.weft.registry.store;

import org.jspecify.annotations.NullMarked;
