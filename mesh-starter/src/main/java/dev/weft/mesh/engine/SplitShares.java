package dev.weft.mesh.engine;

import dev.weft.mesh.balance.Candidate;
import dev.weft.mesh.balance.EndpointState;
import dev.weft.mesh.balance.Outlook;
import dev.weft.mesh.rules.DestinationKey;
import dev.weft.mesh.rules.RouteTarget;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** What many requests come to of which the next one only goes to the destination whose turn it is. */
final class SplitShares {

    private SplitShares() {}

    /**
     * Which part of the requests that a route divides comes to each endpoint of a service, over all destinations.
     *
     * @param to the route's destinations
     * @param legs who they are
     * @param outlooks what would be chosen there
     */
    static Map<EndpointState, Double> of(
            List<RouteTarget> to,
            Destination service,
            Function<DestinationKey, Leg> legs,
            Function<Leg, Outlook> outlooks) {
        double total = to.stream().mapToLong(RouteTarget::weight).sum();
        Map<EndpointState, Double> shares = new IdentityHashMap<>();
        for (RouteTarget target : to) {
            if (target.weight() == 0 || target.problem() != null) {
                continue;
            }
            Leg leg = legs.apply(new DestinationKey(target.service(), target.subset()));
            if (leg.backend() == service && leg.exists()) {
                for (Candidate candidate : outlooks.apply(leg).candidates()) {
                    shares.merge(candidate.state(), candidate.chance() * target.weight() / total, Double::sum);
                }
            }
        }
        return shares;
    }
}
