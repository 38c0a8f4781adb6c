package dev.weft.mesh.client.reactive;

import dev.weft.mesh.client.LogicalHosts;
import java.net.URI;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferFactory;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpCookie;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.reactive.AbstractClientHttpRequest;
import reactor.core.publisher.Mono;

/** The request as WebClient writes it, once, whatever the number of attempts. Its body is only taken when it is needed. */
final class RecordedRequest extends AbstractClientHttpRequest {

    private final HttpMethod method;
    private final URI uri;
    private @Nullable Mono<RequestBody> body;

    RecordedRequest(HttpMethod method, URI uri) {
        this.method = method;
        this.uri = uri;
    }

    @Override
    public HttpMethod getMethod() {
        return method;
    }

    @Override
    public URI getURI() {
        return uri;
    }

    @Override
    public DataBufferFactory bufferFactory() {
        return DefaultDataBufferFactory.sharedInstance;
    }

    /** There is no native request: each attempt has its own, and none is there yet. */
    @Override
    @SuppressWarnings("unchecked")
    public <T> T getNativeRequest() {
        return (T) this;
    }

    @Override
    public Mono<Void> writeWith(Publisher<? extends DataBuffer> content) {
        return doCommit(() -> {
            body = Mono.defer(() -> RequestBody.of(content, length()));
            return Mono.empty();
        });
    }

    @Override
    public Mono<Void> writeAndFlushWith(Publisher<? extends Publisher<? extends DataBuffer>> content) {
        return doCommit(() -> {
            body = Mono.just(RequestBody.flushing(content));
            return Mono.empty();
        });
    }

    @Override
    public Mono<Void> setComplete() {
        return doCommit();
    }

    @Override
    protected void applyHeaders() {}

    @Override
    protected void applyCookies() {
        if (getCookies().isEmpty()) {
            return;
        }
        String cookies = getCookies().values().stream()
                .flatMap(List::stream)
                .map(HttpCookie::toString)
                .collect(Collectors.joining("; "));
        if (!cookies.isEmpty()) {
            getHeaders().add(HttpHeaders.COOKIE, cookies);
        }
    }

    private long length() {
        String length = getHeaders().getFirst(HttpHeaders.CONTENT_LENGTH);
        return length == null ? -1 : Long.parseLong(length);
    }

    /** The body that was written, to be taken when the request is sent; null if none was. */
    @Nullable
    Mono<RequestBody> body() {
        return body;
    }

    /** What was written, to be sent with this body. */
    ReactiveRequest toRequest(RequestBody content, Limits limits) {
        io.netty.handler.codec.http.HttpHeaders fields = new io.netty.handler.codec.http.DefaultHttpHeaders();
        getHeaders().forEach(fields::add);
        @Nullable String host = getHeaders().getFirst(HttpHeaders.HOST);
        String authority = host == null ? LogicalHosts.authority(uri) : host;
        return new ReactiveRequest(method.name(), uri, uri.getScheme(), null, fields, authority, content, limits);
    }
}
