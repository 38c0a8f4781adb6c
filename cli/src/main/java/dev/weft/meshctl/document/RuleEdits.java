package dev.weft.meshctl.document;

import dev.weft.meshctl.Exit;
import dev.weft.meshctl.Failure;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;

/** Changes one thing in the text of a service's rules, and leaves the rest as it was written. */
public final class RuleEdits {

    private static final String MIRROR = "mirror";
    private static final String FAULT = "fault";

    private RuleEdits() {}

    /**
     * Divides the requests of a route over versions.
     *
     * @param text what is stored, or null
     * @param route its name or place, or null for the one that takes every request
     */
    public static String shift(String service, @Nullable String text, @Nullable String route, Split split) {
        if (text == null || text.isBlank()) {
            return first(service, Destinations.of(split, false));
        }
        RouteList routes = new RouteList(service, text);
        if (!routes.isEmpty()) {
            return routes.edit(route, (chosen, edits) -> new Destinations(routes.isJson()).shift(chosen, split, edits));
        }
        Node to = Destinations.of(split, routes.isJson());
        return routes.withFirst(Nodes.list(List.of(Nodes.mapping(routes.isJson(), List.of("to", to)))));
    }

    private static String first(String service, Node to) {
        return "services:\n  " + Nodes.inline(Nodes.string(service, false)) + ":\n    routes:\n      - to: "
                + Nodes.inline(to) + "\n";
    }

    /** Has a route's requests copied to a version; a mirror to the same one is replaced, others stay. */
    public static String mirror(
            String service, @Nullable String text, @Nullable String route, String version, @Nullable String percent) {
        RouteList routes = existing(service, text, MIRROR);
        boolean json = routes.isJson();
        return routes.edit(route, (chosen, edits) -> {
            List<Node> mirrors = otherMirrors(chosen, version);
            List<Object> copy = new ArrayList<>(List.of(
                    "to", Nodes.mapping(json, List.of("version", Nodes.string(version, json)))));
            if (percent != null) {
                copy.addAll(List.of("percent", Nodes.number(percent)));
            }
            mirrors.add(Nodes.mapping(json, copy));
            edits.set(chosen, MIRROR, Nodes.list(mirrors));
        });
    }

    /** Ends copies: those to a version, or all. */
    public static String withoutMirror(
            String service, @Nullable String text, @Nullable String route, @Nullable String version) {
        return existing(service, text, MIRROR).edit(route, (chosen, edits) -> {
            List<Node> left = version == null ? List.of() : otherMirrors(chosen, version);
            if (left.isEmpty()) {
                edits.remove(chosen, MIRROR);
            } else {
                edits.set(chosen, MIRROR, Nodes.list(left));
            }
        });
    }

    private static List<Node> otherMirrors(MappingNode route, String version) {
        List<Node> mirrors = new ArrayList<>();
        for (Node mirror : Nodes.items(Nodes.value(route, MIRROR))) {
            Node to = Nodes.value(mirror, "to");
            if (to == null || !Destinations.isVersion(to, version)) {
                mirrors.add(mirror);
            }
        }
        return mirrors;
    }

    /** Makes trouble for a route's requests, in place of what there was. */
    public static String fault(String service, @Nullable String text, @Nullable String route, Fault fault) {
        RouteList routes = existing(service, text, FAULT);
        return routes.edit(route, (chosen, edits) -> edits.set(chosen, FAULT, fault.node(routes.isJson())));
    }

    /** Ends the trouble. */
    public static String withoutFault(String service, @Nullable String text, @Nullable String route) {
        return existing(service, text, FAULT).edit(route, (chosen, edits) -> edits.remove(chosen, FAULT));
    }

    /** Stored routes replace the callers' own: what is to be kept must be there before anything is added to it. */
    private static RouteList existing(String service, @Nullable String text, String what) {
        RouteList routes = text == null || text.isBlank() ? null : new RouteList(service, text);
        if (routes == null || routes.isEmpty()) {
            throw new Failure(
                    Exit.REFUSED,
                    "no routes of " + service + " are stored, so there is none for a " + what
                            + " (expected: first say where requests go, as with meshctl shift " + service
                            + " v1=100, which takes the place of what callers have in files of their own)");
        }
        return routes;
    }
}
