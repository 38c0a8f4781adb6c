package dev.weft.mesh.client.gateway;

import dev.weft.mesh.client.DeadlineExceededException;
import dev.weft.mesh.client.LogicalHosts;
import dev.weft.mesh.client.reactive.Limits;
import dev.weft.mesh.client.reactive.LocalAnswer;
import dev.weft.mesh.client.reactive.NettyReply;
import dev.weft.mesh.client.reactive.ReactiveCalls;
import dev.weft.mesh.model.ServiceName;
import io.micrometer.observation.Observation;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import java.net.URI;
import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.cloud.gateway.filter.GlobalFilter;
import org.springframework.cloud.gateway.support.ServerWebExchangeUtils;
import org.springframework.core.Ordered;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * Sends routed requests through the mesh, in the place of the gateway's own routing filter, which follows and
 * finds them done. Every attempt of a call is the same request; only the accepted response becomes the exchange's.
 */
public final class MeshRoutingFilter implements GlobalFilter, Ordered {

    /** Attribute of exchanges whose route asks for a balanced service, whatever its name looks like. */
    static final String BALANCED = MeshRoutingFilter.class.getName() + ".balanced";

    private final LogicalHosts hosts;
    private final ReactiveCalls calls;
    private final GatewayMessages messages;
    private final RouteTimeouts timeouts;
    private final boolean byHand;

    /** @param byHand whether the gateway's own client has settings for hosts outside the mesh that the mesh does not know */
    public MeshRoutingFilter(
            LogicalHosts hosts, ReactiveCalls calls, GatewayMessages messages, RouteTimeouts timeouts, boolean byHand) {
        this.byHand = byHand;
        this.hosts = hosts;
        this.calls = calls;
        this.messages = messages;
        this.timeouts = timeouts;
    }

    /** Before the gateway's own. */
    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE - 1;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, GatewayFilterChain chain) {
        URI url = exchange.getRequiredAttribute(ServerWebExchangeUtils.GATEWAY_REQUEST_URL_ATTR);
        if (ServerWebExchangeUtils.isAlreadyRouted(exchange)) {
            return chain.filter(exchange);
        }
        if (Upgrades.isUpgrade(exchange, url)) {
            return upgrade(url, exchange, chain);
        }
        boolean balanced = Boolean.TRUE.equals(exchange.getAttribute(BALANCED));
        ServiceName service = balanced ? ServiceName.of(url.getHost()) : hosts.service(url, byHand);
        return service == null ? chain.filter(exchange) : route(service, url, exchange, chain);
    }

    /** No call with an end; but it must not lead where a call may not, nor in clear text where a call goes over TLS. */
    private Mono<Void> upgrade(URI url, ServerWebExchange exchange, GatewayFilterChain chain) {
        URI http = Upgrades.http(url);
        ServiceName host = Upgrades.isBalanced(exchange) ? null : hosts.service(http);
        if (host == null || !host.isOutside()) {
            return chain.filter(exchange);
        }
        if (hosts.isTls(host, http)) {
            exchange.getAttributes().put(ServerWebExchangeUtils.GATEWAY_REQUEST_URL_ATTR, Upgrades.secured(host, url));
        }
        if (!hosts.isDeny()) {
            return chain.filter(exchange);
        }
        return calls.prepare(host)
                .then(Mono.defer(
                        () -> hosts.refuses(host) ? route(host, url, exchange, chain) : chain.filter(exchange)));
    }

    private Mono<Void> route(ServiceName service, URI url, ServerWebExchange exchange, GatewayFilterChain chain) {
        ServerWebExchangeUtils.setAlreadyRouted(exchange);
        Limits limits = timeouts.limits(exchange);
        return call(service, url, exchange, limits)
                .onErrorMap(DeadlineExceededException.class, error -> late(error, limits))
                .doOnNext(reply -> messages.accept(reply, exchange))
                .then(Mono.defer(() -> chain.filter(exchange)))
                .onErrorResume(LocalAnswer.class, answer -> messages.answer(answer, exchange));
    }

    private Mono<NettyReply> call(ServiceName service, URI url, ServerWebExchange exchange, Limits limits) {
        return messages.request(url, exchange, limits)
                .flatMap(request -> calls.exchange(service, request))
                // The gateway's own observation of the call, which its header filters have begun, is above the
                // attempts.
                .contextWrite(context -> {
                    Observation call = exchange.getAttribute(ServerWebExchangeUtils.GATEWAY_OBSERVATION_ATTR);
                    return call == null ? context : context.put(ObservationThreadLocalAccessor.KEY, call);
                });
    }

    /** Beyond the route's own limit the error is one that the gateway's users know. */
    private static Throwable late(DeadlineExceededException error, Limits limits) {
        return limits.response() == null
                ? error
                : new ResponseStatusException(HttpStatus.GATEWAY_TIMEOUT, error.getMessage(), error);
    }
}
