package dev.weft.mesh.control;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next try: any time up to a bound that doubles with each failure. So clients that lose their
 * registry together come back spread over the whole time (full jitter, as in Brooker's "Exponential backoff and jitter").
 *
 * @param first the bound after the first failure
 * @param most the highest bound
 */
record Backoff(Duration first, Duration most) {

    private static final int MOST_DOUBLINGS = 20;

    /**
     * The wait before the next try.
     *
     * @param failures in a row, at least 1
     */
    Duration wait(int failures, RandomGenerator random) {
        Duration bound = first.multipliedBy(1L << Math.min(failures - 1, MOST_DOUBLINGS));
        return upTo(bound.compareTo(most) < 0 ? bound : most, random);
    }

    /** Any time up to this. */
    static Duration upTo(Duration bound, RandomGenerator random) {
        return Duration.ofNanos(random.nextLong(bound.toNanos() + 1));
    }
}
