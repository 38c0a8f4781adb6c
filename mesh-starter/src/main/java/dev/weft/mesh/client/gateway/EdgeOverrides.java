package dev.weft.mesh.client.gateway;

import dev.weft.mesh.context.MeshHeaders;
import dev.weft.mesh.model.CallRequest;
import dev.weft.mesh.model.ServiceName;
import dev.weft.mesh.model.Subset;
import dev.weft.mesh.rules.Actions;
import dev.weft.mesh.rules.CompiledRules;
import dev.weft.mesh.rules.RequestMatch;
import dev.weft.mesh.rules.Route;
import dev.weft.mesh.rules.RouteTarget;
import dev.weft.mesh.rules.ServiceRules;
import java.net.URI;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.reactive.ServerHttpRequest;

/** Which requests from outside go where they, or the edge's rules for them, say. Thread-safe. */
public final class EdgeOverrides {

    private static final ServiceName OUTSIDE = ServiceName.of("outside");

    private final CompiledRules rules;
    private final boolean any;

    /** The first rule by the precedence of routes counts. */
    public EdgeOverrides(List<Rule> rules) {
        List<Route> routes = rules.stream().map(EdgeOverrides::route).toList();
        this.rules = CompiledRules.of(ServiceRules.defaults().withRoutes(routes), OUTSIDE, new SplittableRandom(0));
        this.any = !rules.isEmpty();
    }

    /**
     * What is done to certain requests.
     *
     * @param match which
     * @param route their {@code mesh-route} from here on, or null to keep the one that they bring
     */
    public record Rule(RequestMatch match, @Nullable String route) {}

    private static Route route(Rule rule) {
        return new Route(
                rule.route(),
                List.of(rule.match()),
                List.of(RouteTarget.of(Subset.ALL, 1)),
                null,
                Actions.NONE,
                null,
                null);
    }

    /** The {@code mesh-route} that the request goes on with, or null for none. */
    @Nullable
    String route(ServerHttpRequest request) {
        if (!any) {
            return null;
        }
        URI uri = request.getURI();
        Route found = rules.choose(new CallRequest(
                        OUTSIDE,
                        "http",
                        0,
                        request.getMethod().name(),
                        uri.getRawPath().isEmpty() ? "/" : uri.getRawPath(),
                        uri.getRawQuery(),
                        request.getHeaders()::getFirst,
                        true,
                        false,
                        null,
                        null,
                        null,
                        null,
                        null))
                .route();
        if (found == null) {
            return null;
        }
        return found.name() != null ? found.name() : request.getHeaders().getFirst(MeshHeaders.ROUTE);
    }
}
