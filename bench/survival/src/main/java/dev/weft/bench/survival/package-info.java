/** Failures imposed on a mesh of real processes under constant load, each with the bar that it must hold. */
@NullMarked
package dev.weft.bench.survival;

import org.jspecify.annotations.NullMarked;
