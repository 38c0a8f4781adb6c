package dev.weft.mesh.client.gateway;

import java.net.URI;
import org.springframework.cloud.gateway.config.GatewayLoadBalancerProperties;
import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.cloud.gateway.filter.ReactiveLoadBalancerClientFilter;
import org.springframework.cloud.gateway.support.ServerWebExchangeUtils;
import org.springframework.cloud.loadbalancer.support.LoadBalancerClientFactory;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.util.UriComponentsBuilder;
import reactor.core.publisher.Mono;

/**
 * Leaves the choice of an instance to the mesh: {@code lb://petservice} only becomes {@code http://petservice}. WebSockets,
 * which are no calls with an end, are balanced as Spring Cloud does it.
 */
public final class MeshLoadBalancerFilter extends ReactiveLoadBalancerClientFilter {

    private static final String SCHEME = "lb";

    public MeshLoadBalancerFilter(LoadBalancerClientFactory clients, GatewayLoadBalancerProperties properties) {
        super(clients, properties);
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, GatewayFilterChain chain) {
        URI url = exchange.getAttribute(ServerWebExchangeUtils.GATEWAY_REQUEST_URL_ATTR);
        if (url == null || Upgrades.isUpgrade(exchange, url)) {
            return super.filter(exchange, chain);
        }
        if (SCHEME.equals(url.getScheme())) {
            ServerWebExchangeUtils.addOriginalRequestUrl(exchange, url);
            URI logical =
                    UriComponentsBuilder.fromUri(url).scheme("http").build(true).toUri();
            exchange.getAttributes().put(ServerWebExchangeUtils.GATEWAY_REQUEST_URL_ATTR, logical);
        } else if (!SCHEME.equals(exchange.getAttribute(ServerWebExchangeUtils.GATEWAY_SCHEME_PREFIX_ATTR))) {
            return chain.filter(exchange);
        }
        exchange.getAttributes().put(MeshRoutingFilter.BALANCED, true);
        return chain.filter(exchange);
    }
}
