/** A fleet of real processes: the registry, the gateway and services, started, hurt and stopped. */
@NullMarked
package dev.weft.bench.fleet;

import org.jspecify.annotations.NullMarked;
