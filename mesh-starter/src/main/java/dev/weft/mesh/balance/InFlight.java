package dev.weft.mesh.balance;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How many attempts wait for an endpoint to answer, and how old they are on average.
 *
 * <p>Idea: one long holds the count in its low 16 bits and the sum of the start times in the rest, in microseconds modulo
 * 2^48. Beginning adds, ending subtracts the same value: one wait-free addition each, nothing to search for, and the sum
 * of ages ({@code count * now - sum}) is exact in modular arithmetic for as long as it fits 48 bits, four years of
 * waiting in all. At most 65,535 attempts at once. Thread-safe.
 */
final class InFlight {

    private static final int COUNT_BITS = 16;
    private static final long COUNT_MASK = (1L << COUNT_BITS) - 1;

    private final AtomicLong state = new AtomicLong();

    void begin(long startNanos) {
        state.addAndGet(unit(startNanos));
    }

    /** Must be given the very value that {@link #begin} was given. */
    void end(long startNanos) {
        state.addAndGet(-unit(startNanos));
    }

    int count() {
        return (int) (state.get() & COUNT_MASK);
    }

    /** The mean age of the attempts under way, or 0 if there are none. */
    long meanAgeNanos(long nanos) {
        long now = state.get();
        long count = now & COUNT_MASK;
        if (count == 0) {
            return 0;
        }
        long ages = ((count * (nanos / 1_000)) << COUNT_BITS) - (now & ~COUNT_MASK);
        // Arithmetic shift: an attempt that began a moment after `nanos` was read has a small negative age.
        return Math.max(0, (ages >> COUNT_BITS) / count * 1_000);
    }

    private static long unit(long startNanos) {
        return (startNanos / 1_000) << COUNT_BITS | 1;
    }
}
