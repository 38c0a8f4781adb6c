package dev.weft.bench.load;

import org.jspecify.annotations.Nullable;

/**
 * What became of one request.
 *
 * @param n its number, from 0
 * @param dueNanos when it was due, on the monotonic clock
 * @param sentNanos when it was sent; later if the generator lags
 * @param endNanos when its answer was complete, or it failed
 * @param problem what was wrong, or null
 */
public record Sample(
        int n,
        long dueNanos,
        long sentNanos,
        long endNanos,
        @Nullable String problem) {

    /** From when the request was due, so that a late start counts as waiting. */
    public long latencyNanos() {
        return endNanos - dueNanos;
    }

    public boolean isGood() {
        return problem == null;
    }

    /** Whether it was under way at any moment between these two, be it for less than lies between them. */
    public boolean isUnderWayBetween(long from, long until) {
        return dueNanos - until <= 0 && endNanos - from >= 0;
    }
}
