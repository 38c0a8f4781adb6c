package dev.weft.mesh.engine;

import dev.weft.mesh.balance.EndpointState;
import dev.weft.mesh.balance.Pool;
import dev.weft.mesh.model.CallRequest;
import dev.weft.mesh.model.Endpoint;
import dev.weft.mesh.model.ServiceName;
import dev.weft.mesh.model.Subset;
import dev.weft.mesh.resilience.Breaker;
import dev.weft.mesh.resilience.RetryPolicy;
import dev.weft.mesh.rules.Choice;
import dev.weft.mesh.rules.CompiledRules;
import dev.weft.mesh.rules.DestinationKey;
import dev.weft.mesh.rules.RouteDecision;
import dev.weft.mesh.rules.Trouble;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Goes the way of a {@link Call} by what it would read, and takes nothing on the way. */
final class Explainer {

    /** States in which a breaker lets nobody through, but for a few calls to try. */
    private static final Set<String> OPEN = Set.of("open", "forced_open");

    private final Destination origin;
    private final Function<ServiceName, Destination> peers;
    private final CallRequest request;
    private final long nanos;

    /**
     * @param origin the service that is called
     * @param peers finds the services that rules send calls to
     */
    Explainer(Destination origin, Function<ServiceName, Destination> peers, CallRequest request, long nanos) {
        this.origin = origin;
        this.peers = peers;
        this.request = request;
        this.nanos = nanos;
    }

    Explanation explain(ServiceName caller) {
        CompiledRules rules = origin.rulesFor(caller);
        RouteDecision decision = rules.explain(request);
        Choice choice = decision.choice();
        Leg leg = leg(rules, choice);
        Trouble trouble = choice.actions().redirect() == null ? choice.nextTrouble() : Trouble.NONE;
        Failure failure = failure(choice, leg);
        TimeLimit limit = new TimeLimit(choice.timeouts(), request, nanos);
        RetryPolicy retry = choice.retry();
        boolean repeatable = retry.mayRepeat(request);
        return new Explanation(
                origin.service(),
                decision,
                Words.destination(leg.key(), request.override() != null),
                choice.path(request),
                trouble,
                result(choice, trouble, failure),
                failure == null ? null : Words.after(failure.message(), trouble),
                new Explanation.Limits(
                        limit.leftNanos(nanos),
                        limit.headLeftNanos(nanos),
                        limit.attemptNanos(
                                repeatable && retry.onTimeout() ? retry.attempts() : 1, nanos + trouble.delayNanos()),
                        limit.connectNanos()),
                repeatable,
                leg.exists() ? backend(leg, repeatable && retry.mayProbe(0)) : null);
    }

    private Leg leg(CompiledRules rules, Choice choice) {
        Subset override = request.override();
        if (override != null) {
            return new Leg(new DestinationKey(null, override), origin, origin.peekOverridden(override));
        }
        if (choice.destination() == Choice.NOWHERE) {
            return new Leg(DestinationKey.WHOLE, origin, null);
        }
        DestinationKey key = rules.destinations().get(choice.destination());
        ServiceName other = key.service();
        Destination backend = other == null ? origin : peers.apply(other);
        return new Leg(key, backend, backend.peek(key.subset()));
    }

    /** In the order in which a call would find it out. */
    private @Nullable Failure failure(Choice choice, Leg leg) {
        Absence absence = origin.absence();
        if (absence != null) {
            return failure(absence.reason(), absence.words());
        }
        boolean overridden = request.override() != null;
        if (!leg.exists() && overridden) {
            return failure(Failure.Reason.NO_ENDPOINT, Words.noEndpoint(origin, leg.key(), true));
        }
        if (!leg.exists()) {
            return choice.route() == null
                    ? failure(Failure.Reason.NO_ROUTE, Words.noRoute(request.method(), request.path()))
                    : failure(Failure.Reason.NO_DESTINATION, Words.noDestination(choice, leg));
        }
        if (leg.backend().limit().free() <= 0) {
            return failure(Failure.Reason.LIMIT, Words.limit(leg.backend()));
        }
        if (OPEN.contains(leg.breaker().state())) {
            return failure(Failure.Reason.BREAKER_OPEN, Words.breakerOpen(leg.key()));
        }
        return leg.pool().outlook(Pool.NO_KEY, false, nanos).why() == null
                ? failure(Failure.Reason.NO_ENDPOINT, Words.noEndpoint(leg.backend(), leg.key(), overridden))
                : null;
    }

    private Failure failure(Failure.Reason reason, String words) {
        return new Failure(origin.service(), reason, origin.service() + ": " + words);
    }

    private String result(Choice choice, Trouble trouble, @Nullable Failure failure) {
        if (choice.actions().redirect() != null) {
            return Words.answered(choice.redirectStatus(), trouble);
        }
        if (trouble.status() != 0) {
            return Words.answered(trouble.status(), trouble);
        }
        return failure == null ? Explanation.SENT : Words.after(failure.reason().words(), trouble);
    }

    private Explanation.Backend backend(Leg leg, boolean mayProbe) {
        Destination backend = leg.backend();
        Breaker breaker = leg.breaker();
        return new Explanation.Backend(
                backend.service(),
                backend.endpoints().source(),
                breaker == Breaker.NONE ? "none yet" : breaker.state(),
                backend.limit().limit(),
                backend.limit().free(),
                backend.retriesAvailable(nanos),
                leg.pool().outlook(leg.keyHash(request), mayProbe, nanos),
                unused(backend, leg));
    }

    private static List<Explanation.Unused> unused(Destination backend, Leg leg) {
        Map<EndpointState, Boolean> members = new IdentityHashMap<>();
        leg.pool().members().forEach(member -> members.put(member, true));
        List<Explanation.Unused> unused = new ArrayList<>();
        for (EndpointState state : backend.states()) {
            if (!members.containsKey(state)) {
                unused.add(new Explanation.Unused(
                        state, why(state.endpoint(), leg.key().subset())));
            }
        }
        return unused;
    }

    private static String why(Endpoint endpoint, Subset subset) {
        if (!subset.matches(endpoint)) {
            return "not " + subset;
        }
        return endpoint.status() == Endpoint.Status.UP
                ? "weight 0: only requests that ask for it get there, by mesh-route"
                : "status " + endpoint.status();
    }
}
