package dev.weft.mesh.balance;

/**
 * How many attempts wait for an endpoint to answer, and how old they are on average: arithmetic on one word, which the
 * endpoint's state holds.
 *
 * <p>Idea: the word holds the count in its low 16 bits and the sum of the start times in the rest, in microseconds modulo
 * 2^48. Beginning adds a unit, ending subtracts the same one: one wait-free addition each, nothing to search for, and the
 * sum of ages ({@code count * now - sum}) is exact in modular arithmetic for as long as it fits 48 bits, four years of
 * waiting in all. At most 65,535 attempts at once.
 */
final class InFlight {

    private static final int COUNT_BITS = 16;
    private static final long COUNT_MASK = (1L << COUNT_BITS) - 1;

    private InFlight() {}

    /** What an attempt that starts now adds to the word, and takes from it at its end. */
    static long unit(long startNanos) {
        return (startNanos / 1_000) << COUNT_BITS | 1;
    }

    static int count(long state) {
        return (int) (state & COUNT_MASK);
    }

    /** The mean age of the attempts under way, or 0 if there are none. */
    static long meanAgeNanos(long state, long nanos) {
        long count = state & COUNT_MASK;
        if (count == 0) {
            return 0;
        }
        long ages = ((count * (nanos / 1_000)) << COUNT_BITS) - (state & ~COUNT_MASK);
        // Arithmetic shift: an attempt that began a moment after `nanos` was read has a small negative age.
        return Math.max(0, (ages >> COUNT_BITS) / count * 1_000);
    }
}
