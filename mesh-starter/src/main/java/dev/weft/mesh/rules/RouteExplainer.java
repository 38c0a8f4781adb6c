package dev.weft.mesh.rules;

import dev.weft.mesh.model.CallRequest;
import dev.weft.mesh.model.ServiceName;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says why the routes that did not get a request did not. Looks at each of them: for people who ask, not for calls. */
final class RouteExplainer {

    private static final String LATER =
            "takes it too, but another match comes first: it is more specific, or was written before";

    private final CallRequest request;
    private final ServiceName self;
    private final @Nullable RequestMatch taken;
    private final List<RouteDecision.PassedOver> passedOver = new ArrayList<>();
    private int more;

    /**
     * @param self who calls
     * @param taken the match that got the request, or null
     */
    RouteExplainer(CallRequest request, ServiceName self, @Nullable RequestMatch taken) {
        this.request = request;
        this.self = self;
        this.taken = taken;
    }

    RouteDecision explain(List<Route> routes, Choice choice, String why) {
        for (int i = 0; i < routes.size(); i++) {
            Route route = routes.get(i);
            for (RequestMatch match : route.matchesOrAny()) {
                // Of equal matches of two routes, the one of the route that was chosen.
                if (match != taken || route != choice.route()) {
                    add(i, route, match);
                }
            }
        }
        return new RouteDecision(choice, why, passedOver, more);
    }

    private void add(int number, Route route, RequestMatch match) {
        if (passedOver.size() == RouteDecision.MOST) {
            more++;
        } else {
            passedOver.add(new RouteDecision.PassedOver(number, route.name(), match.toString(), why(match)));
        }
    }

    private String why(RequestMatch match) {
        if (!match.from().isEmpty() && !match.from().contains(self)) {
            return "from " + RequestMatch.sorted(match.from()) + ": the caller is " + self;
        }
        if (!HostIndex.takes(match.hosts(), request)) {
            String host = HostIndex.host(request);
            return "host " + RequestMatch.sorted(match.hosts()) + ": "
                    + (host == null ? "the request has none" : "the request's is " + host);
        }
        if (!match.path().takes(request.path())) {
            return match.path() + ": the request's is \"" + request.path() + "\"";
        }
        for (Condition condition : Condition.of(match)) {
            if (!condition.test(request)) {
                return condition + ": " + condition.found(request);
            }
        }
        return LATER;
    }
}
