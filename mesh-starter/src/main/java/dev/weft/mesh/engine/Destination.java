package dev.weft.mesh.engine;

import dev.weft.mesh.balance.EndpointState;
import dev.weft.mesh.balance.Locality;
import dev.weft.mesh.balance.Pick;
import dev.weft.mesh.balance.Pool;
import dev.weft.mesh.balance.Preferences;
import dev.weft.mesh.extend.EndpointPolicy;
import dev.weft.mesh.extend.OutcomeClassifier;
import dev.weft.mesh.model.CallRequest;
import dev.weft.mesh.model.Endpoint;
import dev.weft.mesh.model.EndpointSet;
import dev.weft.mesh.model.ServiceName;
import dev.weft.mesh.model.Subset;
import dev.weft.mesh.resilience.Breaker;
import dev.weft.mesh.resilience.Bulkhead;
import dev.weft.mesh.resilience.HealthPolicy;
import dev.weft.mesh.resilience.RequestLimit;
import dev.weft.mesh.resilience.RetryBudget;
import dev.weft.mesh.rules.CompiledRules;
import dev.weft.mesh.rules.DestinationKey;
import dev.weft.mesh.rules.ServiceRules;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One service as one client sees it: its rules and endpoints in force, and what was learned of them. Thread-safe; calls
 * read one snapshot and never wait for a change.
 */
public final class Destination {

    private static final int MOST_OVERRIDES = 64;

    private final ServiceName service;
    private final EngineParts parts;
    private final Function<ServiceName, Destination> peers;
    private final @Nullable Absence absence;
    private final MeshMeters.OfService meters;
    private final @Nullable Preferences preferences;
    private final RequestLimit limit;
    private final RetryBudget budget = new RetryBudget();
    private final RecentCalls recent = new RecentCalls();
    private final Health health = new Health(this);
    private final AtomicLong epoch = new AtomicLong();

    // Guarded by this: touched when rules, endpoints or the locality change, never by a call.
    private final Map<Subset, Breaker> breakers = new HashMap<>();
    private final Set<Subset> guests = new LinkedHashSet<>();
    private final Set<Subset> overrides = new LinkedHashSet<>();
    private Map<Endpoint.Key, EndpointState> states = Map.of();
    private Locality locality = Locality.UNKNOWN;

    private volatile World world;

    Destination(ServiceName service, EngineParts parts, Function<ServiceName, Destination> peers, ServiceRules rules) {
        this(service, parts, peers, rules, parts.meters().service(service));
    }

    /** A destination that tells these meters alone, and of which nobody else knows. */
    Destination(
            ServiceName service,
            EngineParts parts,
            Function<ServiceName, Destination> peers,
            ServiceRules rules,
            MeshMeters.OfService meters) {
        this(service, parts, peers, rules, null, meters, parts.guards().bulkhead(service));
    }

    private Destination(
            ServiceName service,
            EngineParts parts,
            Function<ServiceName, Destination> peers,
            ServiceRules rules,
            @Nullable Absence absence,
            MeshMeters.OfService meters,
            Bulkhead bulkhead) {
        this.service = service;
        this.parts = parts;
        this.peers = peers;
        this.absence = absence;
        this.meters = meters;
        EndpointPolicy policy = parts.extensions().endpoints();
        this.preferences = policy == null ? null : new Preferences(service, policy);
        this.limit = new RequestLimit(bulkhead, rules.limits());
        this.world = new World(
                CompiledRules.of(rules, parts.self(), parts.random()),
                EndpointSet.empty(service),
                List.of(),
                Map.of(),
                Map.of());
        rebuild(world.rules(), world.endpoints());
        if (absence == null) {
            meters.inFlight(this::inFlight);
        }
    }

    /** A destination for a name to which every call fails, for this reason. */
    static Destination absent(ServiceName service, EngineParts parts, MeshMeters.OfService meters, Absence absence) {
        return new Destination(
                service,
                parts,
                other -> absent(other, parts, meters, absence),
                ServiceRules.defaults(),
                absence,
                meters,
                Bulkhead.NONE);
    }

