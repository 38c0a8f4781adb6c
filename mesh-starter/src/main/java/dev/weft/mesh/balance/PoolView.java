package dev.weft.mesh.balance;

import dev.weft.mesh.resilience.Ejection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

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
    private final long probeAtNanos;

    private PoolView(
            long epoch, Level[] levels, double[] shares, boolean panic, EndpointState[] ejected, long probeAtNanos) {
        this.epoch = epoch;
        this.levels = levels;
        this.panic = panic;
        this.ejected = ejected;
        this.probeAtNanos = probeAtNanos;
        this.upTo = shares.clone();
        Arrays.parallelPrefix(upTo, Double::sum);
    }

    /** The view of these members after {@code epoch} ejections and re-admissions. */
    static PoolView of(EndpointState[] members, long epoch, Locality locality, BalancePolicy policy) {
        List<Tier> tiers = tiers(members);
        double[] healthy = tiers.stream().mapToDouble(Tier::healthyShare).toArray();
        double[] capacity = Failover.capacity(healthy);
        boolean suffices = Failover.suffices(capacity);
        Level[] levels = new Level[tiers.size()];
        boolean panic = false;
        for (int i = 0; i < levels.length; i++) {
            Tier tier = tiers.get(i);
            boolean here = !suffices && healthy[i] * 100 < policy.panicPercent();
            levels[i] = here ? Level.of(tier.all()) : Level.of(tier.healthy(), locality, policy);
            panic |= here;
        }
        EndpointState[] waiting = waiting(members);
        return new PoolView(
                epoch,
                levels,
                levels.length == 0 ? new double[0] : Failover.shares(capacity),
                panic,
                waiting,
                firstDue(waiting));
    }

    private static List<Tier> tiers(EndpointState[] members) {
        TreeMap<Integer, Tier> tiers = new TreeMap<>();
        for (EndpointState member : members) {
            Tier tier = tiers.computeIfAbsent(
                    member.endpoint().priority(), priority -> new Tier(new ArrayList<>(), new ArrayList<>()));
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
    private static long firstDue(EndpointState[] waiting) {
        long first = 0;
        boolean any = false;
        for (EndpointState member : waiting) {
            Ejection ejection = member.outlier().ejection();
            if (ejection != null && (!any || ejection.untilNanos() - first < 0)) {
                first = ejection.untilNanos();
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

    /** Whether some ejected endpoint may be probed; {@link #ejected} names those that might. */
    boolean isProbeDue(long nanos) {
        return ejected.length > 0 && nanos - probeAtNanos >= 0;
    }

    EndpointState[] ejected() {
        return ejected;
    }

    Level[] levels() {
        return levels;
    }

    /** The level that this request goes to; there must be one. */
    Level level(RandomGenerator random) {
        if (levels.length == 1) {
            return levels[0];
        }
        double chance = random.nextDouble();
        int i = 0;
        while (i < levels.length - 1 && chance >= upTo[i]) {
            i++;
        }
        return levels[i];
    }

    private record Tier(List<EndpointState> all, List<EndpointState> healthy) {
        double healthyShare() {
            return (double) healthy.size() / all.size();
        }
    }
}
