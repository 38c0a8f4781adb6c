package dev.weft.mesh.resilience;

import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * When an endpoint is ejected, and for how long.
 *
 * @param failures what counts as a failure of the endpoint; none: nothing ejects it
 * @param consecutiveFailures so many failures in a row eject; 0 switches this off
 * @param minPenalty first ejection, more than zero; doubles with every probe that fails
 * @param maxPenalty longest ejection, at least the first
 * @param jitterPercent up to so much of the penalty is added at random, so that callers do not return together
 * @param minSuccessPercent below this success rate over ten seconds an endpoint is suspect; 0 switches this off
 * @param pointsBelowPeers a suspect is ejected when so many percentage points below the median of its peers
 * @param minRequests fewer requests in ten seconds say nothing of the success rate
 * @param maxEjectedPercent at most so much of what a request could use is ejected at once, rounded down
 */
public record OutlierPolicy(
        Set<FailureKind> failures,
        int consecutiveFailures,
        Duration minPenalty,
        Duration maxPenalty,
        int jitterPercent,
        int minSuccessPercent,
        int pointsBelowPeers,
        int minRequests,
        int maxEjectedPercent) {

    public OutlierPolicy {
        failures = Set.copyOf(failures);
        requireAtLeastZero("consecutive-failures", consecutiveFailures);
        requireAtLeastZero("min-requests", minRequests);
        requirePercent("jitter-percent", jitterPercent);
        requirePercent("min-success-percent", minSuccessPercent);
        requirePercent("points-below-peers", pointsBelowPeers);
        requirePercent("max-ejected-percent", maxEjectedPercent);
        if (minPenalty.isNegative()
                || minPenalty.isZero()
                || maxPenalty.compareTo(minPenalty) < 0
                || maxPenalty.compareTo(Timeouts.LONGEST) > 0) {
            throw new IllegalArgumentException("min-penalty: " + minPenalty + " with max-penalty: " + maxPenalty
                    + " (expected: more than 0, and a maximum of at least the minimum and at most " + Timeouts.LONGEST
                    + ")");
        }
    }

    /** Every kind of failure; five in a row, or below 80% and 20 points under the peers; 1 s to 60 s; at most half. */
    public static OutlierPolicy defaults() {
        return new OutlierPolicy(
                Set.of(FailureKind.values()), 5, Duration.ofSeconds(1), Duration.ofSeconds(60), 50, 80, 20, 10, 50);
    }

    /** Whether this counts as a failure of the endpoint. */
    public boolean isFailure(@Nullable FailureKind kind) {
        return kind != null && failures.contains(kind);
    }

    public OutlierPolicy withFailures(Set<FailureKind> newFailures) {
        return new OutlierPolicy(
                newFailures,
                consecutiveFailures,
                minPenalty,
                maxPenalty,
                jitterPercent,
                minSuccessPercent,
                pointsBelowPeers,
                minRequests,
                maxEjectedPercent);
    }

    public OutlierPolicy withPenalties(Duration newMin, Duration newMax) {
        return new OutlierPolicy(
                failures,
                consecutiveFailures,
                newMin,
                newMax,
                jitterPercent,
                minSuccessPercent,
                pointsBelowPeers,
                minRequests,
                maxEjectedPercent);
    }

    /** With a first penalty of no less than this, within the longest. */
    public OutlierPolicy withPenaltyOfAtLeast(long nanos) {
        long first = Math.min(nanos, maxPenalty.toNanos());
        return first <= minPenalty.toNanos() ? this : withPenalties(Duration.ofNanos(first), maxPenalty);
    }

    public OutlierPolicy withJitterPercent(int newJitterPercent) {
        return new OutlierPolicy(
                failures,
                consecutiveFailures,
                minPenalty,
                maxPenalty,
                newJitterPercent,
                minSuccessPercent,
                pointsBelowPeers,
                minRequests,
                maxEjectedPercent);
    }

    public OutlierPolicy withMaxEjectedPercent(int newMaxEjectedPercent) {
        return new OutlierPolicy(
                failures,
                consecutiveFailures,
                minPenalty,
                maxPenalty,
                jitterPercent,
                minSuccessPercent,
                pointsBelowPeers,
                minRequests,
                newMaxEjectedPercent);
    }

    /** The penalty of an endpoint that has failed so many probes, before jitter, in nanoseconds. */
    long penaltyNanos(int failedProbes) {
        long max = maxPenalty.toNanos();
        long penalty = minPenalty.toNanos();
        for (int i = 0; i < failedProbes && penalty < max; i++) {
            penalty *= 2;
        }
        return Math.min(penalty, max);
    }

    private static void requireAtLeastZero(String name, int value) {
        if (value < 0) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: at least 0)");
        }
    }

    private static void requirePercent(String name, int value) {
        if (value < 0 || value > 100) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: 0 to 100)");
        }
    }
}
