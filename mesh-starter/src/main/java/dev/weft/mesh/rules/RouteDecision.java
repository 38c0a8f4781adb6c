package dev.weft.mesh.rules;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the rules would decide about a request now, and why.
 *
 * @param choice what they choose
 * @param why what decided among the route's destinations, in words; empty where there is no route
 * @param passedOver the other routes, as they were written; no more than {@value #MOST}
 * @param more how many others there are beyond these
 */
public record RouteDecision(Choice choice, String why, List<PassedOver> passedOver, int more) {

    /** So many routes are told of. */
    public static final int MOST = 50;

    public RouteDecision {
        passedOver = List.copyOf(passedOver);
    }

    /** Whether the route divides requests like this one by turns: the next one may go to another destination. */
    public boolean isInTurn() {
        return why.equals(Split.IN_TURN);
    }

    /**
     * A match of a route that did not get the request.
     *
     * @param route its place among the service's routes, from 0
     * @param name of the route, or null
     * @param match its conditions in words
     * @param why the condition that the request does not meet, and what the request has instead
     */
    public record PassedOver(int route, @Nullable String name, String match, String why) {}
}
