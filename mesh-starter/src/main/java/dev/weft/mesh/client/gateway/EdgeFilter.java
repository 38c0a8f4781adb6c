package dev.weft.mesh.client.gateway;

import dev.weft.mesh.context.MeshHeaders;
import java.util.ArrayList;
import java.util.List;
import org.springframework.core.Ordered;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.HttpHandlerDecoratorFactory;
import org.springframework.http.server.reactive.ServerHttpRequest;

/**
 * Takes from requests that come from outside every header field by which meshes talk among themselves, this one and others:
 * nobody outside sets deadlines, attempts or routes, but those whom the edge's rules admit. Around everything else, so that it comes before whatever reads them.
 */
public final class EdgeFilter implements HttpHandlerDecoratorFactory, Ordered {

    private static final List<String> RESERVED = List.of("mesh-", "x-envoy-", "l5d-");

    private final EdgeOverrides overrides;

    /** @param overrides says which requests keep, or get, a {@code mesh-route} */
    public EdgeFilter(EdgeOverrides overrides) {
        this.overrides = overrides;
    }

    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE;
    }

    @Override
    public HttpHandler apply(HttpHandler handler) {
        return (request, response) -> handler.handle(clean(request), response);
    }

    private ServerHttpRequest clean(ServerHttpRequest request) {
        List<String> reserved = new ArrayList<>(0);
        request.getHeaders().forEach((name, values) -> {
            if (isReserved(name)) {
                reserved.add(name);
            }
        });
        String route = overrides.route(request);
        if (reserved.isEmpty() && route == null) {
            return request;
        }
        return request.mutate()
                .headers(headers -> {
                    reserved.forEach(headers::remove);
                    if (route != null) {
                        headers.set(MeshHeaders.ROUTE, route);
                    }
                })
                .build();
    }

    private static boolean isReserved(String name) {
        return RESERVED.stream().anyMatch(prefix -> name.regionMatches(true, 0, prefix, 0, prefix.length()));
    }
}
