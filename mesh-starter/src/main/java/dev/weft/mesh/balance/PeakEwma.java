package dev.weft.mesh.balance;

import java.util.concurrent.atomic.AtomicLong;

/**
 * An endpoint's latency: a moving average that jumps up to a peak at once and comes down slowly.
 *
 * <p>Idea: a sample above the average replaces it; one below moves it by {@code 1 - exp(-age / tau)}, where age is the
 * time since the last sample; without samples the average decays toward zero, so that an endpoint that once was slow is
 * tried again. One long holds the average (as a float, 24 bits of precision) and the time of its last sample
 * (milliseconds modulo 2^32), so that an update is one compare-and-set. From Finagle's P2CPeakEwma. Thread-safe.
 */
final class PeakEwma {

    private static final double TAU_MILLIS = 10_000;

    private final AtomicLong state;

    PeakEwma(long startNanos, long nanos) {
        state = new AtomicLong(pack(startNanos, millis(nanos)));
    }

    /** Forgets the average, which was only assumed: this is the first sample. */
    void begin(long latencyNanos, long nanos) {
        state.set(pack(latencyNanos, millis(nanos)));
    }

    void observe(long latencyNanos, long nanos) {
        int now = millis(nanos);
        long was;
        long is;
        do {
            was = state.get();
            double average = average(was);
            double weight = decay(now - stamp(was));
            double next =
                    latencyNanos >= average * weight ? latencyNanos : average * weight + latencyNanos * (1 - weight);
            is = pack((float) next, now);
        } while (!state.compareAndSet(was, is));
    }

    /** The average, decayed to this moment. */
    double nanos(long nanos) {
        long now = state.get();
        return average(now) * decay(millis(nanos) - stamp(now));
    }

    private static double decay(int ageMillis) {
        // Ages below zero are threads that read their clock before another's update.
        return ageMillis <= 0 ? 1 : Math.exp(-ageMillis / TAU_MILLIS);
    }

    private static int millis(long nanos) {
        return (int) (nanos / 1_000_000);
    }

    private static long pack(float average, int millis) {
        return (long) Float.floatToRawIntBits(average) << 32 | millis & 0xFFFF_FFFFL;
    }

    private static float average(long packed) {
        return Float.intBitsToFloat((int) (packed >>> 32));
    }

    private static int stamp(long packed) {
        return (int) packed;
    }
}
