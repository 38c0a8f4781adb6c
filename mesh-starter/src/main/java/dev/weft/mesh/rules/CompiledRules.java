package dev.weft.mesh.rules;

import dev.weft.mesh.model.CallRequest;
import dev.weft.mesh.model.ServiceName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A service's rules in the form that decides quickly: every destination that they name has a number, by which the engine
 * keeps what belongs to it. Immutable, but for the position in each split. Thread-safe.
 */
public final class CompiledRules {

    private static final int ANY_PORT = 0;
    private static final int HTTP_PORT = 80;

    private final ServiceRules rules;
    private final ServiceName self;
    private final List<DestinationKey> destinations;
    private final HostIndex index;
    private final Set<Integer> ports;
    private final Choice nowhere;
    private final Choice whole;

    // Of each route what has a position of its own.
    private final Map<Route, Plans> plans;

    /** What moves on with each request that a route takes. */
    private record Plans(
            Split split,
            @Nullable FaultPlan faults,
            @Nullable MirrorPlan mirrors) {

        static Plans of(Route route, RandomGenerator random) {
            Fault fault = route.actions().fault();
            List<Mirror> copied = route.actions().mirrors();
            return new Plans(
                    new Split(route.to(), route.sticky(), random),
                    fault == null ? null : new FaultPlan(fault, random),
                    copied.isEmpty() ? null : new MirrorPlan(copied, random));
        }
    }

    private CompiledRules(ServiceRules rules, ServiceName self, Compilation compiled) {
        this.rules = rules;
        this.self = self;
        this.index = new HostIndex(compiled.routes);
        this.ports =
                compiled.routes.stream().map(route -> route.match().port()).collect(Collectors.toUnmodifiableSet());
        int all = ports.contains(ANY_PORT) ? Choice.NOWHERE : compiled.number(DestinationKey.WHOLE);
        this.destinations = List.copyOf(compiled.destinations);
        this.plans = Map.copyOf(compiled.plans);
        this.nowhere = new Choice(null, RequestMatch.ANY, null, Choice.NOWHERE, null, null, rules);
        this.whole = new Choice(null, RequestMatch.ANY, null, all, null, null, rules);
    }

    /**
     * Compiles the rules.
     *
     * @param self who will call by them: matches for other callers are left out
     * @param random chooses where the splits begin
     */
    public static CompiledRules of(ServiceRules rules, ServiceName self, RandomGenerator random) {
        return new CompiledRules(rules, self, new Compilation(rules, self, Map.of(), random));
    }

    /** Compiles the rules that follow these: routes that have not changed go on where they are. */
    public CompiledRules next(ServiceRules changed, RandomGenerator random) {
        return new CompiledRules(changed, self, new Compilation(changed, self, plans, random));
    }

    public ServiceRules rules() {
        return rules;
    }

    /** Every destination that the rules name, by number. */
    public List<DestinationKey> destinations() {
        return destinations;
    }

    /**
     * Where this request goes: to all of the service's endpoints if this caller has no routes for its port; with a
     * destination of {@link Choice#NOWHERE} if there are some and none takes it.
     */
    public Choice choose(CallRequest request) {
        CompiledRoute route = index.find(request);
        return route != null ? route.choose(request) : unrouted(request);
    }

    /** What {@link #choose} would choose now, and why. Nothing changes by asking: no split moves on. */
    public RouteDecision explain(CallRequest request) {
        CompiledRoute route = index.find(request);
        RouteExplainer explainer = new RouteExplainer(request, self, route == null ? null : route.match());
        return route == null
                ? explainer.explain(rules.routes(), unrouted(request), "")
                : explainer.explain(rules.routes(), route.peek(request), route.why(request));
    }

    private Choice unrouted(CallRequest request) {
        boolean meant = !ports.isEmpty() && (ports.contains(ANY_PORT) || ports.contains(port(request)));
        return meant ? nowhere : whole;
    }

    /** The port that the caller's URL means. */
    static int port(CallRequest request) {
        return request.port() == 0 ? HTTP_PORT : request.port();
    }

    /** Numbers what the routes name, and flattens them to their matches. */
    private static final class Compilation {

        private final List<DestinationKey> destinations = new ArrayList<>();
        private final Map<DestinationKey, Integer> numbers = new HashMap<>();
        private final List<CompiledRoute> routes = new ArrayList<>();
        private final Map<Route, Plans> plans = new HashMap<>();

        Compilation(ServiceRules rules, ServiceName self, Map<Route, Plans> before, RandomGenerator random) {
            for (Route route : rules.routes()) {
                Plans its = before.get(route);
                Plans kept = its == null ? Plans.of(route, random) : its;
                plans.put(route, kept);
                for (RequestMatch match : route.matchesOrAny()) {
                    if (match.from().isEmpty() || match.from().contains(self)) {
                        Choice[] choices = choices(route, match, kept.faults(), kept.mirrors(), rules);
                        routes.add(new CompiledRoute(match, routes.size(), choices, kept.split()));
                    }
                }
            }
        }

        private Choice[] choices(
                Route route,
                RequestMatch match,
                @Nullable FaultPlan faults,
                @Nullable MirrorPlan mirrors,
                ServiceRules rules) {
            if (route.to().isEmpty()) {
                return new Choice[] {new Choice(route, match, null, Choice.NOWHERE, faults, mirrors, rules)};
            }
            return route.to().stream()
                    .map(target -> new Choice(route, match, target, number(target), faults, mirrors, rules))
                    .toArray(Choice[]::new);
        }

        private int number(RouteTarget target) {
            return target.problem() != null
                    ? Choice.NOWHERE
                    : number(new DestinationKey(target.service(), target.subset()));
        }

        private int number(DestinationKey key) {
            return numbers.computeIfAbsent(key, its -> {
                destinations.add(its);
                return destinations.size() - 1;
            });
        }
    }
}
