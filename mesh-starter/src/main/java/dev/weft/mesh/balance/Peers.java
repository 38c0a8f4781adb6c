package dev.weft.mesh.balance;

import dev.weft.mesh.resilience.OutlierPolicy;
import java.util.Arrays;

/**
 * What the members of a pool are like, taken together: what one of them is held against. Looked at only when one fails,
 * and kept for a tenth of a second, so that a large pool in trouble does not spend its time on medians.
 */
record Peers(long takenNanos, long medianLatencyNanos, int medianSuccessPercent) {

    private static final long FRESH_NANOS = 100_000_000;

    static Peers of(EndpointState[] members, OutlierPolicy outliers, long nanos) {
        int[] rates = Arrays.stream(members)
                .mapToInt(member -> member.outlier().successPercent(outliers, nanos))
                .filter(rate -> rate >= 0)
                .sorted()
                .toArray();
        return new Peers(
                nanos,
                EndpointState.medianLatencyNanos(Arrays.asList(members)),
                // Of an even number the higher one in the middle: of two, the one that is well.
                rates.length == 0 ? 0 : rates[rates.length / 2]);
    }

    boolean isFresh(long nanos) {
        long age = nanos - takenNanos;
        return age >= 0 && age < FRESH_NANOS;
    }
}
