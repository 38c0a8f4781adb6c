package dev.weft.mesh.rules;

/**
 * Gives a key its side of a split.
 *
 * <p>Idea: weighted rendezvous hashing. Each side draws, from the key and its own name, a number that grows with its weight,
 * and the highest wins. So a side whose weight grows gains keys from the others and loses none; and nobody else's keys
 * move between them. Cost: one logarithm a side. (Schindelhauer and Schomaker, Weighted Distributed Hash Tables, 2005.)
 */
final class StickyKey {

    private static final long FNV_OFFSET = 0xCBF2_9CE4_8422_2325L;
    private static final long FNV_PRIME = 0x100_0000_01B3L;

    private StickyKey() {}

    /** The side of the key: an index into the weights. */
    static int side(String key, double[] weights, long[] seeds) {
        long hash = hash(key);
        int best = 0;
        double highest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < weights.length; i++) {
            if (weights[i] > 0) {
                double unit = ((mix(hash ^ seeds[i]) >>> 11) + 0.5) * 0x1.0p-53;
                double score = -weights[i] / Math.log(unit);
                if (score > highest) {
                    highest = score;
                    best = i;
                }
            }
        }
        return best;
    }

    /** FNV-1a over the characters, mixed. */
    static long hash(String text) {
        long hash = FNV_OFFSET;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * FNV_PRIME;
        }
        return mix(hash);
    }

    /** The finaliser of SplitMix64. */
    private static long mix(long z) {
        long mixed = (z ^ z >>> 30) * 0xBF58_476D_1CE4_E5B9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94D0_49BB_1331_11EBL;
        return mixed ^ mixed >>> 31;
    }
}
