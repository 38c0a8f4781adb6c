package dev.weft.mesh.document;

import dev.weft.mesh.model.ServiceName;
import dev.weft.mesh.rules.Actions;
import dev.weft.mesh.rules.RequestMatch;
import dev.weft.mesh.rules.Route;
import dev.weft.mesh.rules.RouteTarget;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Reads the rules of one HTTPRoute. */
final class HttpRouteRules {

    private static final int MAX_MATCHES = 64;
    private static final int MAX_FILTERS = 16;
    private static final int MAX_BACKENDS = 16;

    private final Manifest manifest;
    private final Predicate<ServiceName> exists;
    private final Caps caps;

    HttpRouteRules(Manifest manifest, Predicate<ServiceName> exists, Caps caps) {
        this.manifest = manifest;
        this.exists = exists;
        this.caps = caps;
    }

    /** The rules, as the routes of this parent. */
    List<Route> read(Parent parent) {
        manifest.value().only("apiVersion", "kind", "metadata", "spec", "status");
        Value spec = manifest.spec().only("parentRefs", "hostnames", "rules");
        HttpRouteBackends backends = new HttpRouteBackends(parent, manifest.namespace(), exists);
        Value rules = spec.get("rules");
        List<Route> routes = new ArrayList<>();
        for (Value rule : rules.items(Caps.MAX_ROUTES)) {
            routes.add(route(rule, parent, backends));
        }
        if (routes.isEmpty()) {
            throw rules.refuse("no rules", "at least one");
        }
        HttpRouteKeys.check(manifest);
        return routes;
    }

    private Route route(Value rule, Parent parent, HttpRouteBackends backends) {
        rule.only("name", "matches", "filters", "backendRefs", "timeouts", "retry");
        Value name = rule.find("name");
        Value filters = rule.find("filters");
        List<RequestMatch> matches = matches(rule, parent);
        Actions actions = filters == null ? Actions.NONE : HttpRouteFilters.read(filters.items(MAX_FILTERS), backends);
        caps.count(rule, matches.size());
        matches.forEach(
                match -> match.expressions().forEach(expression -> caps.countExpression(rule, expression.source())));
        List<RouteTarget> to = targets(rule, actions, backends);
        return rule.make(() -> new Route(
                name == null ? null : name.text(),
                matches,
                to,
                null,
                actions,
                HttpRoutePolicies.timeouts(rule.find("timeouts")),
                HttpRoutePolicies.retry(rule.find("retry"))));
    }

    private static List<RequestMatch> matches(Value rule, Parent parent) {
        List<RequestMatch> matches = rule.list("matches", MAX_MATCHES).stream()
                .map(HttpRouteMatches::read)
                .map(match -> confined(match, parent))
                .toList();
        return matches.isEmpty() ? List.of(confined(RequestMatch.ANY, parent)) : matches;
    }

    private static RequestMatch confined(RequestMatch match, Parent parent) {
        return match.withPort(parent.port()).withHosts(parent.hosts());
    }

    private static List<RouteTarget> targets(Value rule, Actions actions, HttpRouteBackends backends) {
        List<Value> references = rule.list("backendRefs", MAX_BACKENDS);
        if (actions.redirect() != null) {
            if (!references.isEmpty()) {
                throw references.get(0).refuse("a destination beside a redirect", "one of them");
            }
            return List.of();
        }
        List<RouteTarget> targets = references.stream().map(backends::target).toList();
        if (targets.isEmpty()) {
            return List.of(RouteTarget.missing("the rule has no backendRefs", 1));
        }
        boolean none = targets.stream().allMatch(target -> target.weight() == 0);
        return none ? List.of(RouteTarget.missing("every one of the rule's backendRefs has weight 0", 1)) : targets;
    }
}
