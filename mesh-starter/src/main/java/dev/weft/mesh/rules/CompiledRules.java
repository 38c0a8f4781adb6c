package dev.weft.mesh.rules;

import dev.weft.mesh.model.CallRequest;
import dev.weft.mesh.model.Subset;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A service's rules in the form that decides quickly: every destination that they name has a number, by which the engine
 * keeps what belongs to it. Immutable, but for the position in each split. Thread-safe.
 */
public final class CompiledRules {

    private final ServiceRules rules;
    private final List<Subset> destinations;
    private final List<Split> splits;

    private CompiledRules(ServiceRules rules, List<Subset> destinations, List<Split> splits) {
        this.rules = rules;
        this.destinations = List.copyOf(destinations);
        this.splits = List.copyOf(splits);
    }

    /** Compiles the rules; {@code random} chooses where the splits begin. */
    public static CompiledRules of(ServiceRules rules, RandomGenerator random) {
        List<Subset> destinations = new ArrayList<>();
        List<Split> splits = new ArrayList<>();
        for (Route route : rules.routes()) {
            int[] numbers = route.to().stream()
                    .mapToInt(destination -> number(destination.subset(), destinations))
                    .toArray();
            splits.add(new Split(route.to(), numbers, random.nextLong()));
        }
        if (splits.isEmpty()) {
            destinations.add(Subset.ALL);
        }
        return new CompiledRules(rules, destinations, splits);
    }

    private static int number(Subset subset, List<Subset> destinations) {
        int known = destinations.indexOf(subset);
        if (known >= 0) {
            return known;
        }
        destinations.add(subset);
        return destinations.size() - 1;
    }

    public ServiceRules rules() {
        return rules;
    }

    /** Every destination that the rules name, by number. */
    public List<Subset> destinations() {
        return destinations;
    }

    /** The number of the destination that this request goes to. */
    public int route(CallRequest request) {
        return splits.isEmpty() ? 0 : splits.get(0).next();
    }
}
