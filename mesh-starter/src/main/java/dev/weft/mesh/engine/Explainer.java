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
import dev.weft.mesh.rules.Fallback;
import dev.weft.mesh.rules.Route;
import dev.weft.mesh.rules.RouteDecision;
import dev.weft.mesh.rules.RouteTarget;
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
    private final boolean pending;
    private final CallRequest request;
    private final long nanos;

    /**
     * @param origin the service that is called
     * @param peers finds the services that rules send calls to
     * @param pending whether a caller would wait until something is known of the service
     */
    Explainer(
            Destination origin,
            Function<ServiceName, Destination> peers,
            boolean pending,
            CallRequest request,
            long nanos) {
        this.origin = origin;
        this.peers = peers;
        this.pending = pending;
        this.request = request;
        this.nanos = nanos;
    }

    Explanation explain(ServiceName caller) {
        CompiledRules rules = origin.rulesFor(caller);
        RouteDecision decision = rules.explain(request);
        Choice choice = decision.choice();
        Intervention intervention = Intervention.foretold(choice, request);
        Trouble trouble = intervention.trouble();
        TimeLimit limit = new TimeLimit(choice.timeouts(), request, nanos);
        long heldNanos = trouble.delayNanos() == 0 ? 0 : limit.pauseNanos(trouble.delayNanos(), nanos);
        Leg chosen = leg(rules, choice);
        Ending ending = ending(choice, intervention, chosen, limit, heldNanos);
        Leg leg = ending.leg();
        Failure failure = ending.failure();
        RetryPolicy retry = choice.retry();
        boolean repeatable = retry.mayRepeat(request);
        int attempts = repeatable && retry.onTimeout() ? retry.attempts() : 1;
        return new Explanation(
                origin.service(),
                decision,
                Words.destination(leg),
                choice.path(request),
                trouble,
                result(choice, trouble, ending),
                failure == null ? null : Words.after(failure.message(), trouble),
                ending.standIn(),
                new Explanation.Limits(
                        limit.leftNanos(nanos),
                        limit.headLeftNanos(nanos),
                        limit.attemptNanos(attempts, nanos + heldNanos),
                        limit.connectNanos()),
                repeatable,
                leg.exists() ? backend(leg, decision, leg.keyHash(request), repeatable && mayProbe(leg, retry)) : null);
    }

    /** Where there are health checks, these probe. */
    private static boolean mayProbe(Leg leg, RetryPolicy retry) {
        return !leg.backend().isChecked() && retry.mayProbe(0);
    }

    private Leg leg(CompiledRules rules, Choice choice) {
        Subset override = request.override();
        if (override != null) {
            return Leg.asked(override, origin, origin.peekOverridden(override));
        }
        if (choice.destination() == Choice.NOWHERE) {
            return new Leg(DestinationKey.WHOLE, origin, null);
        }
        return leg(rules.destinations().get(choice.destination()));
    }

    private Leg leg(DestinationKey key) {
        ServiceName other = key.service();
        Destination backend = other == null ? origin : peers.apply(other);
        return new Leg(key, backend, backend.peek(key.subset()));
    }

    /** In the order in which a call would find it out. */
    private Ending ending(Choice choice, Intervention intervention, Leg chosen, TimeLimit limit, long heldNanos) {
        if (intervention.redirect() != null || intervention.abort() != null) {
            return new Ending(chosen, null, null);
        }
        boolean late = limit.isOver(nanos + heldNanos);
        Failure failure = late
                ? failure(Failure.Reason.DEADLINE, Words.lateBeforeAnyAttempt(limit.givenNanos()))
                : failure(choice, chosen);
        if (failure == null) {
            return new Ending(chosen, null, null);
        }
        Fallback.To other = late ? null : intervention.standIn(failure.reason());
        if (other != null) {
            Leg leg = leg(other.key());
            return new Ending(leg, failure(choice, leg), standIn(failure, intervention, other));
        }
        boolean answered = intervention.answerInstead(failure.reason(), false) != null;
        Fallback fallback = choice.actions().fallback();
        return new Ending(
                chosen, failure, answered && fallback != null ? standIn(failure, intervention, fallback) : null);
    }

    private static Explanation.StandIn standIn(Failure failure, Intervention intervention, Fallback fallback) {
        String problem = Words.after(failure.message(), intervention.trouble());
        return new Explanation.StandIn(failure.reason(), problem, fallback);
    }

    private @Nullable Failure failure(Choice choice, Leg leg) {
        Absence absence = origin.absence();
        if (absence != null) {
            return failure(absence.reason(), absence.words());
        }
        if (!leg.exists() && leg.overridden()) {
            return failure(Failure.Reason.NO_ENDPOINT, Words.noEndpoint(leg));
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
        return isLookedUpFirst(leg)
                        || leg.pool().outlook(Pool.NO_KEY, false, nanos).why() != null
                ? null
                : failure(Failure.Reason.NO_ENDPOINT, Words.noEndpoint(leg));
    }

    /** Who is called waits for the look-up; where rules send the call, it does not. */
    private boolean isLookedUpFirst(Leg leg) {
        return pending && leg.backend() == origin;
    }

    private Failure failure(Failure.Reason reason, String words) {
        return new Failure(origin.service(), reason, origin.service() + ": " + words);
    }

    private String result(Choice choice, Trouble trouble, Ending ending) {
        if (choice.isRedirect()) {
            return Words.answered(choice.redirectStatus(), trouble);
        }
        if (trouble.status() != 0) {
            return Words.answered(trouble.status(), trouble);
        }
        Failure failure = ending.failure();
        if (failure != null) {
            return Words.after(failure.reason().words(), trouble);
        }
        return isLookedUpFirst(ending.leg()) ? Explanation.SENT_AFTER_LOOK_UP : Explanation.SENT;
    }

    private Explanation.Backend backend(Leg leg, RouteDecision decision, int keyHash, boolean mayProbe) {
        Destination backend = leg.backend();
        Breaker breaker = leg.breaker();
        return new Explanation.Backend(
                backend.service(),
                backend.endpoints().source(),
                breaker == Breaker.NONE ? "none yet" : breaker.state(),
                backend.limit().limit(),
                backend.limit().free(),
                backend.retriesAvailable(nanos),
                leg.pool().outlook(keyHash, mayProbe, nanos),
                unused(backend, leg),
                isTurn(leg, decision) ? shares(decision, backend, keyHash, mayProbe) : null);
    }

    /** Whether it goes there since it is that destination's turn. */
    private static boolean isTurn(Leg leg, RouteDecision decision) {
        RouteTarget target = decision.choice().target();
        return decision.isInTurn()
                && !leg.overridden()
                && target != null
                && leg.key().equals(new DestinationKey(target.service(), target.subset()));
    }

    private Map<EndpointState, Double> shares(
            RouteDecision decision, Destination backend, int keyHash, boolean mayProbe) {
        Route route = decision.choice().route();
        return route == null
                ? Map.of()
                : SplitShares.of(
                        route.to(), backend, this::leg, leg -> leg.pool().outlook(keyHash, mayProbe, nanos));
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

    /**
     * What a call comes to before its first attempt.
     *
     * @param leg whom it is made to in the end
     * @param failure or null
     * @param standIn what stands in for a failure, or null
     */
    private record Ending(Leg leg, @Nullable Failure failure, Explanation.@Nullable StandIn standIn) {}
}
