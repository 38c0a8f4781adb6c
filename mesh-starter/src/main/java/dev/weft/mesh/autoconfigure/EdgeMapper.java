package dev.weft.mesh.autoconfigure;

import dev.weft.mesh.client.gateway.EdgeOverrides;
import dev.weft.mesh.context.Overrides;
import dev.weft.mesh.document.service.InvalidRuleException;
import dev.weft.mesh.document.service.MatchMapper;
import dev.weft.mesh.document.service.MatchProperties;
import dev.weft.mesh.rules.Conditions;
import java.util.ArrayList;
import java.util.List;

/** Turns the edge's properties into rules, and names the property that can't be. */
final class EdgeMapper {

    private EdgeMapper() {}

    /**
     * The rules for requests from outside.
     *
     * @param conditions that the application provides
     */
    static EdgeOverrides overrides(String path, List<MeshProperties.Edge.Override> from, Conditions conditions) {
        List<EdgeOverrides.Rule> rules = new ArrayList<>();
        for (int i = 0; i < from.size(); i++) {
            String where = path + "[" + i + "]";
            try {
                rules.add(override(from.get(i), conditions));
            } catch (IllegalArgumentException e) {
                InvalidRuleException refusal = InvalidRuleException.in(where, String.valueOf(e.getMessage()));
                throw new InvalidMeshPropertyException(refusal.path(), refusal.problem());
            }
        }
        return new EdgeOverrides(rules);
    }

    private static EdgeOverrides.Rule override(MeshProperties.Edge.Override from, Conditions conditions) {
        MatchProperties match = from.getMatch();
        if (match == null) {
            throw new IllegalArgumentException("match: none (expected: whom it is for)");
        }
        String route = from.getRoute();
        if (route != null && Overrides.parse(route) == null) {
            throw new IllegalArgumentException(
                    "route: \"" + route + "\" (expected: service=version, separated by commas)");
        }
        return new EdgeOverrides.Rule(MatchMapper.match(match, conditions), route);
    }
}
