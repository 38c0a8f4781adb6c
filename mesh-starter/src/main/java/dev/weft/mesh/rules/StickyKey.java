package dev.weft.mesh.rules;

import dev.weft.mesh.balance.Hash;

/**
 * Gives a key its side of a split.
 *
 * <p>Idea: weighted rendezvous hashing. Each side draws, from the key and its own name, a number that grows with its weight,
 * and the highest wins. So a side whose weight grows gains keys from the others and loses none; and nobody else's keys
 * move between them. Cost: one logarithm a side. (Schindelhauer and Schomaker, Weighted Distributed Hash Tables, 2005.)
 */
final class StickyKey {

    private StickyKey() {}

    /** The side of the key: an index into the weights. */
    static int side(String key, double[] weights, long[] seeds) {
        long hash = Hash.of(key);
        int best = 0;
        double highest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < weights.length; i++) {
            if (weights[i] > 0) {
                double unit = ((Hash.mix(hash ^ seeds[i]) >>> 11) + 0.5) * 0x1.0p-53;
                double score = -weights[i] / Math.log(unit);
                if (score > highest) {
                    highest = score;
                    best = i;
                }
            }
        }
        return best;
    }
}
