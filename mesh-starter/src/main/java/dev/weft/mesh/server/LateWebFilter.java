package dev.weft.mesh.server;

import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** Refuses, just before work begins, a request whose time is over since filters have had it, on WebFlux. */
public final class LateWebFilter implements WebFilter, Ordered {

    /** Behind all others. */
    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        return Mono.deferContextual(view -> {
            Problem refusal = refusal(view.getOrDefault(InboundRequest.ATTRIBUTE, null));
            return refusal == null ? chain.filter(exchange) : WebProblems.write(refusal, exchange.getResponse());
        });
    }

    private static @Nullable Problem refusal(@Nullable InboundRequest inbound) {
        return inbound == null ? null : inbound.refusal(System.nanoTime());
    }
}
