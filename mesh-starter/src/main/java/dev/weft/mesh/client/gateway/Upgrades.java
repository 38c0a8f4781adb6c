package dev.weft.mesh.client.gateway;

import dev.weft.mesh.model.ServiceName;
import java.net.URI;
import org.springframework.cloud.gateway.support.ServerWebExchangeUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.web.server.ServerWebExchange;

/** Tells WebSockets from calls. */
final class Upgrades {

    private Upgrades() {}

    static boolean isUpgrade(ServerWebExchange exchange, URI url) {
        return "ws".equalsIgnoreCase(url.getScheme())
                || "wss".equalsIgnoreCase(url.getScheme())
                || "websocket"
                        .equalsIgnoreCase(exchange.getRequest().getHeaders().getFirst(HttpHeaders.UPGRADE));
    }

    /** Whether Spring Cloud has chosen an instance of a service for it. */
    static boolean isBalanced(ServerWebExchange exchange) {
        return exchange.getAttribute(ServerWebExchangeUtils.GATEWAY_LOADBALANCER_RESPONSE_ATTR) != null;
    }

    /** The URL as it would be without the upgrade. */
    static URI http(URI url) {
        String scheme = url.getScheme();
        if ("ws".equalsIgnoreCase(scheme) || "wss".equalsIgnoreCase(scheme)) {
            return URI.create("http" + url.toString().substring(2));
        }
        return url;
    }

    /** The URL over TLS, at the host's own port, which it may have had without saying so. */
    static URI secured(ServiceName host, URI url) {
        String query = url.getRawQuery();
        return URI.create("wss://" + host + url.getRawPath() + (query == null ? "" : "?" + query));
    }
}
