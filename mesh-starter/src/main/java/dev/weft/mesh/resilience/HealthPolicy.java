package dev.weft.mesh.resilience;

import java.time.Duration;
import java.util.regex.Pattern;

/**
 * How endpoints are checked of which no request tells anything: an active check.
 *
 * @param path what is asked for, with a query if need be; an answer of 2xx says that the endpoint is well
 * @param interval from one check of an endpoint to the next, 1 s at least
 */
public record HealthPolicy(String path, Duration interval) {

    /** From one check to the next, unless the rules say otherwise. */
    public static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(10);

    /** So many checks that fail in a row eject. */
    public static final int MOST_FAILURES = 3;

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final int MOST_CHARACTERS = 1_024;
    private static final Pattern PATH = Pattern.compile("/[!-~&&[^#]]*");

    public HealthPolicy {
        if (path.length() > MOST_CHARACTERS || !PATH.matcher(path).matches()) {
            throw new IllegalArgumentException("path: \"" + shortened(path)
                    + "\" (expected: at most 1024 characters of ASCII without spaces, beginning with \"/\")");
        }
        if (interval.compareTo(SHORTEST) < 0 || interval.compareTo(Timeouts.LONGEST) > 0) {
            throw new IllegalArgumentException("interval: " + interval + " (expected: 0 for no checks, or " + SHORTEST
                    + " to " + Timeouts.LONGEST + ")");
        }
    }

    private static String shortened(String text) {
        return text.length() <= 100 ? text : text.substring(0, 100) + "...";
    }

    /** How long a check may take, connecting included. */
    public Duration timeout() {
        return interval.compareTo(LONGEST_WAIT) < 0 ? interval : LONGEST_WAIT;
    }

    @Override
    public String toString() {
        return path + " every " + interval.toMillis() + " ms";
    }
}
