/**
 * Kubernetes' HTTPRoutes as rules: read from the API server, kept in the store beside what people have stored, and told what
 * has become of them. Only where it is asked for.
 */
@NullMarked
package dev.weft.registry.kubernetes;

import org.jspecify.annotations.NullMarked;
