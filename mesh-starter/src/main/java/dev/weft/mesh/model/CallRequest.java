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

    /** A request that is not handed on. */
    public CallRequest(
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
            @Nullable String identity) {
        this(
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
                null);
    }

    /** A request without body, headers or deadline. */
    public static CallRequest of(ServiceName service, String method, String path) {
        return new CallRequest(
                service, "http", 0, method, path, null, Headers.NONE, true, false, null, null, null, null);
    }

    public CallRequest withScheme(String newScheme) {
        return new CallRequest(
                service,
                newScheme,
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

    public CallRequest withPort(int newPort) {
        return new CallRequest(
                service,
                scheme,
                newPort,
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

    public CallRequest withDeadline(@Nullable Deadline newDeadline) {
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
                newDeadline,
                patience,
                override,
                identity,
                called);
    }

    public CallRequest withQuery(@Nullable String newQuery) {
        return new CallRequest(
                service,
                scheme,
                port,
                method,
                path,
                newQuery,
                headers,
                replayable,
                streaming,
                deadline,
                patience,
                override,
                identity,
                called);
    }

    public CallRequest withHeaders(Headers newHeaders) {
        return new CallRequest(
                service,
                scheme,
                port,
                method,
                path,
                query,
                newHeaders,
                replayable,
                streaming,
                deadline,
                patience,
                override,
                identity,
                called);
    }

    public CallRequest withReplayable(boolean newReplayable) {
        return new CallRequest(
                service,
                scheme,
                port,
                method,
                path,
                query,
                headers,
                newReplayable,
                streaming,
                deadline,
                patience,
                override,
                identity,
                called);
    }

    public CallRequest withPatience(@Nullable Duration newPatience) {
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
                newPatience,
                override,
                identity,
                called);
    }

    public CallRequest withOverride(@Nullable Subset newOverride) {
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
                newOverride,
                identity,
                called);
    }

    public CallRequest withIdentity(@Nullable String newIdentity) {
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
                newIdentity,
                called);
    }
}
