/** A TCP proxy that makes trouble, for machines whose kernel can't. */
@NullMarked
package dev.weft.bench.survival.proxy;

import org.jspecify.annotations.NullMarked;
