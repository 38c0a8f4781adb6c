package dev.weft.mesh.balance;

/**
 * An endpoint's latency, as an average that jumps up to a peak at once and comes down slowly: arithmetic on one word, which
 * the endpoint's state holds.
 *
 * <p>Idea: a sample above the average replaces it; whatever comes below lets it decay toward zero by {@code exp(-age /
 * tau)}, as silence does, so that an endpoint that once was slow is tried again. (An average that is mixed with the
 * samples comes down the slower the nearer it gets, and among equals the one that is still a little above would be chosen
 * last for another minute: simulated.) The word holds the average (as a float, 24 bits of precision) and the time of its
 * last sample (milliseconds modulo 2^32), so that an update is one compare-and-set. After Finagle's P2CPeakEwma.
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
        double decayed = average(state) * decay(now - stamp(state));
        return pack((float) Math.max(latencyNanos, decayed), now);
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
