package dev.weft.mesh.client.gateway;

import dev.weft.mesh.client.reactive.Limits;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.cloud.gateway.config.HttpClientProperties;
import org.springframework.cloud.gateway.route.Route;
import org.springframework.cloud.gateway.support.RouteMetadataUtils;
import org.springframework.cloud.gateway.support.ServerWebExchangeUtils;
import org.springframework.web.server.ServerWebExchange;

/** The time limits that the gateway's own properties, or a route's metadata, set; they bound what the mesh's rules allow. */
public final class RouteTimeouts {

    private final HttpClientProperties properties;

    public RouteTimeouts(HttpClientProperties properties) {
        this.properties = properties;
    }

    /** To the response's head, retries included, or null; a negative one in a route's metadata lifts the common limit. */
    private @Nullable Duration response(ServerWebExchange exchange) {
        Long own = millis(exchange, RouteMetadataUtils.RESPONSE_TIMEOUT_ATTR);
        if (own == null) {
            return properties.getResponseTimeout();
        }
        return own < 0 ? null : Duration.ofMillis(own);
    }

    /** All of them. */
    Limits limits(ServerWebExchange exchange) {
        Long connect = millis(exchange, RouteMetadataUtils.CONNECT_TIMEOUT_ATTR);
        Integer common = properties.getConnectTimeout();
        if (connect == null && common != null) {
            connect = common.longValue();
        }
        return new Limits(connect == null ? null : Duration.ofMillis(connect), null, response(exchange));
    }

    private static @Nullable Long millis(ServerWebExchange exchange, String name) {
        Route route = exchange.getAttribute(ServerWebExchangeUtils.GATEWAY_ROUTE_ATTR);
        Object value = route == null ? null : route.getMetadata().get(name);
        if (value instanceof Number number) {
            return number.longValue();
        }
        try {
            return value == null ? null : Long.valueOf(value.toString());
        } catch (NumberFormatException e) {
            // As the gateway itself has it: what is no number sets no limit.
            return null;
        }
    }
}
