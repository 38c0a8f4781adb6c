package dev.weft.mesh.client.reactive;

import dev.weft.mesh.context.MeshHeaders;
import io.netty.handler.codec.http.cookie.Cookie;
import io.netty.handler.codec.http.cookie.CookieHeaderNames;
import io.netty.handler.codec.http.cookie.DefaultCookie;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.NettyDataBufferFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ResponseCookie;
import org.springframework.http.client.reactive.ClientHttpResponse;
import org.springframework.http.support.Netty4HeadersAdapter;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import reactor.core.publisher.Flux;

/** The response as WebClient reads it. */
final class NettyClientResponse implements ClientHttpResponse {

    private final NettyReply reply;
    private final HttpHeaders headers;
    private final NettyDataBufferFactory buffers;

    NettyClientResponse(NettyReply reply) {
        this.reply = reply;
        this.buffers = new NettyDataBufferFactory(reply.connection().channel().alloc());
        this.headers = new HttpHeaders(new Netty4HeadersAdapter(reply.response().responseHeaders()));
        String reason = reply.reason();
        if (reason != null) {
            headers.add(MeshHeaders.REASON, reason);
        }
    }

    @Override
    public String getId() {
        return reply.connection().channel().id().asShortText();
    }

    @Override
    public HttpStatusCode getStatusCode() {
        return HttpStatusCode.valueOf(reply.status());
    }

    @Override
    public HttpHeaders getHeaders() {
        return headers;
    }

    @Override
    public MultiValueMap<String, ResponseCookie> getCookies() {
        MultiValueMap<String, ResponseCookie> cookies = new LinkedMultiValueMap<>();
        for (Set<Cookie> named : reply.response().cookies().values()) {
            named.forEach(cookie -> cookies.add(cookie.name(), toResponseCookie(cookie)));
        }
        return cookies;
    }

    private static ResponseCookie toResponseCookie(Cookie cookie) {
        return ResponseCookie.fromClientResponse(cookie.name(), cookie.value())
                .domain(cookie.domain())
                .path(cookie.path())
                .maxAge(cookie.maxAge())
                .secure(cookie.isSecure())
                .httpOnly(cookie.isHttpOnly())
                .sameSite(sameSite(cookie))
                .build();
    }

    private static @Nullable String sameSite(Cookie cookie) {
        CookieHeaderNames.SameSite sameSite = cookie instanceof DefaultCookie known ? known.sameSite() : null;
        return sameSite == null ? null : sameSite.name();
    }

    @Override
    public Flux<DataBuffer> getBody() {
        return reply.body().content().map(buffer -> buffers.wrap(buffer.retain()));
    }
}
