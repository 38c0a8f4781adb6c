package dev.weft.mesh.document;

import dev.weft.mesh.document.service.InvalidRuleException;
import dev.weft.mesh.document.service.MatchProperties;
import dev.weft.mesh.document.service.RouteProperties;
import dev.weft.mesh.document.service.RuleMapper;
import dev.weft.mesh.document.service.RuleProperties;
import dev.weft.mesh.rules.Conditions;
import dev.weft.mesh.rules.RuleDocument;
import dev.weft.mesh.rules.ServiceRules;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

/** Reads what a document says of a service, in the shape and by the binder of {@code mesh.services}. */
final class ServiceDocuments {

    private static final ConfigurationPropertyName ROUTES = PropertyTree.ROOT.append("routes");

    private ServiceDocuments() {}

    /**
     * Reads a service's rules.
     *
     * @param caps of the text that they stand in
     * @param defaults what holds within a part where they say nothing
     * @param conditions that the application provides
     */
    static RuleDocument read(Value value, Caps caps, ServiceRules defaults, Conditions conditions) {
        PropertyTree tree = PropertyTree.of(value, RuleProperties.class);
        RuleProperties properties = PropertyBinder.bind(tree.without(ROUTES), new RuleProperties());
        Value routes = tree.written(ROUTES);
        if (routes != null && routes.isList()) {
            properties.setRoutes(routes.items(Documents.MAX_VALUES).stream()
                    .map(ServiceDocuments::route)
                    .toList());
        }
        count(properties.getRoutes(), value, caps);
        try {
            return RuleMapper.document(value.place(), properties, defaults, conditions);
        } catch (InvalidRuleException e) {
            throw tree.nearest(PropertyTree.ROOT.append(e.path())).refuse(e.problem());
        }
    }

    /**
     * One route. Spring Boot's binder looks through all properties that there are for each list and each map, so that a
     * thousand routes at once would take it seconds.
     */
    private static RouteProperties route(Value route) {
        return PropertyBinder.bind(PropertyTree.of(route, RouteProperties.class), new RouteProperties());
    }

    private static void count(@Nullable List<RouteProperties> routes, Value value, Caps caps) {
        if (routes != null) {
            for (RouteProperties route : routes) {
                List<MatchProperties> matches = new ArrayList<>(route.getMatches());
                if (route.getMatch() != null) {
                    matches.add(route.getMatch());
                }
                caps.count(value, matches.size());
                matches.forEach(match -> match.patterns().forEach(pattern -> caps.countExpression(value, pattern)));
            }
        }
    }
}
