package dev.weft.mesh.balance;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gives each key its endpoint, and the others in an order of its own.
 *
 * <p>Idea: consistent hashing with bounded loads (Karger 1997; Mirrokni, Thorup and Zadimoghaddam 2016). Each endpoint has
 * {@value #POINTS} points on a ring, fewer in proportion to its weight; a key belongs to the first point from its own place
 * on. So without one of N endpoints only its own keys move, 1 in N. An endpoint that has more than {@value #BALANCE} times
 * the requests under way that its weight would have it get passes its keys on to the next on the ring, as Envoy's
 * {@code hash_balance_factor} of 150 does; so do those that are ejected or were tried. A hot key thus spreads over as many
 * endpoints as it needs.
 *
 * <p>Cost: a binary search and a few steps. The mean is a sum over all endpoints, kept for as many picks as a sixteenth of
 * them, and for {@value #FRESH_NANOS} ns: 16 reads a pick, and the mean is off by no more than a sixteenth of a request for
 * what these picks have added.
 *
 * <p>Members are all those that might be used; one that is ejected stays on the ring. Thread-safe.
 */
final class Ring {

    /** The points of the endpoint of the highest weight. At 100 the busiest of ten gets about a fifth more than its part. */
    private static final int POINTS = 100;

    /** So many points in all, or one an endpoint: 1 MiB. Beyond 1,310 endpoints each has fewer. */
    private static final int MOST_POINTS = 1 << 17;

    private static final float BALANCE = 1.5f;
    private static final int READS = 16;
    private static final long FRESH_NANOS = 10_000_000;

    /** A key that finds so many busy is no reason to look any further: it needs more endpoints than affinity is good for. */
    private static final int MOST_BUSY = 64;

    /** The lower bits of a point name its owner: no table beside the points to miss the cache in. */
    private static final int OWNER_BITS = 24;

    private static final long OWNER = (1L << OWNER_BITS) - 1;

    private final EndpointState[] members;
    private final int[] weights;
    private final long[] points;

    // What the bound was found from may be older by a race than it seems, by a few picks: no harm.
    private volatile long takenNanos;
    private float slotsPerWeight;
    private int picksLeft;

    Ring(List<EndpointState> members) {
        this.members = members.toArray(EndpointState[]::new);
        this.weights = members.stream().mapToInt(Ring::weight).toArray();
        this.points = points(this.members, weights);
    }

    /** The ring of these members: the one before if it is that, for a large one is dear to make and to have twice. */
    static Ring after(@Nullable Ring before, List<EndpointState> members) {
        return before != null && before.isOf(members) ? before : new Ring(members);
    }

    /** Whether it is what a new one would be. A state keeps its hash, but not its weight. */
    private boolean isOf(List<EndpointState> others) {
        if (others.size() != members.length) {
            return false;
        }
        for (int i = 0; i < members.length; i++) {
            if (others.get(i) != members[i] || weight(members[i]) != weights[i]) {
                return false;
            }
        }
        return true;
    }

    private static long[] points(EndpointState[] members, int[] weights) {
        int[] counts = new int[members.length];
        int heaviest = Arrays.stream(weights).max().orElse(1);
        double each = Math.min(POINTS, (double) MOST_POINTS / members.length) / heaviest;
        for (int i = 0; i < members.length; i++) {
            counts[i] = Math.max(1, (int) Math.round(each * weights[i]));
        }
        long[] points = new long[Arrays.stream(counts).sum()];
        int at = 0;
        for (int i = 0; i < members.length; i++) {
            long hash = Hash.of(members[i]);
            for (int j = 0; j < counts[i]; j++) {
                points[at++] = Hash.mix(hash + j) & ~OWNER | i;
            }
        }
        Arrays.sort(points);
        return points;
    }

    /** The same endpoints in the order of their hashes: all clients agree on it, and neighbours share no rack or name. */
    static EndpointState[] inOrder(EndpointState[] members) {
        long[] order = new long[members.length];
        for (int i = 0; i < members.length; i++) {
            order[i] = Hash.of(members[i]) & ~OWNER | i;
        }
        Arrays.sort(order);
        return Arrays.stream(order)
                .mapToObj(point -> members[(int) (point & OWNER)])
                .toArray(EndpointState[]::new);
    }

    /** At least 1: what has no weight and is here all the same is here for requests that ask for it. */
    private static int weight(EndpointState state) {
        return Math.max(1, state.endpoint().weight());
    }

    /** Whose the key is, whatever may be wrong with it. */
    EndpointState owner(int key) {
        return at(place(key), 0);
    }

    /**
     * The first one from the key's place on that is not ejected, not tried, not silent or leaving and not too busy; if all are
     * silent or leaving the first of them, and if all are busy, by a mean that is out of date.
     *
     * @param panic whether ejected and silent endpoints are used as well
     * @return null if nothing is left, or too much on the way is busy
     */
    @Nullable
    EndpointState pick(int key, boolean panic, Tried tried, boolean repeatable, long nanos) {
        return pick(key, panic, tried, slotsPerWeight(panic, nanos), repeatable, nanos);
    }

    /** What {@link #pick} would choose of those that were not tried; nothing is kept for later picks. */
    @Nullable
    EndpointState peek(int key, boolean panic, Tried tried, boolean repeatable, long nanos) {
        return pick(key, panic, tried, slots(panic), repeatable, nanos);
    }

    private @Nullable EndpointState pick(
            int key, boolean panic, Tried tried, float slots, boolean repeatable, long nanos) {
        EndpointState busy = null;
        boolean busyLast = false;
        int place = place(key);
        int found = 0;
        for (int i = 0; i < points.length; i++) {
            EndpointState next = at(place, i);
            if (!panic && next.outlier().ejection() != null || tried.includes(next)) {
                continue;
            }
            boolean free = next.inFlight() < Math.max(1, Math.ceil(slots * weight(next)));
            boolean last = !panic && next.comesLast(repeatable, nanos);
            if (free && !last) {
                return next;
            }
            if (busy == null || busyLast && !last) {
                busy = next;
                busyLast = last;
            }
            if (++found == MOST_BUSY) {
                // Where nobody answers it is as good as any.
                return busyLast ? busy : null;
            }
        }
        return busy;
    }

    private EndpointState at(int place, int steps) {
        int at = place + steps;
        return members[(int) (points[at < points.length ? at : at - points.length] & OWNER)];
    }

    private int place(int key) {
        int found = Arrays.binarySearch(points, (long) key << 32);
        int place = found < 0 ? -found - 1 : found;
        return place < points.length ? place : 0;
    }

    /** How many requests under way an endpoint may have for each unit of its weight, the one to come included. */
    private float slotsPerWeight(boolean panic, long nanos) {
        long age = nanos - takenNanos;
        if (picksLeft > 0 && age >= 0 && age < FRESH_NANOS) {
            picksLeft--;
            return slotsPerWeight;
        }
        float slots = slots(panic);
        if (members.length >= READS) {
            slotsPerWeight = slots;
            picksLeft = members.length / READS;
            takenNanos = nanos;
        }
        return slots;
    }

    private float slots(boolean panic) {
        long requests = 1;
        long weight = 0;
        for (EndpointState member : members) {
            if (panic || member.outlier().ejection() == null) {
                requests += member.inFlight();
                weight += weight(member);
            }
        }
        return BALANCE * requests / Math.max(1, weight);
    }
}
