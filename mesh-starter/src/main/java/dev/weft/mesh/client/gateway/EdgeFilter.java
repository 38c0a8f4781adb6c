package dev.weft.mesh.client.gateway;

import java.util.ArrayList;
import java.util.List;
import org.springframework.core.Ordered;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Takes from requests that come from outside every header field by which meshes talk among themselves, this one and others:
 * nobody outside sets deadlines, attempts or routes. Comes before whatever reads them.
 */
public final class EdgeFilter implements WebFilter, Ordered {

    private static final List<String> RESERVED = List.of("mesh-", "x-envoy-", "l5d-");

    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        List<String> reserved = new ArrayList<>(0);
        exchange.getRequest().getHeaders().forEach((name, values) -> {
            if (isReserved(name)) {
                reserved.add(name);
            }
        });
        return chain.filter(reserved.isEmpty() ? exchange : without(reserved, exchange));
    }

    private static ServerWebExchange without(List<String> names, ServerWebExchange exchange) {
        ServerHttpRequest clean = exchange.getRequest()
                .mutate()
                .headers(headers -> names.forEach(headers::remove))
                .build();
        return exchange.mutate().request(clean).build();
    }

    private static boolean isReserved(String name) {
        return RESERVED.stream().anyMatch(prefix -> name.regionMatches(true, 0, prefix, 0, prefix.length()));
    }
}
