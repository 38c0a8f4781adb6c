package dev.weft.mesh.client.reactive;

import dev.weft.mesh.client.OutgoingCall;
import dev.weft.mesh.model.Endpoint;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import java.net.URI;
import java.util.Map;

/**
 * The head of an attempt's request: the caller's, but for the address and for what the mesh says to the receiver.
 *
 * @param uri at the endpoint
 */
record AttemptHead(HttpMethod method, String uri, HttpHeaders headers) {

    static AttemptHead of(ReactiveRequest request, OutgoingCall call, Endpoint endpoint) {
        HttpHeaders headers = new DefaultHttpHeaders();
        for (Map.Entry<String, String> field : request.headers()) {
            if (!OutgoingCall.isReserved(field.getKey())) {
                headers.add(field.getKey(), field.getValue());
            }
        }
        headers.set(HttpHeaderNames.HOST, request.authority());
        if (!request.body().isKept()) {
            boolean counted = headers.contains(HttpHeaderNames.CONTENT_LENGTH);
            headers.remove(HttpHeaderNames.TRANSFER_ENCODING);
            if (!counted) {
                headers.set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
            }
        }
        call.editRequest(new NettyFields(headers));
        return new AttemptHead(
                HttpMethod.valueOf(request.method()),
                at(endpoint, request.uri(), call.call().path()),
                headers);
    }

    boolean isSecure() {
        return uri.startsWith("https:");
    }

    private static String at(Endpoint endpoint, URI uri, String path) {
        boolean secure = endpoint.secure() || "https".equalsIgnoreCase(uri.getScheme());
        StringBuilder address = new StringBuilder(secure ? "https://" : "http://").append(endpoint.address());
        address.append(path);
        if (uri.getRawQuery() != null) {
            address.append('?').append(uri.getRawQuery());
        }
        return address.toString();
    }
}
