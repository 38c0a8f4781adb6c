package dev.weft.mesh.rules;

import java.time.Duration;

/**
 * Trouble made on purpose.
 *
 * @param delay how long requests are held up
 * @param delayed which share of them
 * @param status what requests are answered with
 * @param aborted which share of them
 */
public record Fault(Duration delay, Share delayed, int status, Share aborted) {

    private static final Duration LONGEST = Duration.ofMinutes(10);

    public Fault {
        if (delay.isNegative() || delay.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("delay: " + delay + " (expected: 0 to " + LONGEST + ")");
        }
        if (aborted.parts() > 0 && (status < 200 || status > 599)) {
            throw new IllegalArgumentException("status: " + status + " (expected: 200 to 599)");
        }
    }
}
