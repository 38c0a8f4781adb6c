package dev.weft.mesh.engine;

import dev.weft.mesh.balance.EndpointState;
import dev.weft.mesh.balance.Outlook;
import dev.weft.mesh.model.ServiceName;
import dev.weft.mesh.rules.Fallback;
import dev.weft.mesh.rules.RouteDecision;
import dev.weft.mesh.rules.Trouble;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What would become of a call now, and why: the words are those of {@link CallTrace}.
 *
 * @param service whom the caller calls
 * @param route what the rules choose
 * @param destination the part of the service that the call goes to, empty for all of it
 * @param path that is sent, after a rewrite
 * @param trouble that a fault rule makes for the call
 * @param result what the call comes to without a response: a status that the rules answer with, or the reason of its
 *     failure; "sent" if there is nothing of that kind
 * @param problem why it fails, in words, or null
 * @param standIn what stands in for a failure, or null if nothing has to
 * @param limits how long it has
 * @param repeatable whether it may be sent a second time although the first one may have reached the application
 * @param backend who is to answer, or null if the rules send the call nowhere
 */
public record Explanation(
        ServiceName service,
        RouteDecision route,
        String destination,
        String path,
        Trouble trouble,
        String result,
        @Nullable String problem,
        @Nullable StandIn standIn,
        Limits limits,
        boolean repeatable,
        @Nullable Backend backend) {

    /** What {@link #result} says of a call that goes out. */
    public static final String SENT = "sent";

    /** What {@link #result} says of a call to a host outside of which nothing is known yet. */
    public static final String SENT_AFTER_LOOK_UP = "sent, once the host is looked up";

    /**
     * What stands in for a failure.
     *
     * @param failure what the call would come to without it
     * @param problem why, in words
     * @param fallback the route's: where it is a destination, the call goes there
     */
    public record StandIn(Failure.Reason failure, String problem, Fallback fallback) {}

    /**
     * How long a call has, in nanoseconds; {@link Call#UNLIMITED} for no limit.
     *
     * @param whole to the end of its response
     * @param head to its response's head
     * @param attempt its first attempt to the response's head
     * @param connect to be connected
     */
    public record Limits(long whole, long head, long attempt, long connect) {}

    /**
     * Who is to answer.
     *
     * @param service the one that was called, unless a rule sends the call elsewhere
     * @param source where its endpoints come from
     * @param breaker the state of the destination's circuit breaker
     * @param limit so many calls may be under way
     * @param free so many more may begin
     * @param retriesAvailable how many retries the budget would allow
     * @param outlook which endpoint would be chosen
     * @param unused the endpoints that do not belong to the destination
     * @param shares which part of many requests like this one comes to each endpoint, where they go to several destinations
     *     in turn; null where they all go to this one
     */
    public record Backend(
            ServiceName service,
            String source,
            String breaker,
            int limit,
            int free,
            long retriesAvailable,
            Outlook outlook,
            List<Unused> unused,
            @Nullable Map<EndpointState, Double> shares) {

        public Backend {
            unused = List.copyOf(unused);
            shares = shares == null ? null : Map.copyOf(shares);
        }
    }

    /** An endpoint that does not belong to a destination, and why. */
    public record Unused(EndpointState state, String why) {}
}
