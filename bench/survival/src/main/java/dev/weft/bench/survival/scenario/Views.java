package dev.weft.bench.survival.scenario;

import dev.weft.bench.fleet.Instance;
import dev.weft.bench.survival.Tier;
import dev.weft.bench.survival.Town;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Who is there, as two registries have it, and those that call.
 *
 * @param fronts who calls
 * @param backs whom they call; changes as instances go and come
 */
record Views(Town town, List<Tier> fronts, List<Tier> backs) {

    /** Both registries know those that are there and nobody else, and so do the callers. */
    boolean agree() {
        return !disagree()
                && town.registries().stream()
                        .allMatch(registry -> town.members(registry)
                                .ids()
                                .equals(names(Stream.concat(fronts.stream(), backs.stream()))))
                && fronts.stream().allMatch(front -> known(front).equals(names(backs.stream())));
    }

    /** Whether the registries tell different things of anybody. */
    boolean disagree() {
        List<Instance> registries = town.registries();
        return !town.members(registries.get(0)).equals(town.members(registries.get(1)));
    }

    private static Set<String> names(Stream<Tier> tiers) {
        return tiers.map(Tier::name).collect(Collectors.toSet());
    }

    /** The ids of the endpoints that a caller has. */
    private static Set<String> known(Tier front) {
        return StreamSupport.stream(front.endpoints(Town.BACK).spliterator(), false)
                .map(endpoint -> endpoint.path("id").asText())
                .collect(Collectors.toSet());
    }
}
