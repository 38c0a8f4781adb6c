/** What a large membership costs the registry, and how soon everybody knows of changes. */
@NullMarked
package dev.weft.bench.membership;

import org.jspecify.annotations.NullMarked;
