package dev.weft.mesh.resilience;

import org.jspecify.annotations.Nullable;

/**
 * How much of a service a client may use at once.
 *
 * @param requests so many calls under way, 1 to 1,000,000; null: 1,024, or what a bulkhead of the user's own allows
 * @param connections so many connections to one endpoint, and with HTTP/1.1 so many attempts under way, 1 to 65,535
 */
public record LimitPolicy(@Nullable Integer requests, int connections) {

    /** Where neither rules nor a bulkhead of the user's own say anything. */
    public static final int DEFAULT_REQUESTS = 1_024;

    /** Nobody has more connections between two addresses. */
    public static final int MOST_CONNECTIONS = 65_535;

    private static final int MOST_REQUESTS = 1_000_000;
    private static final int DEFAULT_CONNECTIONS = 256;

    public LimitPolicy {
        if (requests != null && (requests < 1 || requests > MOST_REQUESTS)) {
            throw new IllegalArgumentException("requests: " + requests + " (expected: 1 to " + MOST_REQUESTS + ")");
        }
        if (connections < 1 || connections > MOST_CONNECTIONS) {
            throw new IllegalArgumentException(
                    "connections: " + connections + " (expected: 1 to " + MOST_CONNECTIONS + ")");
        }
    }

    /** The default for calls, and 256 connections. */
    public static LimitPolicy defaults() {
        return new LimitPolicy(null, DEFAULT_CONNECTIONS);
    }

    public LimitPolicy withRequests(@Nullable Integer newRequests) {
        return new LimitPolicy(newRequests, connections);
    }

    public LimitPolicy withConnections(int newConnections) {
        return new LimitPolicy(requests, newConnections);
    }
}
