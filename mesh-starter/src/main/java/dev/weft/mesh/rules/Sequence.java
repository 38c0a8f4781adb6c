package dev.weft.mesh.rules;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Points between 0 and 1, spread evenly at every moment.
 *
 * <p>Idea: not draws but a sequence of low discrepancy, multiples of an irrational number modulo 1: of any n points in a row
 * an interval gets its share to within a few, where draws would stray by the square root of n. Sequences with the same
 * step go in lock-step; those with the roots of different square-free numbers meet each other as often as draws would. One
 * wait-free addition a point. Thread-safe.
 */
final class Sequence {

    private final AtomicLong position;
    private final long step;

    /**
     * @param start where to begin, so that the clients of a service don't go through it in step
     * @param root the number whose square root is the step; square-free
     */
    Sequence(long start, int root) {
        this.position = new AtomicLong(start);
        double fraction = Math.sqrt(root) % 1;
        this.step = (long) (fraction * 0x1.0p62) << 2 | 1;
    }

    /** The next point: at least 0 and less than 1. */
    double next() {
        return point(position.getAndAdd(step));
    }

    /** What {@link #next} would return now. */
    double peek() {
        return point(position.get());
    }

    private static double point(long at) {
        return (at >>> 11) * 0x1.0p-53;
    }
}