    Call begin(CallRequest request, long nanos) {
        return new Call(this, world, request, nanos);
    }

    /**
     * Chooses an endpoint for somebody who sends a request without the engine, which will not learn what comes of it.
     *
     * @return the choice, or null if nothing is eligible
     */
    public @Nullable Endpoint choose(long nanos) {
        Leg leg = new Call(this, world, CallRequest.of(service, "GET", "/"), nanos).leg();
        if (leg.target() == null) {
            return null;
        }
        // An ejected endpoint is probed by calls of which the engine learns.
        Pick pick = leg.pool().pick(state -> state.outlier().ejection() != null, false, nanos, parts.random());
        return pick == null ? null : pick.chosen().endpoint();
    }

    /** Puts new rules in force, for calls that begin from now on. */
    public synchronized void rules(ServiceRules rules) {
        limit.change(rules.limits());
        rebuild(world.rules().next(rules, parts.random()), world.endpoints());
    }

    /** Puts a new set of endpoints in force; what was learned of those that stay is kept. */
    synchronized void endpoints(EndpointSet set, long nanos) {
        List<EndpointState> known = new ArrayList<>(states.values());
        long median = EndpointState.medianLatencyNanos(known);
        boolean othersServe = known.stream().anyMatch(state -> state.endpoint().status() == Endpoint.Status.UP);
        Map<Endpoint.Key, EndpointState> next = new LinkedHashMap<>();
        for (Endpoint endpoint : set.endpoints()) {
            EndpointState state = states.get(endpoint.key());
            if (state == null) {
                state = new EndpointState(endpoint, median, othersServe, meters.endpoint(endpoint), nanos);
            } else {
                describe(state, endpoint, othersServe, nanos);
            }
            next.put(endpoint.key(), state);
        }
        states = next;
        rebuild(world.rules(), set);
    }

    private static void describe(EndpointState state, Endpoint endpoint, boolean othersServe, long nanos) {
        boolean comesUp = state.endpoint().status() != Endpoint.Status.UP && endpoint.status() == Endpoint.Status.UP;
        state.describe(endpoint);
        if (comesUp && othersServe) {
            state.warmUp(nanos);
        }
    }

    synchronized void locality(Locality newLocality) {
        if (!locality.equals(newLocality)) {
            locality = newLocality;
            rebuild(world.rules(), world.endpoints());
        }
    }

    /** Another service as this client sees it, for rules that send calls there. */
    Destination peer(ServiceName other) {
        return peers.apply(other);
    }

    /** A part of this service, for calls that come by the rules of another one. */
    World.Target target(Subset subset) {
        World.Target known = world.guests().get(subset);
        return known != null ? known : welcome(subset);
    }

    /**
     * A part of this service, for requests that ask for it themselves; endpoints without a weight, which get nothing else,
     * included. Null if no endpoint belongs to it: what does not exist is not kept.
     */
    World.@Nullable Target overridden(Subset subset) {
        World now = world;
        World.Target known = now.overridden().get(subset);
        if (known != null || now.endpoints().endpoints().stream().noneMatch(subset::matches)) {
            return known;
        }
        return admit(subset);
    }

    /** The part of this service that calls get; nothing is kept. */
    synchronized World.Target peek(Subset subset) {
        World.Target known = world.find(subset);
        return known != null ? known : peek(subset, Destination::isEligible);
    }

    /** What {@link #overridden} would be; nothing is kept. */
    synchronized World.@Nullable Target peekOverridden(Subset subset) {
        World.Target known = world.overridden().get(subset);
        boolean any = world.endpoints().endpoints().stream().anyMatch(subset::matches);
        return known != null || !any ? known : peek(subset, Destination::isUp);
    }

