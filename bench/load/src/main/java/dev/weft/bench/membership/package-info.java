/** What a large membership costs the registry. */
@NullMarked
package dev.weft.bench.membership;

import org.jspecify.annotations.NullMarked;
