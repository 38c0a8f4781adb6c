/** The columns measured in turn, their ratios, and the bars. */
@NullMarked
package dev.weft.bench.comparison.driver;

import org.jspecify.annotations.NullMarked;
