package dev.weft.mesh.model;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the engine must know of a request to decide about it; the body is the adapter's.
 *
 * @param service whom the caller called
 * @param scheme by which the caller has called, {@code http} or {@code https}, whatever is spoken to the endpoint
 * @param port the port in the caller's URL, or 0 if it named none; it selects port-scoped rules and is never dialled
 * @param method in capitals
 * @param path raw path, without query
 * @param query raw query, or null
 * @param headers as the caller set them
 * @param replayable whether the body can be sent a second time (there is none, or it is small enough to be kept)
 * @param streaming whether the caller asked for an event stream or an upgrade, which have no time limit by default
 * @param deadline by when the caller itself must be done, or null
 * @param patience for how long at most the caller waits for the response's head, retries included, or null
 * @param override the part of the service that it goes to whatever the rules say, or null
 * @param identity the user for whom the call is made, by the name that is signed in, or null
 * @param called raw path and query by which the client has called, where a request is handed on by others, or null
 */
public record CallRequest(
        ServiceName service,
        String scheme,
        int port,
        String method,
        String path,
        @Nullable String query,
        Headers headers,
        boolean replayable,
        boolean streaming,
        @Nullable Deadline deadline,
        @Nullable Duration patience,
        @Nullable Subset override,
        @Nullable String identity,
        @Nullable String called) {

    /** A request without body, headers or deadline. */
    public static CallRequest of(ServiceName service, String method, String path) {
        return new CallRequest(
                service, "http", 0, method, path, null, Headers.NONE, true, false, null, null, null, null, null);
    }

    public CallRequest withScheme(String newScheme) {
        Copy copy = new Copy();
        copy.scheme = newScheme;
        return copy.request();
    }

    public CallRequest withPort(int newPort) {
        Copy copy = new Copy();
        copy.port = newPort;
        return copy.request();
    }

    public CallRequest withQuery(@Nullable String newQuery) {
        Copy copy = new Copy();
        copy.query = newQuery;
        return copy.request();
    }

    public CallRequest withHeaders(Headers newHeaders) {
        Copy copy = new Copy();
        copy.headers = newHeaders;
        return copy.request();
    }

    public CallRequest withReplayable(boolean newReplayable) {
        Copy copy = new Copy();
        copy.replayable = newReplayable;
        return copy.request();
    }

    public CallRequest withDeadline(@Nullable Deadline newDeadline) {
        Copy copy = new Copy();
        copy.deadline = newDeadline;
        return copy.request();
    }

    public CallRequest withPatience(@Nullable Duration newPatience) {
        Copy copy = new Copy();
        copy.patience = newPatience;
        return copy.request();
    }

    public CallRequest withOverride(@Nullable Subset newOverride) {
        Copy copy = new Copy();
        copy.override = newOverride;
        return copy.request();
    }

    public CallRequest withIdentity(@Nullable String newIdentity) {
        Copy copy = new Copy();
        copy.identity = newIdentity;
        return copy.request();
    }

    /** This request, but for what is set otherwise. For mirrored calls and questions: others are made in one step. */
    private final class Copy {

        private String scheme = CallRequest.this.scheme;
        private int port = CallRequest.this.port;
        private @Nullable String query = CallRequest.this.query;
        private Headers headers = CallRequest.this.headers;
        private boolean replayable = CallRequest.this.replayable;
        private @Nullable Deadline deadline = CallRequest.this.deadline;
        private @Nullable Duration patience = CallRequest.this.patience;
        private @Nullable Subset override = CallRequest.this.override;
        private @Nullable String identity = CallRequest.this.identity;

        private CallRequest request() {
            return new CallRequest(
                    service,
                    scheme,
                    port,
                    method,
                    path,
                    query,
                    headers,
                    replayable,
                    streaming,
                    deadline,
                    patience,
                    override,
                    identity,
                    called);
        }
    }
}
