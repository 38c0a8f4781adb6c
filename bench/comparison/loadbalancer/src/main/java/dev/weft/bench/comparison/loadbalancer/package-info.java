/** The column with Spring Cloud LoadBalancer alone. */
@NullMarked
package dev.weft.bench.comparison.loadbalancer;

import org.jspecify.annotations.NullMarked;
