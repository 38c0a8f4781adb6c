package dev.weft.mesh.resilience;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long a call may take.
 *
 * @param total the whole call to the end of its response, retries and pauses included; null: see head and idle; zero: no
 *     limit
 * @param attempt from sending an attempt to its response's head; null: what is left, shared among the attempts left; zero:
 *     no limit
 * @param connect to establish a connection; more than zero
 * @param head where total is null: the whole call to its response's head, more than zero
 * @param idle where total is null: the longest silence within a response's body, more than zero
 */
public record Timeouts(
        @Nullable Duration total, @Nullable Duration attempt, Duration connect, Duration head, Duration idle) {

    /** No time in a rule may be longer: who wants no limit says 0, and nanoseconds must not overflow. */
    public static final Duration LONGEST = Duration.ofDays(365);

    public Timeouts {
        requireNotNegative("timeout", total);
        requireNotNegative("attempt-timeout", attempt);
        requirePositive("connect-timeout", connect);
        requirePositive("head-timeout", head);
        requirePositive("idle-timeout", idle);
        if (total != null && !total.isZero() && attempt != null && attempt.compareTo(total) > 0) {
            throw new IllegalArgumentException("timeout: " + total + " is shorter than attempt-timeout: " + attempt
                    + " (expected: a timeout of at least the attempt's)");
        }
    }

    /** 15 s to the head, 60 s of silence, 1 s to connect. */
    public static Timeouts defaults() {
        return new Timeouts(null, null, Duration.ofSeconds(1), Duration.ofSeconds(15), Duration.ofSeconds(60));
    }

    public Timeouts withTotal(@Nullable Duration newTotal) {
        return new Timeouts(newTotal, attempt, connect, head, idle);
    }

    public Timeouts withAttempt(@Nullable Duration newAttempt) {
        return new Timeouts(total, newAttempt, connect, head, idle);
    }

    private static void requireNotNegative(String name, @Nullable Duration value) {
        if (value != null && (value.isNegative() || value.compareTo(LONGEST) > 0)) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: 0 to " + LONGEST + ")");
        }
    }

    private static void requirePositive(String name, Duration value) {
        if (value.isNegative() || value.isZero() || value.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    name + ": " + value + " (expected: more than 0, at most " + LONGEST + ")");
        }
    }
}
