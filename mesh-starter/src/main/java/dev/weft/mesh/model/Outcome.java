package dev.weft.mesh.model;

/** How an attempt ended: what the adapter tells the engine, exactly once an attempt. */
public enum Outcome {
    /** The response was read to its end. */
    COMPLETED("completed"),
    /** No connection: refused, unreachable, unknown host, TLS handshake failed. Nothing was sent. */
    CONNECT_FAILED("connect failed"),
    /** The client has as many connections to the endpoint as it may. Nothing was sent, and the endpoint is not to blame. */
    CONNECTIONS_FULL("all connections in use"),
    /** No connection in time. Nothing was sent. */
    CONNECT_TIMEOUT("connect timeout"),
    /** The connection was lost, or the stream refused, before the first byte of the request was written. */
    REFUSED("refused before the request was sent"),
    /** The connection was lost after the request had been sent, in part or whole, and before the response's head. */
    RESET("connection reset"),
    /** No response head within the attempt's time. */
    TIMEOUT("attempt timeout"),
    /** The response broke off in its body: lost connection, or shorter than announced. */
    TRUNCATED("response truncated"),
    /** The response's body stood still for longer than the idle limit, or ran over the call's deadline. */
    BODY_TIMEOUT("response body timeout"),
    /** The caller gave up, or read no further. Says nothing about the endpoint. */
    CANCELLED("cancelled"),
    /** The caller's own side failed (its request body could not be read, say). Says nothing about the endpoint. */
    CALLER_FAILED("failed at the caller");

    private final String words;

    Outcome(String words) {
        this.words = words;
    }

    /** Whether the request provably did not reach the application, so that any method may be sent again. */
    public boolean unsent() {
        return switch (this) {
            case CONNECT_FAILED, CONNECT_TIMEOUT, CONNECTIONS_FULL, REFUSED -> true;
            default -> false;
        };
    }

    /** Whether the endpoint is to blame: what ejection, breaker and cost count as a failure. */
    public boolean failed() {
        return switch (this) {
            case COMPLETED, CONNECTIONS_FULL, CANCELLED, CALLER_FAILED -> false;
            default -> true;
        };
    }

    /** For messages. */
    public String words() {
        return words;
    }
}
