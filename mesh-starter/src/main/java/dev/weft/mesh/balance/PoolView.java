package dev.weft.mesh.balance;

import dev.weft.mesh.resilience.Ejection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What of a pool may be chosen at this moment: built anew after each ejection and re-admission, read by every pick.
 * Immutable.
 */
final class PoolView {

    private final long epoch;
    private final Level[] levels;
    private final double[] upTo;
    private final boolean panic;
    private final EndpointState[] ejected;
    private final long probeNanos;
    private final long lateProbeNanos;

    private PoolView(long epoch, Level[] levels, double[] shares, boolean panic, EndpointState[] ejected) {
        this.epoch = epoch;
        this.levels = levels;
        this.panic = panic;
        this.ejected = ejected;
        this.probeNanos = firstDue(ejected, true);
        this.lateProbeNanos = firstDue(ejected, false);
        this.upTo = new double[shares.length];
        double sum = 0;
        for (int i = 0; i < shares.length; i++) {
            sum += shares[i];
            upTo[i] = sum;
        }
    }

    /**
     * The view of these members after {@code epoch} ejections and re-admissions.
     *
     * @param down how many more each priority has that say of themselves that they are down
     * @param rings by priority; none where keys don't matter
     */
    static PoolView of(
            EndpointState[] members,
            Map<Integer, Integer> down,
            Map<Integer, Ring> rings,
            long epoch,
            Locality locality,
            BalancePolicy policy) {
        List<Tier> tiers = tiers(members, down, rings);
        double[] healthy = tiers.stream().mapToDouble(Tier::healthyShare).toArray();
        double[] capacity = Failover.capacity(healthy);
        boolean suffices = Failover.suffices(capacity);
        Level[] levels = new Level[tiers.size()];
        boolean panic = false;
        for (int i = 0; i < levels.length; i++) {
            Tier tier = tiers.get(i);
            levels[i] = !suffices && tier.isFew(policy.panicPercent())
                    ? Level.inPanic(tier.all(), tier.ring())
                    : Level.of(tier.all(), tier.ring(), locality, policy);
            panic |= levels[i].isPanic();
        }
        return new PoolView(
                epoch, levels, levels.length == 0 ? new double[0] : Failover.shares(capacity), panic, waiting(members));
    }

    private static List<Tier> tiers(EndpointState[] members, Map<Integer, Integer> down, Map<Integer, Ring> rings) {
        TreeMap<Integer, Tier> tiers = new TreeMap<>();
        for (EndpointState member : members) {
            Tier tier = tiers.computeIfAbsent(
                    member.endpoint().priority(),
                    priority -> new Tier(
                            new ArrayList<>(), new ArrayList<>(), down.getOrDefault(priority, 0), rings.get(priority)));
            tier.all().add(member);
            if (member.outlier().ejection() == null) {
                tier.healthy().add(member);
            }
        }
        return List.copyOf(tiers.values());
    }

    /** The ejected members that nobody probes yet. */
    private static EndpointState[] waiting(EndpointState[] members) {
        List<EndpointState> waiting = new ArrayList<>();
        for (EndpointState member : members) {
            Ejection ejection = member.outlier().ejection();
            if (ejection != null && !ejection.probing()) {
                waiting.add(member);
            }
        }
        return waiting.toArray(EndpointState[]::new);
    }

    /** When the first of them may be probed. Compared by difference: the clock may start anywhere, and wrap. */
    private static long firstDue(EndpointState[] waiting, boolean repeatable) {
        long first = 0;
        boolean any = false;
        for (EndpointState member : waiting) {
            Ejection ejection = member.outlier().ejection();
            if (ejection != null && (!any || ejection.dueNanos(repeatable) - first < 0)) {
                first = ejection.dueNanos(repeatable);
                any = true;
            }
        }
        return first;
    }

    long epoch() {
        return epoch;
    }

    boolean isPanic() {
        return panic;
    }

    /** Whether such a request may probe some ejected endpoint; {@link #ejected} names those that might be it. */
    boolean isProbeDue(boolean repeatable, long nanos) {
        return ejected.length > 0 && nanos - (repeatable ? probeNanos : lateProbeNanos) >= 0;
    }

    EndpointState[] ejected() {
        return ejected;
    }

    Level[] levels() {
        return levels;
    }

    /** The share of the requests that goes to the i-th of the {@link #levels}. */
    double share(int i) {
        return i == 0 ? upTo[0] : upTo[i] - upTo[i - 1];
    }

    /** The level that this request goes to; there must be one. */
    Level level(RandomGenerator random) {
        return levels.length == 1 ? levels[0] : level(random.nextDouble());
    }

    /** The level that a request with this key goes to, always the same while the shares are: a draw, but by the key. */
    Level level(int key) {
        // Mixed once more: the keys of a level must not be those of one side of its ring.
        return levels.length == 1 ? levels[0] : level((Hash.mix(key) >>> 11) * 0x1.0p-53);
    }

    private Level level(double chance) {
        int i = 0;
        while (i < levels.length - 1 && chance >= upTo[i]) {
            i++;
        }
        return levels[i];
    }

    /**
     * The endpoints of one priority.
     *
     * @param all those that might be used
     * @param healthy those of them that are not ejected
     * @param down how many there are that must not be used, since they say so themselves
     * @param ring what gives keys their endpoints, or null
     */
    private record Tier(
            List<EndpointState> all,
            List<EndpointState> healthy,
            int down,
            @Nullable Ring ring) {

        /** What failover goes by: an endpoint that is down is missing as much as one that was ejected. */
        double healthyShare() {
            return (double) healthy.size() / (all.size() + down);
        }

        /** What panic goes by: only ejections may be mistaken. */
        boolean isFew(int panicPercent) {
            return healthy.size() * 100L < (long) all.size() * panicPercent;
        }
    }
}
