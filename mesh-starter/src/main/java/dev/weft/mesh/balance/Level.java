package dev.weft.mesh.balance;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The endpoints of one failover priority that may be chosen now, in all and by zone. Immutable. */
final class Level {

    private final EndpointState[] usable;
    private final @Nullable ZonePlan plan;
    private final EndpointState[][] byZone;

    private Level(EndpointState[] usable, @Nullable ZonePlan plan, EndpointState[][] byZone) {
        this.usable = usable;
        this.plan = plan;
        this.byZone = byZone;
    }

    /** A level in which zones don't matter. */
    static Level of(List<EndpointState> usable) {
        return new Level(usable.toArray(EndpointState[]::new), null, new EndpointState[0][]);
    }

    /** A level whose zones matter if there is enough of it and the client's zone is known. */
    static Level of(List<EndpointState> usable, Locality locality, BalancePolicy policy) {
        String zone = locality.zone();
        if (zone == null || policy.zoneAwareFrom() == 0 || usable.size() < policy.zoneAwareFrom()) {
            return of(usable);
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
            return of(usable);
        }
        String[] names = plan.zones();
        EndpointState[][] byZone = new EndpointState[names.length][];
        for (int i = 0; i < names.length; i++) {
            byZone[i] = zones.getOrDefault(names[i], List.of()).toArray(EndpointState[]::new);
        }
        return new Level(usable.toArray(EndpointState[]::new), plan, byZone);
    }

    EndpointState[] all() {
        return usable;
    }

    /** The endpoints among which this request is balanced. */
    EndpointState[] candidates(RandomGenerator random) {
        return plan == null ? usable : byZone[plan.draw(random.nextDouble())];
    }
}
