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

/** Reads what a document says of a service, in the shape and by the binder of {@code mesh.services}. */
final class ServiceDocuments {

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
        RuleProperties properties = PropertyBinder.bind(tree, new RuleProperties());
        count(properties.getRoutes(), value, caps);
        try {
            return RuleMapper.document(value.place(), properties, defaults, conditions);
        } catch (InvalidRuleException e) {
            throw tree.nearest(PropertyTree.ROOT.append(e.path())).refuse(e.problem());
        }
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
