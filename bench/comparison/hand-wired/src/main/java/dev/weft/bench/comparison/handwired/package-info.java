/** The column that people wire by hand. */
@NullMarked
package dev.weft.bench.comparison.handwired;

import org.jspecify.annotations.NullMarked;
