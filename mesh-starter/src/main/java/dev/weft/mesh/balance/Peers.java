package dev.weft.mesh.balance;

import dev.weft.mesh.resilience.Outlier;
import dev.weft.mesh.resilience.OutlierPolicy;
import java.util.Arrays;

/**
 * What the members of a pool are like, taken together: what one of them is held against. Looked at only when one fails,
 * and kept for a tenth of a second, so that a large pool in trouble does not spend its time on medians.
 *
 * @param wellMillisAgo since then at least half of those that have answered of late have answered well, and not failed since
 * @param turnNanos after so long, on average, this client asks the same member again; 0 if it has asked none of late
 */
record Peers(long takenNanos, long medianLatencyNanos, int medianSuccessPercent, int wellMillisAgo, long turnNanos) {

    private static final long WINDOW_NANOS = Outlier.WINDOW_SECONDS * 1_000_000_000L;

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
                rates.length == 0 ? 0 : rates[rates.length / 2],
                wellMillisAgo(members, nanos),
                turnNanos(members, nanos));
    }

    /** Whoever is held against them has failed and is among them: of two it is enough that the other one has not. */
    private static int wellMillisAgo(EndpointState[] members, long nanos) {
        int[] ages = Arrays.stream(members)
                .filter(member -> member.hasAnsweredOfLate(nanos))
                .mapToInt(member -> member.outlier().hasFailedLast() ? Integer.MAX_VALUE : member.heardMillisAgo(nanos))
                .sorted()
                .toArray();
        return ages.length == 0 ? Integer.MAX_VALUE : ages[(ages.length - 1) / 2];
    }

    /** Of those that were asked within the window: beyond an aperture, or in other zones, there are no turns. */
    private static long turnNanos(EndpointState[] members, long nanos) {
        long requests = 0;
        long time = 0;
        for (EndpointState member : members) {
            long its = member.outlier().requests(nanos);
            if (its > 0) {
                requests += its;
                time += Math.min(WINDOW_NANOS, member.knownNanos(nanos));
            }
        }
        return requests == 0 ? 0 : time / requests;
    }

    boolean isFresh(long nanos) {
        long age = nanos - takenNanos;
        return age >= 0 && age < FRESH_NANOS;
    }
}
