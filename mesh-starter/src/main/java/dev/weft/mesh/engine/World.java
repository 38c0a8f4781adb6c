package dev.weft.mesh.engine;

import dev.weft.mesh.balance.Pool;
import dev.weft.mesh.model.CallRequest;
import dev.weft.mesh.model.EndpointSet;
import dev.weft.mesh.model.Subset;
import dev.weft.mesh.resilience.Breaker;
import dev.weft.mesh.rules.Affinity;
import dev.weft.mesh.rules.CompiledRules;
import dev.weft.mesh.rules.DestinationKey;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Rules and endpoints of a service, as one call sees them from start to end: replaced whole.
 *
 * @param rules what is in force
 * @param endpoints what the directory said
 * @param legs by the number that the rules gave each destination, for calls to take as they are; null where it is another
 *     service
 * @param guests the parts that the rules of other services name
 * @param overridden the parts that requests have asked for themselves
 */
record World(
        CompiledRules rules,
        EndpointSet endpoints,
        List<@Nullable Leg> legs,
        Map<Subset, Target> guests,
        Map<Subset, Target> overridden) {

    /** The part that calls get by rules, this service's or another's; null if no rule names it. */
    @Nullable
    Target find(Subset subset) {
        DestinationKey key = new DestinationKey(null, subset);
        for (Leg leg : legs) {
            if (leg != null && leg.key().equals(key)) {
                return leg.target();
            }
        }
        return guests.get(subset);
    }

    /** What calls choose from by rules, this service's or another's. */
    List<Pool> pools() {
        return Stream.concat(targets(), guests.values().stream())
                .map(Target::pool)
                .toList();
    }

    /** Those of this service that the rules name. */
    Stream<Target> targets() {
        return legs.stream().flatMap(leg -> Stream.ofNullable(leg == null ? null : leg.target()));
    }

    /** A destination of the rules: the endpoints that it selects, its breaker, and what its requests stay by, if any. */
    record Target(Pool pool, Breaker breaker, @Nullable Affinity affinity) {

        /** The hash of the request's key, for {@link Pool#pick}. */
        int keyHash(CallRequest request) {
            return affinity == null ? Pool.NO_KEY : affinity.keyHash(request);
        }
    }
}
