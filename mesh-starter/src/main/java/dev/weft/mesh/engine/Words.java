package dev.weft.mesh.engine;

import dev.weft.mesh.model.Endpoint;
import dev.weft.mesh.model.Outcome;
import dev.weft.mesh.rules.Choice;
import dev.weft.mesh.rules.DestinationKey;
import dev.weft.mesh.rules.RouteTarget;
import dev.weft.mesh.rules.Trouble;
import java.util.List;
import java.util.stream.Collectors;

/** Says in words why a call failed: what was tried, why it ended, and what would help. */
final class Words {

    private static final int MOST_NAMES = 5;
    private static final long NANOS_IN_MILLI = 1_000_000;
    private static final String UNTRIED = "; no attempt was made";

    private Words() {}

    static String of(Call call, Failure.Reason reason, long nanos) {
        String why = switch (reason) {
            case UNKNOWN_SERVICE, NOT_ALLOWED -> absence(call.origin());
            case NO_ROUTE -> noRoute(call.method(), call.path());
            case NO_DESTINATION -> noDestination(call.choice(), call.leg());
            case NO_ENDPOINT -> noEndpoint(call.leg());
            case BREAKER_OPEN -> breakerOpen(call.chosen());
            case LIMIT -> limit(call.leg().backend());
            case DEADLINE -> late(call.givenNanos()) + then(call);
            case ATTEMPTS_FAILED ->
                "no answer" + tried(call) + (call.isSpent() ? "; no further retry was allowed" : "");
            case CANCELLED -> "the caller gave up after " + millis(nanos - call.startedNanos()) + then(call);
        };
        return call.service() + ": " + after(why, call.trouble());
    }

    /** What becomes of a call, and what trouble came before it. */
    static String after(String words, Trouble trouble) {
        return trouble == Trouble.NONE ? words : words + ", after a fault rule: " + trouble.words();
    }

    private static String absence(Destination destination) {
        Absence absence = destination.absence();
        return absence == null ? "" : absence.words();
    }

    static String noRoute(String method, String path) {
        return "no route takes " + method + " " + path;
    }

    static String noDestination(Choice choice, Leg leg) {
        Absence absence = leg.backend().absence();
        if (absence != null && absence.reason() == Failure.Reason.NOT_ALLOWED) {
            return "the rules send this to " + leg.key() + ", and " + absence.words();
        }
        RouteTarget target = choice.target();
        return target == null || target.problem() == null
                ? "the rules send this to " + leg.key() + ", and no such service is known"
                : target.problem();
    }

    static String noEndpoint(Leg leg) {
        Destination backend = leg.backend();
        List<Endpoint> known = backend.endpoints().endpoints();
        String wanted = leg.key().equals(DestinationKey.WHOLE)
                ? ""
                : " with " + leg.key() + (leg.overridden() ? ", which mesh-route asks for," : "");
        if (known.isEmpty() && backend.service().isOutside()) {
            return "no endpoint: " + backend.endpoints().source();
        }
        if (known.isEmpty() && backend.isUntold()) {
            return "no endpoint" + wanted + ": no registry has said yet who is there (see the caller's log)";
        }
        if (known.isEmpty()) {
            return "no endpoint" + wanted + ": no instance is registered";
        }
        return "no endpoint" + wanted + " is up; registered are "
                + known.stream().limit(MOST_NAMES).map(Words::describe).collect(Collectors.joining(", "))
                + (known.size() > MOST_NAMES ? " and " + (known.size() - MOST_NAMES) + " more" : "");
    }

    static String breakerOpen(DestinationKey chosen) {
        return "the circuit breaker" + (chosen.equals(DestinationKey.WHOLE) ? "" : " of " + chosen)
                + " is open, because too many of its last calls failed";
    }

    static String limit(Destination backend) {
        String where = backend.limit().isOwn()
                ? "resilience4j.bulkhead.instances." + backend.service() + ".max-concurrent-calls"
                : "limits.requests of " + backend.service();
        return "already " + backend.limit().limit() + " calls under way, which is the limit (" + where + ")";
    }

    /** Of a call whose time ran out before its first attempt. */
    static String lateBeforeAnyAttempt(long givenNanos) {
        return late(givenNanos) + UNTRIED;
    }

    private static String late(long givenNanos) {
        return givenNanos < NANOS_IN_MILLI ? "no time was left" : "the time of " + millis(givenNanos) + " ran out";
    }

    /** The destination of a call, for traces. */
    static String destination(Leg leg) {
        return leg.overridden() ? leg.key() + ", by mesh-route" : leg.key().toString();
    }

    /** What a call has come to that the rules have answered themselves, for traces. */
    static String answered(int status, Trouble trouble) {
        String fault = trouble.words();
        return status + (fault.isEmpty() ? ", by a rule" : ", by a fault rule: " + fault);
    }

    private static String describe(Endpoint endpoint) {
        return endpoint.id() + " (" + endpoint.status() + (endpoint.version() == null ? "" : ", " + endpoint.version())
                + ")";
    }

    /** Behind another time. */
    private static String then(Call call) {
        return (call.latest() == null ? "" : ",") + tried(call);
    }

    private static String tried(Call call) {
        Attempt latest = call.latest();
        if (latest == null) {
            return UNTRIED;
        }
        StringBuilder tried = new StringBuilder(
                latest.number() == 1 ? " after 1 attempt" : " after " + latest.number() + " attempts");
        String separator = ": ";
        for (CallTrace.Try one : call.trace().attempts()) {
            tried.append(separator)
                    .append(one.address())
                    .append(' ')
                    .append(came(one, call))
                    .append(" after ")
                    .append(millis(one.tookNanos()));
            separator = ", ";
        }
        return tried.toString();
    }

    private static String came(CallTrace.Try one, Call call) {
        Outcome outcome = one.outcome();
        if (one.status() != 0) {
            return Integer.toString(one.status());
        }
        if (outcome == Outcome.CONNECTIONS_FULL) {
            return "all " + call.leg().backend().rules().limits().connections()
                    + " connections in use (limits.connections)";
        }
        return outcome == null ? "no answer yet" : outcome.words();
    }

    private static String millis(long nanos) {
        return nanos / NANOS_IN_MILLI + " ms";
    }
}
