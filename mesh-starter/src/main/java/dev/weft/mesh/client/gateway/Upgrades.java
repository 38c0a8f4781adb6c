package dev.weft.mesh.client.gateway;

import java.net.URI;
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

    /** The URL as it would be without the upgrade. */
    static URI http(URI url) {
        String scheme = url.getScheme();
        if ("ws".equalsIgnoreCase(scheme) || "wss".equalsIgnoreCase(scheme)) {
            return URI.create("http" + url.toString().substring(2));
        }
        return url;
    }
}
