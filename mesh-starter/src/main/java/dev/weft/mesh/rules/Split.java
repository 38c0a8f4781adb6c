package dev.weft.mesh.rules;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Divides requests among destinations by weight.
 *
 * <p>Idea: not a draw but a sequence of low discrepancy, multiples of the golden ratio modulo 1: after any n requests each
 * destination has had its share to within a few requests, where draws would stray by the square root of n. One wait-free
 * addition a request. Thread-safe.
 */
final class Split {

    /** 2^64 divided by the golden ratio, made odd. */
    private static final long GOLDEN = 0x9E37_79B9_7F4A_7C15L;

    private final AtomicLong position;
    private final int[] destinations;
    private final double[] upTo;

    /**
     * @param to the shares
     * @param destinations for each of them, what {@link #next} answers
     * @param start where in the sequence to begin, so that the clients of a service don't go through it in step
     */
    Split(List<WeightedSubset> to, int[] destinations, long start) {
        this.position = new AtomicLong(start);
        this.destinations = destinations.clone();
        this.upTo = new double[destinations.length];
        double total = to.stream().mapToLong(WeightedSubset::weight).sum();
        long sum = 0;
        for (int i = 0; i < upTo.length; i++) {
            sum += to.get(i).weight();
            upTo[i] = sum / total;
        }
    }

    /** The destination of the next request. */
    int next() {
        if (destinations.length == 1) {
            return destinations[0];
        }
        double point = (position.getAndAdd(GOLDEN) >>> 11) * 0x1.0p-53;
        int i = 0;
        while (i < upTo.length - 1 && point >= upTo[i]) {
            i++;
        }
        return destinations[i];
    }
}
