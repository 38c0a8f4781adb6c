package dev.weft.mesh.balance;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The endpoints of one failover priority that may be chosen now, in all and by zone. Immutable. */
final class Level {

    private static final EndpointState[][] NO_ZONES = {};

    private final EndpointState[] usable;
    private final boolean panic;
    private final @Nullable ZonePlan plan;
    private final EndpointState[][] byZone;

    private Level(EndpointState[] usable, boolean panic, @Nullable ZonePlan plan, EndpointState[][] byZone) {
        this.usable = usable;
        this.panic = panic;
        this.plan = plan;
        this.byZone = byZone;
    }

    /** A level of which so little is healthy that all of it is used; zones don't matter then. */
    static Level inPanic(List<EndpointState> all) {
        return new Level(all.toArray(EndpointState[]::new), true, null, NO_ZONES);
    }

    /** A level whose zones matter if there is enough of it and the client's zone is known. */
    static Level of(List<EndpointState> usable, Locality locality, BalancePolicy policy) {
        String zone = locality.zone();
        if (zone == null || policy.zoneAwareFrom() == 0 || usable.size() < policy.zoneAwareFrom()) {
            return withoutZones(usable);
        }
        Map<String, List<EndpointState>> zones = new TreeMap<>();
        for (EndpointState state : usable) {
            String its = state.endpoint().zone();
            zones.computeIfAbsent(its == null ? "" : its, any -> new ArrayList<>())
                    .add(state);
        }
        Map<String, Integer> sizes = new TreeMap<>();
        zones.forEach((name, members) -> sizes.put(name, members.size()));
        ZonePlan plan = ZonePlan.of(zone, locality.callers(), sizes);
        if (plan == null) {
            return withoutZones(usable);
        }
        String[] names = plan.zones();
        EndpointState[][] byZone = new EndpointState[names.length][];
        for (int i = 0; i < names.length; i++) {
            byZone[i] = zones.getOrDefault(names[i], List.of()).toArray(EndpointState[]::new);
        }
        return new Level(usable.toArray(EndpointState[]::new), false, plan, byZone);
    }

    private static Level withoutZones(List<EndpointState> usable) {
        return new Level(usable.toArray(EndpointState[]::new), false, null, NO_ZONES);
    }

    boolean isPanic() {
        return panic;
    }

    EndpointState[] all() {
        return usable;
    }

    /** The endpoints among which this request is balanced. */
    EndpointState[] candidates(RandomGenerator random) {
        return plan == null ? usable : byZone[plan.draw(random.nextDouble())];
    }
}
