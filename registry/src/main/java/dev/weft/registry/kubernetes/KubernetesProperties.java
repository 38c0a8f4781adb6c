package dev.weft.registry.kubernetes;

import java.net.URI;
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
 */
@ConfigurationProperties("registry.kubernetes")
record KubernetesProperties(
        @DefaultValue("false") boolean httpRoutes,
        @Nullable String namespace,
        @Nullable URI apiServer) {}
