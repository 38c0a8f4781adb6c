package dev.weft.mesh.client.blocking;

import dev.weft.mesh.client.LogicalHosts;
import dev.weft.mesh.model.ServiceName;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.apache.hc.core5.http.Header;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.StreamingHttpOutputMessage;
import org.springframework.http.client.AbstractClientHttpRequest;
import org.springframework.http.client.ClientHttpResponse;

/** Spring's view of a request through the mesh. */
final class MeshRequest extends AbstractClientHttpRequest implements StreamingHttpOutputMessage {

    private final ServiceName service;
    private final URI uri;
    private final HttpMethod method;
    private final MeshTransport transport;
    private final LogicalHosts hosts;
    private @Nullable ByteArrayOutputStream collected;
    private @Nullable Body streamed;

    MeshRequest(ServiceName service, URI uri, HttpMethod method, MeshTransport transport, LogicalHosts hosts) {
        this.service = service;
        this.uri = uri;
        this.method = method;
        this.transport = transport;
        this.hosts = hosts;
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
    public void setBody(Body body) {
        assertNotExecuted();
        streamed = body;
    }

    @Override
    protected OutputStream getBodyInternal(HttpHeaders headers) {
        if (collected == null) {
            collected = new ByteArrayOutputStream();
        }
        return collected;
    }

    @Override
    protected ClientHttpResponse executeInternal(HttpHeaders headers) throws IOException {
        List<Header> copied = new ArrayList<>();
        headers.forEach((name, values) -> {
            if (HttpHeaders.COOKIE.equalsIgnoreCase(name)) {
                // One field, as RFC 6265 wants it.
                WireRequest.addHeader(copied, name, String.join("; ", values));
            } else {
                values.forEach(value -> WireRequest.addHeader(copied, name, value));
            }
        });
        WireRequest request = new WireRequest(service, uri, method.name(), copied, body(headers));
        return new MeshResponse(transport.call(request, hosts));
    }

    private @Nullable RequestBody body(HttpHeaders headers) {
        if (streamed != null) {
            return new RequestBody(streamed::writeTo, length(headers.getFirst(HttpHeaders.CONTENT_LENGTH)));
        }
        if (collected != null && collected.size() > 0) {
            return RequestBody.of(collected.toByteArray());
        }
        return needsLength() ? RequestBody.of(new byte[0]) : null;
    }

    /** Methods that have a body say so if it is empty (RFC 9110, 8.6). */
    private boolean needsLength() {
        return method.equals(HttpMethod.POST) || method.equals(HttpMethod.PUT) || method.equals(HttpMethod.PATCH);
    }

    private static long length(@Nullable String value) {
        try {
            return value == null ? -1 : Long.parseLong(value.strip());
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
