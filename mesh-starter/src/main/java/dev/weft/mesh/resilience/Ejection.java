package dev.weft.mesh.resilience;

/**
 * An endpoint's time out of the balancer.
 *
 * @param reason why
 * @param sinceNanos when it began
 * @param untilNanos from when on one request may probe it
 * @param failedProbes how many probes have failed since it began; each doubles the penalty
 * @param probing whether a probe is under way, so that nobody else may try
 */
public record Ejection(Reason reason, long sinceNanos, long untilNanos, int failedProbes, boolean probing) {

    /** Whether a probe may be sent at this moment. */
    public boolean isDue(long nanos) {
        return !probing && nanos - untilNanos >= 0;
    }

    Ejection whileProbing() {
        return new Ejection(reason, sinceNanos, untilNanos, failedProbes, true);
    }

    Ejection until(long newUntilNanos, int newFailedProbes) {
        return new Ejection(reason, sinceNanos, newUntilNanos, newFailedProbes, false);
    }

    /** Why an endpoint was ejected. */
    public enum Reason {
        CONSECUTIVE_FAILURES("failures in a row"),
        SUCCESS_RATE("success rate far below its peers"),
        RETRY_AFTER("asked to be left alone (Retry-After)");

        private final String words;

        Reason(String words) {
            this.words = words;
        }

        /** For messages. */
        public String words() {
            return words;
        }
    }
}
