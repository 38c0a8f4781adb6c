package dev.weft.mesh.actuate;

import dev.weft.mesh.engine.Explanation;
import dev.weft.mesh.model.ServiceName;
import dev.weft.mesh.rules.EffectiveRules;
import dev.weft.mesh.rules.Fallback;
import dev.weft.mesh.rules.Part;
import dev.weft.mesh.rules.Route;
import dev.weft.mesh.rules.RouteDecision;
import dev.weft.mesh.rules.RouteTarget;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How a request would be routed now, and why.
 *
 * @param service whom it is for
 * @param from who would make it
 * @param result what it comes to without a response, in the words of decision traces; "sent" if it goes out
 * @param problem why it fails, or null
 * @param standsIn what stands in where it fails, or null if nothing has to
 * @param route that takes it, or null
 * @param passedOver the other routes, and what each failed on
 * @param passedOverMore how many others there are beyond these
 * @param destination the part of the service that it goes to, empty for all of it
 * @param why what decided among the route's destinations
 * @param path that is sent
 * @param actions what the route does to it besides
 * @param times how long it has, and how often it is tried
 * @param backend who is to answer, or null
 * @param endpoints which endpoint it would go to, or null
 * @param sources where each part of the service's rules comes from
 */
public record ExplanationView(
        String service,
        String from,
        String method,
        String result,
        @Nullable String problem,
        @Nullable StandInView standsIn,
        @Nullable RouteView route,
        List<RouteDecision.PassedOver> passedOver,
        int passedOverMore,
        String destination,
        String why,
        String path,
        ActionsView actions,
        TimesView times,
        @Nullable BackendView backend,
        @Nullable OutlookView endpoints,
        Map<String, String> sources) {

    static ExplanationView of(Question question, Explanation explained, EffectiveRules rules, Moment now) {
        RouteDecision decision = explained.route();
        Explanation.Backend backend = explained.backend();
        return new ExplanationView(
                explained.service().value(),
                question.from().value(),
                question.request().method(),
                explained.result(),
                explained.problem(),
                StandInView.of(explained.standIn()),
                RouteView.of(decision, rules),
                decision.passedOver(),
                decision.more(),
                RulesView.name(explained.destination()),
                why(question, explained),
                explained.path(),
                ActionsView.of(decision.choice().actions(), explained.trouble()),
                TimesView.of(explained),
                backend == null ? null : BackendView.of(backend),
                backend == null ? null : OutlookView.of(backend, now),
                sources(rules));
    }

    private static String why(Question question, Explanation explained) {
        Explanation.StandIn standIn = explained.standIn();
        if (standIn != null && standIn.fallback() instanceof Fallback.To) {
            return "stands in: " + standIn.failure().words();
        }
        return question.request().override() == null ? explained.route().why() : "mesh-route asks for it";
    }

    /**
     * What stands in for a failure.
     *
     * @param failure what the call would come to without it
     * @param problem why
     * @param fallback the destination that the call goes to, or the answer that it is given
     */
    public record StandInView(
            String failure, String problem, @Nullable String fallback) {

        static @Nullable StandInView of(Explanation.@Nullable StandIn standIn) {
            return standIn == null
                    ? null
                    : new StandInView(
                            standIn.failure().words(), standIn.problem(), ActionsView.words(standIn.fallback()));
        }
    }

    private static Map<String, String> sources(EffectiveRules rules) {
        Map<String, String> sources = new TreeMap<>();
        rules.sources().forEach((part, source) -> sources.put(part.words(), source));
        return sources;
    }

    /**
     * The route that takes a request.
     *
     * @param number its place among the service's routes, from 0
     * @param match the conditions that the request meets
     * @param to the destinations
     * @param source where the routes come from
     */
    public record RouteView(
            int number,
            @Nullable String name,
            String match,
            List<TargetView> to,
            @Nullable String source) {

        static @Nullable RouteView of(RouteDecision decision, EffectiveRules rules) {
            Route route = decision.choice().route();
            if (route == null) {
                return null;
            }
            RouteTarget chosen = decision.choice().target();
            return new RouteView(
                    rules.rules().routes().indexOf(route),
                    route.name(),
                    decision.choice().match().toString(),
                    route.to().stream()
                            .map(target -> TargetView.of(target, target == chosen))
                            .toList(),
                    rules.sources().get(Part.ROUTES));
        }
    }

    /**
     * A destination of a route.
     *
     * @param chosen whether this request would go there
     * @param problem why it can't be reached, or null
     */
    public record TargetView(
            String destination,
            int weight,
            boolean chosen,
            @Nullable String problem) {

        static TargetView of(RouteTarget target, boolean chosen) {
            return new TargetView(RulesView.name(target.toString()), target.weight(), chosen, target.problem());
        }
    }

    /**
     * Who is to answer.
     *
     * @param source where the endpoints come from
     * @param breaker the state of the destination's circuit breaker
     * @param callsUnderWay of at most so many
     * @param callsAtMost may be under way
     * @param retriesAvailable how many retries the budget would allow now
     */
    public record BackendView(
            String service, String source, String breaker, int callsUnderWay, int callsAtMost, long retriesAvailable) {

        static BackendView of(Explanation.Backend backend) {
            ServiceName service = backend.service();
            return new BackendView(
                    service.value(),
                    backend.source(),
                    backend.breaker(),
                    backend.limit() - backend.free(),
                    backend.limit(),
                    backend.retriesAvailable());
        }
    }
}
