package dev.weft.mesh.client.blocking;

import dev.weft.mesh.client.LogicalHosts;
import dev.weft.mesh.client.OutgoingCall;
import dev.weft.mesh.client.Redirects;
import dev.weft.mesh.model.ServiceName;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.apache.hc.core5.http.message.BasicHeader;
import org.jspecify.annotations.Nullable;

/**
 * A request through the mesh, as every attempt sends it.
 *
 * @param service whom the URI names
 * @param headers as the caller set them
 * @param body null if the request has none
 */
record WireRequest(
        ServiceName service,
        URI uri,
        String method,
        List<Header> headers,
        @Nullable RequestBody body) {

    /** Collects the headers that are the caller's to set. */
    static void addHeader(List<Header> headers, String name, @Nullable String value) {
        boolean framing = HttpHeaders.CONTENT_LENGTH.equalsIgnoreCase(name)
                || HttpHeaders.TRANSFER_ENCODING.equalsIgnoreCase(name);
        if (!framing && !OutgoingCall.isReserved(name)) {
            headers.add(new BasicHeader(name, value));
        }
    }

    /** The same with this body instead. */
    WireRequest with(RequestBody newBody) {
        return new WireRequest(service, uri, method, headers, newBody);
    }

    /** The first value of one of the caller's headers, or null. */
    @Nullable
    String header(String name) {
        for (Header header : headers) {
            if (header.getName().equalsIgnoreCase(name)) {
                return header.getValue();
            }
        }
        return null;
    }

    /**
     * The message for one attempt: the URI's host stays in its Host.
     *
     * @param path raw, without query
     */
    ClassicHttpRequest message(String path) {
        // Not by the constructor, which reads "//pets" as the name of a host.
        ClassicHttpRequest message = new BasicClassicHttpRequest(method, "/");
        message.setPath(uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery());
        message.setHeader(HttpHeaders.HOST, LogicalHosts.authority(uri));
        // Asked for keep-alive, servers tell how long they keep a connection.
        message.setHeader(HttpHeaders.CONNECTION, "keep-alive");
        message.setHeader(HttpHeaders.ACCEPT_ENCODING, "gzip");
        List<String> set = new ArrayList<>();
        for (Header header : headers) {
            // The caller's own replaces what the mesh would send, but is itself sent as often as it is there.
            if (set.contains(header.getName())) {
                message.addHeader(header);
            } else {
                set.add(header.getName());
                message.setHeader(header);
            }
        }
        if (body != null) {
            if (body.length() < 0) {
                message.setHeader(HttpHeaders.TRANSFER_ENCODING, "chunked");
            } else {
                message.setHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(body.length()));
            }
        }
        return message;
    }

    /** The request to which a response has redirected this one, or null if its body can't be sent again. */
    @Nullable
    WireRequest redirected(Redirects.Hop hop) {
        if (hop.keepsBody() && body != null && !body.isSendable()) {
            return null;
        }
        List<Header> kept =
                headers.stream().filter(header -> hop.keeps(header.getName())).toList();
        return new WireRequest(hop.service(), hop.uri(), hop.method(), kept, hop.keepsBody() ? body : null);
    }

    boolean isSecure() {
        return "https".equalsIgnoreCase(uri.getScheme());
    }
}
