package dev.weft.mesh.client.gateway;

import dev.weft.mesh.client.reactive.Limits;
import dev.weft.mesh.client.reactive.LocalAnswer;
import dev.weft.mesh.client.reactive.NettyReply;
import dev.weft.mesh.client.reactive.ReactiveRequest;
import dev.weft.mesh.client.reactive.RequestBody;
import dev.weft.mesh.context.MeshHeaders;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.cloud.gateway.filter.headers.HttpHeadersFilter;
import org.springframework.cloud.gateway.support.ServerWebExchangeUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Makes the request that is sent from the one that came, and the answer from the response, by the gateway's own rules. */
public final class GatewayMessages {

    private final Supplier<@Nullable List<HttpHeadersFilter>> filters;

    /** @param filters the gateway's header filters, asked for each message */
    public GatewayMessages(Supplier<@Nullable List<HttpHeadersFilter>> filters) {
        this.filters = filters;
    }

    /** The request, once for all attempts: its header filters begin the gateway's observation of the call. */
    Mono<ReactiveRequest> request(URI url, ServerWebExchange exchange, Limits limits) {
        ServerHttpRequest incoming = exchange.getRequest();
        io.netty.handler.codec.http.HttpHeaders headers = new DefaultHttpHeaders();
        HttpHeadersFilter.filterRequest(filters.get(), exchange).forEach(headers::set);
        String host = incoming.getHeaders().getFirst(HttpHeaders.HOST);
        boolean preserved =
                exchange.getAttributeOrDefault(ServerWebExchangeUtils.PRESERVE_HOST_HEADER_ATTRIBUTE, false);
        String authority = preserved && host != null ? host : url.getRawAuthority();
        URI called = incoming.getURI();
        if (called.getRawAuthority() != null) {
            // By which the client has called, also where a proxy in front says so and Spring believes it.
            headers.set(HttpHeaders.HOST, called.getRawAuthority());
        }
        return body(incoming)
                .map(body -> new ReactiveRequest(
                        incoming.getMethod().name(),
                        url,
                        called.getScheme(),
                        target(exchange),
                        headers,
                        authority,
                        body,
                        limits));
    }

    /** What the client has called, before the route's filters changed it. */
    private static String target(ServerWebExchange exchange) {
        Set<URI> urls =
                exchange.getAttributeOrDefault(ServerWebExchangeUtils.GATEWAY_ORIGINAL_REQUEST_URL_ATTR, Set.of());
        URI first = urls.stream().findFirst().orElse(exchange.getRequest().getURI());
        String path = first.getRawPath().isEmpty() ? "/" : first.getRawPath();
        return first.getRawQuery() == null ? path : path + "?" + first.getRawQuery();
    }

    private static Mono<RequestBody> body(ServerHttpRequest incoming) {
        String length = incoming.getHeaders().getFirst(HttpHeaders.CONTENT_LENGTH);
        return RequestBody.of(incoming.getBody(), length == null ? -1 : Long.parseLong(length));
    }

    /** Answers the exchange with what the rules say; no response from elsewhere follows. */
    Mono<Void> answer(LocalAnswer answer, ServerWebExchange exchange) {
        ServerHttpResponse response = exchange.getResponse();
        response.setStatusCode(HttpStatusCode.valueOf(answer.status()));
        answer.headers().forEach(field -> response.getHeaders().add(field.getKey(), field.getValue()));
        return response.writeWith(
                Mono.fromSupplier(() -> response.bufferFactory().wrap(answer.body())));
    }

    /** Makes the response the exchange's; its body follows once the route's filters have seen the head. */
    void accept(NettyReply reply, ServerWebExchange exchange) {
        Map<String, Object> attributes = exchange.getAttributes();
        attributes.put(ServerWebExchangeUtils.CLIENT_RESPONSE_ATTR, reply.response());
        attributes.put(ServerWebExchangeUtils.CLIENT_RESPONSE_CONN_ATTR, reply.connection());
        HttpHeaders received = new HttpHeaders();
        reply.response().responseHeaders().forEach(field -> received.add(field.getKey(), field.getValue()));
        String type = received.getFirst(HttpHeaders.CONTENT_TYPE);
        if (type != null && !type.isEmpty()) {
            attributes.put(ServerWebExchangeUtils.ORIGINAL_RESPONSE_CONTENT_TYPE_ATTR, type);
        }
        ServerHttpResponse answer = exchange.getResponse();
        // Header filters want to see the status.
        answer.setStatusCode(HttpStatusCode.valueOf(reply.status()));
        HttpHeaders filtered =
                HttpHeadersFilter.filter(filters.get(), received, exchange, HttpHeadersFilter.Type.RESPONSE);
        // What the mesh says of this answer, it says on its own behalf: the service's part of it is in the context.
        filtered.remove(MeshHeaders.VIA);
        filtered.remove(MeshHeaders.RETRY);
        Set<String> names = new HashSet<>();
        filtered.forEach((name, values) -> {
            names.add(name);
            values.forEach(value -> answer.getHeaders().add(name, value));
        });
        attributes.put(ServerWebExchangeUtils.CLIENT_RESPONSE_HEADER_NAMES, names);
        String reason = reply.reason();
        if (reason != null) {
            answer.getHeaders().set(MeshHeaders.REASON, reason);
        }
    }
}
