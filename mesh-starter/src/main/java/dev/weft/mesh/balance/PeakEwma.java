package dev.weft.mesh.balance;

/**
 * An endpoint's latency, as an average that jumps up to a peak at once and comes down slowly: arithmetic on one word, which
 * the endpoint's state holds.
 *
 * <p>Idea: a sample above the average replaces it; one below moves it by {@code 1 - exp(-age / tau)}, where age is the
 * time since the last sample; without samples the average decays toward zero, so that an endpoint that once was slow is
 * tried again. The word holds the average (as a float, 24 bits of precision) and the time of its last sample (milliseconds
 * modulo 2^32), so that an update is one compare-and-set. From Finagle's P2CPeakEwma.
 */
final class PeakEwma {

    private static final double TAU_MILLIS = 10_000;

    private PeakEwma() {}

    /** An average that begins with this one sample. */
    static long of(long latencyNanos, long nanos) {
        return pack(latencyNanos, millis(nanos));
    }

    /** The average with one more sample. */
    static long observe(long state, long latencyNanos, long nanos) {
        int now = millis(nanos);
        double weight = decay(now - stamp(state));
        double decayed = average(state) * weight;
        double next = latencyNanos >= decayed ? latencyNanos : decayed + latencyNanos * (1 - weight);
        return pack((float) next, now);
    }

    /** The average, decayed to this moment. */
    static double nanos(long state, long nanos) {
        return average(state) * decay(millis(nanos) - stamp(state));
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
