package dev.weft.mesh.client.reactive;

import dev.weft.mesh.client.OutgoingCall;
import dev.weft.mesh.model.Endpoint;
import dev.weft.mesh.model.ServiceName;
import dev.weft.mesh.security.Addresses;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The head of an attempt's request: the caller's, but for the address and for what the mesh says to the receiver.
 *
 * @param address where the endpoint is, if the request is to be sent there by another name than the address; else null
 * @param uri at the endpoint; without scheme and host if there is an address
 */
record AttemptHead(
        HttpMethod method, boolean isSecure, @Nullable InetSocketAddress address, String uri, HttpHeaders headers) {

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
        boolean secure =
                endpoint.secure() || "https".equalsIgnoreCase(request.uri().getScheme());
        InetSocketAddress address =
                call.call().callee().isOutside() ? address(call.call().callee(), endpoint) : null;
        String target = target(request.uri(), call.call().path());
        String uri = address != null ? target : (secure ? "https://" : "http://") + endpoint.address() + target;
        return new AttemptHead(HttpMethod.valueOf(request.method()), secure, address, uri, headers);
    }

    private static String target(URI uri, String path) {
        return uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
    }

    /** The address that was checked, with the name that the host must prove to have; null if it has yet to be found. */
    private static @Nullable InetSocketAddress address(ServiceName name, Endpoint endpoint) {
        InetAddress address = Addresses.literal(endpoint.host());
        return address == null ? null : new InetSocketAddress(Addresses.named(name.host(), address), endpoint.port());
    }
}
