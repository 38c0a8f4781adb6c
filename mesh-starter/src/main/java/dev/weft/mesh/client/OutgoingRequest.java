package dev.weft.mesh.client;

import dev.weft.mesh.model.Headers;
import dev.weft.mesh.model.ServiceName;
import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a transport knows of a request before its call begins.
 *
 * @param service whom the URI names, by {@link LogicalHosts#service}
 * @param uri absolute
 * @param scheme by which the caller has called: the URI's, or where the request is handed on the one that it came by
 * @param called raw path and query by which the client has called, where a request is handed on by others, or null
 * @param headers as the caller set them
 * @param replayable whether the body can be sent a second time
 */
public record OutgoingRequest(
        ServiceName service,
        URI uri,
        String scheme,
        @Nullable String called,
        String method,
        Headers headers,
        boolean replayable) {

    public OutgoingRequest {
        scheme = scheme.toLowerCase(Locale.ROOT);
        method = method.toUpperCase(Locale.ROOT);
    }

    /** A request of this process's own. */
    public static OutgoingRequest of(ServiceName service, URI uri, String method, Headers headers, boolean replayable) {
        return new OutgoingRequest(service, uri, uri.getScheme(), null, method, headers, replayable);
    }

    /** Raw, without query. */
    String path() {
        String path = uri.getRawPath();
        return path == null || path.isEmpty() ? "/" : path;
    }

    /** The port in the URL, or 0 if it names none; of a host outside the mesh always its own. */
    int port() {
        return service.isOutside() ? service.port() : Math.max(0, uri.getPort());
    }

    /** Whether an event stream or an upgrade is asked for. */
    boolean isStreaming() {
        @Nullable String accept = headers.first("Accept");
        return accept != null && accept.toLowerCase(Locale.ROOT).contains("text/event-stream")
                || headers.first("Upgrade") != null;
    }
}
