package dev.weft.mesh.engine;

/** What has come of the copy of a request that a mirror rule wanted. */
public enum CopyResult {
    /** Sent, and answered, whatever with. */
    ANSWERED,
    /** Nobody was there to send it to. */
    NO_ENDPOINT,
    /** Sent, and given up after its own time. */
    TIMEOUT,
    /** Not sent, or not answered: the connection failed or broke. */
    FAILED,
    /** Dropped: too many copies were under way. */
    LIMIT,
    /** Dropped: the request's body is longer than what is copied. */
    BODY;

    static CopyResult of(Call copy) {
        Failure failure = copy.failure();
        if (failure == null) {
            return ANSWERED;
        }
        return switch (failure.reason()) {
            case UNKNOWN_SERVICE, NOT_ALLOWED, NO_ROUTE, NO_DESTINATION, NO_ENDPOINT -> NO_ENDPOINT;
            case DEADLINE -> TIMEOUT;
            case BREAKER_OPEN, LIMIT, ATTEMPTS_FAILED, CANCELLED -> FAILED;
        };
    }
}
