/** What documents mean before they are stored: whether they can be used, and what they would change. */
@NullMarked
package dev.weft.registry.check;

import org.jspecify.annotations.NullMarked;
