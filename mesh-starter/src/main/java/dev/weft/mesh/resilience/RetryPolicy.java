package dev.weft.mesh.resilience;

import dev.weft.mesh.model.CallRequest;
import dev.weft.mesh.model.Outcome;
import java.time.Duration;
import java.util.Set;

/**
 * Which failures are tried again, how often and how soon.
 *
 * @param attempts attempts in all, the first included, 1 to 10
 * @param statuses response statuses that are tried again, for requests that may be repeated
 * @param onReset whether a lost connection is tried again, for requests that may be repeated
 * @param onTimeout whether an attempt timeout is tried again, for requests that may be repeated
 * @param anyMethod whether POST and PATCH may be repeated as well
 * @param backoffBase scale of the pause before a retry, at least 0
 * @param backoffMax longest pause before a retry, at least the base
 */
public record RetryPolicy(
        int attempts,
        Set<Integer> statuses,
        boolean onReset,
        boolean onTimeout,
        boolean anyMethod,
        Duration backoffBase,
        Duration backoffMax) {

    /** The most attempts that a policy may ask for. */
    public static final int MAX_ATTEMPTS = 10;

    public RetryPolicy {
        if (attempts < 1 || attempts > MAX_ATTEMPTS) {
            throw new IllegalArgumentException(
                    "attempts: " + attempts + " (expected: 1 to " + MAX_ATTEMPTS + ", the first attempt included)");
        }
        for (int status : statuses) {
            if (status < 400 || status > 599) {
                throw new IllegalArgumentException("statuses: " + status + " (expected: 400 to 599)");
            }
        }
        if (backoffBase.isNegative()
                || backoffMax.compareTo(backoffBase) < 0
                || backoffMax.compareTo(Timeouts.LONGEST) > 0) {
            throw new IllegalArgumentException("backoff-base: " + backoffBase + " with backoff-max: " + backoffMax
                    + " (expected: a base of at least 0 and a maximum of at least the base and at most "
                    + Timeouts.LONGEST + ")");
        }
        statuses = Set.copyOf(statuses);
    }

    /** Three attempts; 502, 503, 504, resets and attempt timeouts, for what may be repeated; 25 to 250 ms. */
    public static RetryPolicy defaults() {
        return new RetryPolicy(
                3, Set.of(502, 503, 504), true, true, false, Duration.ofMillis(25), Duration.ofMillis(250));
    }

    public RetryPolicy withAttempts(int newAttempts) {
        return new RetryPolicy(newAttempts, statuses, onReset, onTimeout, anyMethod, backoffBase, backoffMax);
    }

    /** Whether an answer of this status is tried again, if the request may be repeated. */
    public boolean retries(int status) {
        return status >= 400 && statuses.contains(status);
    }

    /** Whether this end of an attempt is tried again, if the request may be repeated. */
    public boolean retries(Outcome outcome) {
        return switch (outcome) {
            case CONNECT_FAILED, CONNECT_TIMEOUT, CONNECTIONS_FULL, REFUSED -> true;
            case RESET -> onReset;
            case TIMEOUT -> onTimeout;
            case COMPLETED, TRUNCATED, BODY_TIMEOUT, CANCELLED, CALLER_FAILED -> false;
        };
    }

    /**
     * The longest pause before the n-th retry, in nanoseconds: the pause itself is drawn evenly from zero to here (full
     * jitter).
     *
     * @param retry 1 for the first retry
     */
    public long backoffBoundNanos(int retry) {
        long base = backoffBase.toNanos();
        long max = backoffMax.toNanos();
        long factor = (1L << retry) - 1;
        return base > max / factor ? max : base * factor;
    }

    /** Whether the request may be sent a second time although the first one may have reached the application. */
    public boolean mayRepeat(CallRequest request) {
        return request.replayable()
                && (isIdempotent(request.method())
                        || anyMethod
                        || request.headers().first("Idempotency-Key") != null);
    }

    /**
     * Whether an attempt may go to an endpoint that is likely to fail it: another one must be able to follow.
     *
     * @param made how many attempts were made before it
     */
    public boolean mayProbe(int made) {
        return onReset && onTimeout && made + 1 < attempts;
    }

    /** Whether RFC 9110 lets the method be repeated without asking. */
    public static boolean isIdempotent(String method) {
        return switch (method) {
            case "GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE" -> true;
            default -> false;
        };
    }
}