    private World.Target peek(Subset subset, Predicate<Endpoint> eligible) {
        ServiceRules rules = world.rules().rules();
        Breaker breaker = breakers.getOrDefault(subset, Breaker.NONE);
        return new World.Target(pool(null, subset, rules, eligible), breaker, rules.affinity());
    }

    private synchronized World.@Nullable Target admit(Subset subset) {
        if (overrides.size() < MOST_OVERRIDES) {
            overrides.add(subset);
        }
        rebuild(world.rules(), world.endpoints());
        return world.overridden().get(subset);
    }

    private synchronized World.Target welcome(Subset subset) {
        guests.add(subset);
        rebuild(world.rules(), world.endpoints());
        return Objects.requireNonNull(world.guests().get(subset));
    }

    /** The parts to which rules of other services, or fallbacks, have led calls. */
    Set<Subset> guests() {
        return world.guests().keySet();
    }

    /** Keeps nothing for such parts any more; calls that are on their way to them go on. */
    synchronized void dismissGuests(Set<Subset> which) {
        if (guests.removeAll(which)) {
            rebuild(world.rules(), world.endpoints());
        }
    }

    /** The rules in force, as they hold for whoever calls. */
    CompiledRules rulesFor(ServiceName caller) {
        CompiledRules own = world.rules();
        return caller.equals(parts.self()) ? own : CompiledRules.of(own.rules(), caller, parts.random());
    }

    private synchronized void rebuild(CompiledRules rules, EndpointSet set) {
        List<@Nullable Leg> legs = new ArrayList<>();
        for (DestinationKey key : rules.destinations()) {
            legs.add(key.service() == null ? new Leg(key, this, target(key.subset(), rules.rules())) : null);
        }
        Map<Subset, World.Target> invited = new HashMap<>();
        guests.forEach(subset -> invited.put(subset, target(subset, rules.rules())));
        Map<Subset, World.Target> asked = new HashMap<>();
        overrides.removeIf(subset -> set.endpoints().stream().noneMatch(subset::matches));
        overrides.forEach(subset ->
                asked.put(subset, target(world.overridden().get(subset), subset, rules.rules(), Destination::isUp)));
        world = new World(rules, set, Collections.unmodifiableList(legs), Map.copyOf(invited), Map.copyOf(asked));
        forgetUnused();
    }

    /** Rules may name ever new parts, and whoever hands out breakers keeps each until it is told. */
    private void forgetUnused() {
        Set<Subset> unused = new HashSet<>(breakers.keySet());
        unused.remove(Subset.ALL);
        unused.removeAll(world.guests().keySet());
        unused.removeAll(world.overridden().keySet());
        for (DestinationKey key : world.rules().destinations()) {
            if (key.service() == null) {
                unused.remove(key.subset());
            }
        }
        if (!unused.isEmpty()) {
            breakers.keySet().removeAll(unused);
            parts.guards().forget(service, unused);
        }
    }

    private World.Target target(Subset subset, ServiceRules rules) {
        return target(world.find(subset), subset, rules, Destination::isEligible);
    }

    /** @param before what takes calls to this part now, or null */
    private World.Target target(
            World.@Nullable Target before, Subset subset, ServiceRules rules, Predicate<Endpoint> eligible) {
        Pool pool = pool(before == null ? null : before.pool(), subset, rules, eligible);
        return new World.Target(pool, breaker(subset), rules.affinity());
    }

    private Pool pool(@Nullable Pool before, Subset subset, ServiceRules rules, Predicate<Endpoint> eligible) {
        List<EndpointState> members = of(subset, eligible);
        List<EndpointState> down = of(subset, Destination::isDown);
        boolean keyed = rules.affinity() != null;
        return before == null
                ? new Pool(members, down, epoch, locality, rules.balance(), keyed, preferences)
                : before.next(members, down, locality, rules.balance(), keyed);
    }

    private List<EndpointState> of(Subset subset, Predicate<Endpoint> condition) {
        return states.values().stream()
                .filter(state -> condition.test(state.endpoint()) && subset.matches(state.endpoint()))
                .toList();
    }

