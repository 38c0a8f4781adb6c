package dev.weft.mesh.client.reactive;

import dev.weft.mesh.client.OutgoingCall;
import dev.weft.mesh.model.Endpoint;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import java.net.URI;
import java.util.Iterator;
import java.util.Map;

/**
 * The head of an attempt's request: the caller's, but for what the mesh says to the receiver.
 *
 * @param isSecure whether the endpoint is spoken to over TLS
 * @param uri without scheme and host, which the transport to the endpoint knows
 */
record AttemptHead(HttpMethod method, boolean isSecure, String uri, HttpHeaders headers) {

    static AttemptHead of(ReactiveRequest request, OutgoingCall call, Endpoint endpoint) {
        HttpHeaders headers = withoutReserved(request.headers());
        headers.set(HttpHeaderNames.HOST, request.authority());
        if (!request.body().isKept()) {
            boolean counted = headers.contains(HttpHeaderNames.CONTENT_LENGTH);
            headers.remove(HttpHeaderNames.TRANSFER_ENCODING);
            if (!counted) {
                headers.set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
            }
        }
        call.editRequest(new NettyFields(headers));
        boolean secure =
                endpoint.secure() || "https".equalsIgnoreCase(request.uri().getScheme());
        String uri = target(request.uri(), call.call().path());
        return new AttemptHead(HttpMethod.valueOf(request.method()), secure, uri, headers);
    }

    private static HttpHeaders withoutReserved(HttpHeaders given) {
        // Names and values were looked at when they were given.
        HttpHeaders headers = given.copy();
        Iterator<Map.Entry<CharSequence, CharSequence>> fields = given.iteratorCharSequence();
        while (fields.hasNext()) {
            String name = fields.next().getKey().toString();
            if (OutgoingCall.isReserved(name)) {
                headers.remove(name);
            }
        }
        return headers;
    }

    private static String target(URI uri, String path) {
        return uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
    }
}
