/** The application with Spring Cloud's Eureka client and LoadBalancer, for what these take. */
@NullMarked
package dev.weft.bench.comparison.eureka;

import org.jspecify.annotations.NullMarked;
