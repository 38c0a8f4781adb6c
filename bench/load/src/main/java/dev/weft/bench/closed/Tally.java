package dev.weft.bench.closed;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** What one caller has seen. Confined to it until it is done. */
public final class Tally {

    private static final long LONGEST_NANOS = TimeUnit.MINUTES.toNanos(10);
    private static final int DIGITS = 3;

    private final Histogram latencies = histogram();
    private long failed;
    private @Nullable String why;

    static Histogram histogram() {
        return new Histogram(LONGEST_NANOS, DIGITS);
    }

    /** An answer was there, whole, after so long. */
    public void answered(long nanos) {
        latencies.recordValue(Math.min(nanos, LONGEST_NANOS));
    }

    /** There was none, or another one. */
    public void failed(String reason) {
        failed++;
        why = reason;
    }

    /** What all callers together have seen within so long, for which the process allocated so many bytes. */
    public static Outcome sum(List<Tally> tallies, long nanos, long allocated) {
        Histogram all = histogram();
        long failed = 0;
        String why = null;
        for (Tally tally : tallies) {
            all.add(tally.latencies);
            failed += tally.failed;
            why = tally.why == null ? why : tally.why;
        }
        return new Outcome(all.getTotalCount(), failed, nanos, allocated, Outcome.encoded(all), why);
    }
}
