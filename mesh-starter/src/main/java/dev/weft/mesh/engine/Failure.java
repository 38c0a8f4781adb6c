package dev.weft.mesh.engine;

import dev.weft.mesh.model.ServiceName;
import java.util.Locale;

/**
 * Why a call has failed without a response to hand to the caller.
 *
 * @param service whom the caller called
 * @param reason what kind of failure it is
 * @param message what was tried and why it ended, in words that a person can act on; names the service
 */
public record Failure(ServiceName service, Reason reason, String message) {

    /** The kinds of failure, each with the status that stands for it where it has to become an HTTP answer. */
    public enum Reason {
        /** No source knows a service of that name. */
        UNKNOWN_SERVICE(503),
        /** The host is outside the mesh, and this process may not call it. */
        NOT_ALLOWED(403),
        /** The service has routes, and none takes the request. */
        NO_ROUTE(404),
        /** The rules send the request to something that does not exist. */
        NO_DESTINATION(500),
        /** The service is known, but nothing of it can take the request. */
        NO_ENDPOINT(503),
        /** The circuit breaker is open. */
        BREAKER_OPEN(503),
        /** Too many calls to the service are under way. */
        LIMIT(503),
        /** The time ran out, before or during the attempts. */
        DEADLINE(504),
        /** Every attempt failed, and no further one was allowed. */
        ATTEMPTS_FAILED(502),
        /** The caller gave up. */
        CANCELLED(499);

        private final int status;

        Reason(int status) {
            this.status = status;
        }

        /** The reason in words, for traces and headers: {@code breaker-open}. */
        public String words() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        /** The HTTP status that stands for it. */
        public int status() {
            return status;
        }
    }
}
