package dev.weft.mesh.rules;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Points between 0 and 1, spread evenly at every moment.
 *
 * <p>Idea: not draws but a sequence of low discrepancy, multiples of the golden ratio modulo 1: of any n points in a row an
 * interval gets its share to within a few, where draws would stray by the square root of n. One wait-free addition a
 * point. Thread-safe.
 */
final class Sequence {

    /** 2^64 divided by the golden ratio, made odd. */
    private static final long GOLDEN = 0x9E37_79B9_7F4A_7C15L;

    private final AtomicLong position;

    /**
     * @param start where to begin, so that the clients of a service don't go through it in step
     */
    Sequence(long start) {
        this.position = new AtomicLong(start);
    }

    /** The next point: at least 0 and less than 1. */
    double next() {
        return point(position.getAndAdd(GOLDEN));
    }

    /** What {@link #next} would return now. */
    double peek() {
        return point(position.get());
    }

    private static double point(long at) {
        return (at >>> 11) * 0x1.0p-53;
    }
}
