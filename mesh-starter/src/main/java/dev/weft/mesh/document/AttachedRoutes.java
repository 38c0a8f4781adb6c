package dev.weft.mesh.document;

import dev.weft.mesh.model.ServiceName;
import dev.weft.mesh.rules.Part;
import dev.weft.mesh.rules.Route;
import dev.weft.mesh.rules.RuleDocument;
import dev.weft.mesh.rules.ServiceRules;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The routes that one of the {@code parentRefs} of a Kubernetes HTTPRoute attaches to a service.
 *
 * @param precedence of the HTTPRoute
 * @param source in words: its name, file and line
 * @param routes in the order of its rules
 */
public record AttachedRoutes(Precedence precedence, String source, List<Route> routes) {

    public AttachedRoutes {
        routes = List.copyOf(routes);
    }

    /**
     * What the HTTPRoutes of several texts come to.
     *
     * @param texts what each has for services; where precedence leaves a tie, the earlier text goes first
     */
    public static Map<ServiceName, RuleDocument> merge(Collection<Map<ServiceName, List<AttachedRoutes>>> texts) {
        Map<ServiceName, List<AttachedRoutes>> all = new LinkedHashMap<>();
        texts.forEach(text -> text.forEach((service, its) ->
                all.computeIfAbsent(service, same -> new ArrayList<>()).addAll(its)));
        Map<ServiceName, RuleDocument> merged = new LinkedHashMap<>();
        all.forEach((service, its) -> merged.put(service, document(its)));
        return merged;
    }

    private static RuleDocument document(List<AttachedRoutes> all) {
        all.sort(Comparator.comparing(AttachedRoutes::precedence));
        String source = all.stream().map(AttachedRoutes::source).distinct().collect(Collectors.joining(", "));
        List<Route> routes = all.stream().flatMap(its -> its.routes().stream()).toList();
        return new RuleDocument(
                source, Set.of(Part.ROUTES), ServiceRules.defaults().withRoutes(routes));
    }
}
