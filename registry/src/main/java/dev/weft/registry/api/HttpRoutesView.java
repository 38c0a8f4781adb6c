package dev.weft.registry.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What has become of Kubernetes' HTTPRoutes, as this registry has last seen them.
 *
 * @param namespace that is read
 * @param asOf when the API server was last read, and everything done that follows from it; null if it never was
 * @param problem why what holds may be old, or null
 * @param routes for each Service that a route names
 */
public record HttpRoutesView(
        String namespace, @Nullable Instant asOf, @Nullable String problem, List<Route> routes) {

    /**
     * A route for one Service.
     *
     * @param hidden whether it is accepted, and the store has something stronger
     * @param message why it is what it is
     */
    public record Route(String name, String service, boolean accepted, boolean hidden, String message) {}

    public HttpRoutesView {
        routes = List.copyOf(routes);
    }
}
