package dev.weft.meshctl.document;

import dev.weft.meshctl.Exit;
import dev.weft.meshctl.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** The routes of a service as its stored text has them, and edits of one of them. */
final class RouteList {

    private static final String ROUTES = "routes";

    private final String service;
    private final YamlText source;
    private final List<Hits.Hit> hits = new ArrayList<>();
    private final @Nullable NodeTuple entry;

    RouteList(String service, String text) {
        this.service = service;
        this.source = YamlText.parse("the stored rules of " + service, text);
        source.documents().forEach(document -> hits.addAll(Hits.of(document, service)));
        this.entry = findRoutes();
        if (entry == null && source.documents().stream().anyMatch(Manifests::isOne)) {
            throw new Failure(
                    Exit.REFUSED,
                    "the routes of " + service
                            + " are stored as an HTTPRoute (expected: routes in Weft's own shape, or meshctl edit)");
        }
    }

    private @Nullable NodeTuple findRoutes() {
        for (Hits.Hit hit : hits) {
            NodeTuple found = hit.rest().isEmpty()
                    ? Nodes.entry(hit.entry().getValueNode(), ROUTES)
                    : hit.rest().equals(ROUTES) ? hit.entry() : null;
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    boolean isJson() {
        return source.isJson();
    }

    /** Whether there is no route. */
    boolean isEmpty() {
        return entry == null || Nodes.items(entry.getValueNode()).isEmpty();
    }

    /** The text with these routes, in place of none. */
    String withFirst(Node routes) {
        Edits edits = new Edits(source);
        if (entry != null) {
            edits.replaceValue(entry, routes);
        } else if (hits.isEmpty()) {
            throw new Failure(
                    Exit.REFUSED,
                    "what is stored says nothing of " + service + " (expected: meshctl edit " + service + ")");
        } else {
            addRoutes(edits, hits.get(0), routes);
        }
        return edits.apply();
    }

    private void addRoutes(Edits edits, Hits.Hit hit, Node routes) {
        if (!hit.rest().isEmpty()) {
            String key = Nodes.text(hit.entry().getKeyNode());
            edits.set(hit.in(), key.substring(0, key.length() - hit.rest().length()) + ROUTES, routes);
        } else if (hit.entry().getValueNode() instanceof MappingNode parts) {
            edits.set(parts, ROUTES, routes);
        } else {
            edits.replaceValue(hit.entry(), Nodes.mapping(isJson(), List.of(ROUTES, routes)));
        }
    }

    /**
     * The text with one route edited.
     *
     * @param chosen the route's name or place, or null for the one that takes every request
     */
    String edit(@Nullable String chosen, BiConsumer<MappingNode, Edits> change) {
        Edits edits = new Edits(source);
        change.accept(choose(chosen), edits);
        return edits.apply();
    }

    private MappingNode choose(@Nullable String chosen) {
        List<MappingNode> routes = routes();
        for (int i = 0; i < routes.size(); i++) {
            MappingNode route = routes.get(i);
            boolean meant = chosen == null
                    ? takesEverything(route)
                    : chosen.equals(String.valueOf(i)) || chosen.equals(Nodes.text(Nodes.value(route, "name")));
            if (meant) {
                return route;
            }
        }
        String problem =
                chosen == null ? "no route of " + service + " takes every request" : "--route: \"" + chosen + "\"";
        throw new Failure(
                chosen == null ? Exit.REFUSED : Exit.NOT_FOUND,
                problem + " (expected: --route with a route's name or number, of " + names(routes) + ")");
    }

    private List<MappingNode> routes() {
        List<MappingNode> routes = new ArrayList<>();
        if (entry == null || !(entry.getValueNode() instanceof SequenceNode sequence)) {
            return routes;
        }
        for (Node route : sequence.getValue()) {
            if (!(route instanceof MappingNode mapping)) {
                throw new Failure(Exit.REFUSED, "a route of " + service + " is no mapping (expected: meshctl edit)");
            }
            routes.add(mapping);
        }
        return routes;
    }

    private static boolean takesEverything(MappingNode route) {
        Node match = Nodes.value(route, "match");
        boolean none = match == null
                || (match instanceof MappingNode all && all.getValue().isEmpty());
        return none && Nodes.items(Nodes.value(route, "matches")).isEmpty();
    }

    private static String names(List<MappingNode> routes) {
        List<String> names = new ArrayList<>();
        for (MappingNode route : routes) {
            Node match = Nodes.value(route, "match");
            Node matches = Nodes.value(route, "matches");
            Node shown = match != null ? match : matches;
            String name = Nodes.text(Nodes.value(route, "name"));
            names.add(names.size()
                    + (name.isEmpty() ? "" : " " + name)
                    + (shown == null ? "" : " " + Nodes.inline(shown)));
        }
        return String.join("; ", names);
    }
}
