package dev.weft.mesh.rules;

import dev.weft.mesh.model.CallRequest;
import dev.weft.mesh.model.ServiceName;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A service's rules in the form that decides quickly: every destination that they name has a number, by which the engine
 * keeps what belongs to it. Immutable, but for the position in each split. Thread-safe.
 */
public final class CompiledRules {

    private final ServiceRules rules;
    private final List<DestinationKey> destinations;
    private final HostIndex index;
    private final Choice otherwise;

    private CompiledRules(ServiceRules rules, Compilation compiled) {
        this.rules = rules;
        this.index = new HostIndex(compiled.routes);
        boolean everything = rules.routes().isEmpty();
        if (everything) {
            compiled.number(DestinationKey.WHOLE);
        }
        this.destinations = List.copyOf(compiled.destinations);
        this.otherwise = new Choice(null, RequestMatch.ANY, null, everything ? 0 : Choice.NOWHERE, null, rules);
    }

    /**
     * Compiles the rules.
     *
     * @param self who will call by them: matches for other callers are left out
     * @param random chooses where the splits begin
     */
    public static CompiledRules of(ServiceRules rules, ServiceName self, RandomGenerator random) {
        return new CompiledRules(rules, new Compilation(rules, self, random));
    }

    public ServiceRules rules() {
        return rules;
    }

    /** Every destination that the rules name, by number. */
    public List<DestinationKey> destinations() {
        return destinations;
    }

    /** Where this request goes; with a destination of {@link Choice#NOWHERE} if there are routes and none takes it. */
    public Choice choose(CallRequest request) {
        CompiledRoute route = index.find(request);
        return route == null ? otherwise : route.choose(request);
    }

    /** Numbers what the routes name, and flattens them to their matches. */
    private static final class Compilation {

        private final List<DestinationKey> destinations = new ArrayList<>();
        private final List<CompiledRoute> routes = new ArrayList<>();

        Compilation(ServiceRules rules, ServiceName self, RandomGenerator random) {
            for (Route route : rules.routes()) {
                Fault fault = route.actions().fault();
                FaultPlan faults = fault == null ? null : new FaultPlan(fault, random);
                Split split = new Split(route.to(), route.sticky(), random.nextLong());
                List<RequestMatch> matches = route.matches().isEmpty() ? List.of(RequestMatch.ANY) : route.matches();
                for (RequestMatch match : matches) {
                    if (match.from().isEmpty() || match.from().contains(self)) {
                        routes.add(
                                new CompiledRoute(match, routes.size(), choices(route, match, faults, rules), split));
                    }
                }
            }
        }

        private Choice[] choices(Route route, RequestMatch match, @Nullable FaultPlan faults, ServiceRules rules) {
            if (route.to().isEmpty()) {
                return new Choice[] {new Choice(route, match, null, Choice.NOWHERE, faults, rules)};
            }
            return route.to().stream()
                    .map(target -> new Choice(route, match, target, number(target), faults, rules))
                    .toArray(Choice[]::new);
        }

        private int number(RouteTarget target) {
            return target.problem() != null
                    ? Choice.NOWHERE
                    : number(new DestinationKey(target.service(), target.subset()));
        }

        private int number(DestinationKey key) {
            int known = destinations.indexOf(key);
            if (known >= 0) {
                return known;
            }
            destinations.add(key);
            return destinations.size() - 1;
        }
    }
}
