package dev.weft.registry.kubernetes;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which HTTPRoutes are read, and where.
 *
 * @param httpRoutes Whether HTTPRoutes whose parent is a Service are rules.
 * @param namespace Whose HTTPRoutes; unset: the pod's own.
 * @param apiServer The API server, where it needs no login, as behind kubectl proxy; unset: the one that every pod is told
 *     of, or else the one that kubectl would use.
 * @param minInterval How long after one revision of a Service's HTTPRoutes the next one is stored at the earliest.
 */
@ConfigurationProperties("registry.kubernetes")
record KubernetesProperties(
        @DefaultValue("false") boolean httpRoutes,
        @Nullable String namespace,
        @Nullable URI apiServer,
        @DefaultValue("5s") Duration minInterval) {

    KubernetesProperties {
        if (minInterval.isNegative()) {
            throw new IllegalArgumentException(
                    "registry.kubernetes.min-interval: " + minInterval + " (expected: 0s or longer)");
        }
    }
}
