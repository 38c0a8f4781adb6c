package dev.weft.mesh.resilience;

import dev.weft.mesh.model.Outcome;
import org.jspecify.annotations.Nullable;

/** The ways in which an endpoint can fail an attempt, as far as its ejection goes. */
public enum FailureKind {
    /** No connection, or none in time, or lost before anything was sent. */
    CONNECT,
    /** The connection was lost, before the response's head or in its body. */
    RESET,
    /** No response head in the attempt's time, or a body that stood still. */
    TIMEOUT,
    /** Answered with 502, 503 or 504. */
    UNAVAILABLE,
    /** Answered with any other 5xx. */
    SERVER_ERROR;

    /** What the end of an attempt is, or null if the endpoint is not to blame for it. */
    public static @Nullable FailureKind of(Outcome outcome) {
        return switch (outcome) {
            case CONNECT_FAILED, CONNECT_TIMEOUT, REFUSED -> CONNECT;
            case RESET, TRUNCATED -> RESET;
            case TIMEOUT, BODY_TIMEOUT -> TIMEOUT;
            case COMPLETED, CONNECTIONS_FULL, CANCELLED, CALLER_FAILED -> null;
        };
    }

    /** What an answer of this status is, or null if it is no failure of the endpoint. */
    public static @Nullable FailureKind of(int status) {
        if (status < 500) {
            return null;
        }
        return status >= 502 && status <= 504 ? UNAVAILABLE : SERVER_ERROR;
    }
}