    /** None for a name that does not exist: whoever hands out breakers keeps each for good. */
    private Breaker breaker(Subset subset) {
        return absence == null
                ? breakers.computeIfAbsent(subset, its -> parts.guards().breaker(service, its))
                : Breaker.NONE;
    }

    private static boolean isUp(Endpoint endpoint) {
        return endpoint.status() == Endpoint.Status.UP;
    }

    private static boolean isEligible(Endpoint endpoint) {
        return isUp(endpoint) && endpoint.weight() > 0;
    }

    private static boolean isDown(Endpoint endpoint) {
        return endpoint.status() == Endpoint.Status.DOWN && endpoint.weight() > 0;
    }

    void callEnded(Call call) {
        recent.add(call);
        meters.callEnded(call);
    }

    /** Nobody calls the service any more; what still goes on goes on. */
    synchronized void forget() {
        meters.forget();
        parts.guards().forget(service, breakers.keySet());
    }

    public ServiceName service() {
        return service;
    }

    /** The rules in force. */
    public ServiceRules rules() {
        return world.rules().rules();
    }

    /** The endpoints in force, those that are not up included. */
    public EndpointSet endpoints() {
        return world.endpoints();
    }

    /** What was learned of each endpoint. */
    public synchronized List<EndpointState> states() {
        return List.copyOf(states.values());
    }

    /** The destinations that the rules name, with the state of each one's breaker. */
    public Map<String, String> breakerStates() {
        World now = world;
        Map<String, String> states = new LinkedHashMap<>();
        for (Leg leg : now.legs()) {
            if (leg != null) {
                states.put(leg.key().toString(), leg.breaker().state());
            }
        }
        now.guests()
                .forEach((subset, target) ->
                        states.putIfAbsent(subset.toString(), target.breaker().state()));
        return states;
    }

    /** What calls that begin now see. */
    World world() {
        return world;
    }

    /** A probe of an endpoint has begun or ended: what may be chosen has changed. */
    void ejectionsChanged() {
        epoch.incrementAndGet();
    }

    /** Whether checks find out if an ejected endpoint is well again, and not requests. */
    boolean isChecked() {
        return healthPolicy() != null;
    }

    /** How its endpoints are checked, or null; those of a host outside the mesh are not. */
    @Nullable
    HealthPolicy healthPolicy() {
        return service.isOutside() ? null : world.rules().rules().health();
    }

    /** Whether some destination has so few healthy endpoints that all are used. */
    public boolean isPanic() {
        return world.targets().anyMatch(target -> target.pool().isPanic());
    }

    /** How many retries the budget would allow now. */
    public long retriesAvailable(long nanos) {
        return budget.available(rules().budget(), nanos);
    }

    /** How many attempts are under way. */
    public int inFlight() {
        return states().stream().mapToInt(EndpointState::inFlight).sum();
    }

    /** The last hundred calls, the newest first. */
    public List<CallTrace> recentCalls() {
        return recent.traces();
    }

    /** Whether no source has named an endpoint: the service may not exist at all. */
    boolean hasNothing() {
        return world.endpoints().endpoints().isEmpty();
    }

    /** Whether nobody has said yet which services there are. */
    boolean isUntold() {
        return !parts.directory().answered();
    }

    /** Why there is nothing to call, whatever the rules say; null if there may be something. */
    @Nullable
    Absence absence() {
        return absence;
    }

    /** The limit on calls under way. */
    public RequestLimit limit() {
        return limit;
    }

    RetryBudget budget() {
        return budget;
    }

    Health health() {
        return health;
    }

    MeshMeters.OfService meters() {
        return meters;
    }

    /** What the application says of outcomes, or null. */
    @Nullable
    OutcomeClassifier outcomes() {
        return parts.extensions().outcomes();
    }

    RandomGenerator random() {
        return parts.random();
    }
}
