package dev.weft.mesh.rules;

import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/**
 * Points between 0 and 1, spread evenly at every moment.
 *
 * <p>Idea: not draws but a sequence of low discrepancy, multiples of an irrational number modulo 1: of any n points in a row
 * an interval gets its share to within a few, where draws would stray by the square root of n. Sequences with the same
 * step would go in lock-step, so that who is sent to one side here is sent to one side there; so each has a step of its own,
 * drawn by its continued fraction: the smaller the terms, the more even the points. One wait-free addition a point.
 * Thread-safe. (Kuipers and Niederreiter, Uniform Distribution of Sequences, 1974, chapter 2.3.)
 */
final class Sequence {

    /** The largest term: few enough for even points, and enough for steps that differ. */
    private static final int MOST = 4;

    /** So many terms decide about all the digits that a step has. */
    private static final int TERMS = 40;

    private final AtomicLong position;
    private final long step;

    /** @param random chooses where to begin, and the step */
    Sequence(RandomGenerator random) {
        this.position = new AtomicLong(random.nextLong());
        double fraction = random.nextDouble();
        for (int i = 0; i < TERMS; i++) {
            fraction = 1 / (random.nextInt(1, MOST + 1) + fraction);
        }
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
