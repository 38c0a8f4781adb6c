package dev.weft.mesh.rules;

import dev.weft.mesh.balance.Hash;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/**
 * Points between 0 and 1, spread evenly at every moment.
 *
 * <p>Idea: not draws but a sequence of low discrepancy, multiples of an irrational number modulo 1: of any n points in a row
 * an interval gets its share to within a few, where draws would stray by the square root of n. Two such sequences may go in
 * lock-step, so that who is sent to one side here is sent to one side there: always with the same step, and for long with
 * steps between which there is a simple relation. So each has a step of its own, drawn by its continued fraction, whose
 * terms are small since that makes even points; and every eight points in a row are shuffled, which leaves the points as
 * even as they are, and makes what two sequences have in common no more than draws would have. One wait-free addition and
 * a hash a point. Thread-safe. (Kuipers and Niederreiter, Uniform Distribution of Sequences, 1974, chapter 2.3.)
 */
final class Sequence {

    private static final int MOST_TERM = 3;

    /** So many terms decide about all the digits that a step has. */
    private static final int TERMS = 40;

    private static final int EIGHT = 8;

    private final AtomicLong position = new AtomicLong();
    private final long start;
    private final long step;
    private final long shuffle;

    /** @param random chooses where to begin, the step and how to shuffle */
    Sequence(RandomGenerator random) {
        this.start = random.nextLong();
        this.shuffle = random.nextLong();
        double fraction = random.nextDouble();
        for (int i = 0; i < TERMS; i++) {
            fraction = 1 / (random.nextInt(1, MOST_TERM + 1) + fraction);
        }
        this.step = (long) (fraction * 0x1.0p62) << 2 | 1;
    }

    /** The next point: at least 0 and less than 1. */
    double next() {
        return point(position.getAndIncrement());
    }

    /** What {@link #next} would return now. */
    double peek() {
        return point(position.get());
    }

    private double point(long number) {
        return (start + shuffled(number) * step >>> 11) * 0x1.0p-53;
    }

    /** Swaps halves of eight, then halves of each half, then neighbours, as the bits of a hash say. */
    private long shuffled(long number) {
        long bits = Hash.mix(shuffle + number / EIGHT);
        long place = number % EIGHT;
        place ^= (bits & 1) << 2;
        place ^= (bits >>> 1 + (place >>> 2) & 1) << 1;
        place ^= bits >>> 3 + (place >>> 1) & 1;
        return number - number % EIGHT + place;
    }
}
