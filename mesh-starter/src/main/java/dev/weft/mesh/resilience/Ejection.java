package dev.weft.mesh.resilience;

/**
 * An endpoint's time out of the balancer.
 *
 * @param reason why
 * @param sinceNanos when it began
 * @param untilNanos when it ends, for one request that probes the endpoint
 * @param failedProbes how many probes have failed since it began, and how often it was ejected again soon after a check had
 *     found it well; each doubles the penalty
 * @param probing whether a probe is under way, so that nobody else may try
 */
public record Ejection(Reason reason, long sinceNanos, long untilNanos, int failedProbes, boolean probing) {

    /** A request that must not be repeated probes a failed endpoint only when no other request has for so long. */
    private static final long GRACE_NANOS = 10_000_000_000L;

    /**
     * From when on a request may probe the endpoint. One that only asked to be left alone has not failed: any request will
     * do.
     *
     * @param repeatable whether the request can be sent elsewhere if the probe fails
     */
    public long dueNanos(boolean repeatable) {
        return repeatable || reason == Reason.RETRY_AFTER ? untilNanos : untilNanos + GRACE_NANOS;
    }

    /** Whether such a request may be sent as a probe at this moment. */
    public boolean isDue(boolean repeatable, long nanos) {
        return !probing && nanos - dueNanos(repeatable) >= 0;
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
        CUT_OFF("can't reach what it calls, as its peers can"),
        HEALTH_CHECK("health checks failed in a row"),
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
