package dev.weft.meshctl.document;

import dev.weft.meshctl.Exit;
import dev.weft.meshctl.Failure;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;

/**
 * Edits where a route's requests go. Destinations keep their order and whatever else is said of them; one that the split
 * doesn't name gets nothing any more.
 *
 * @param json whether names are in quotes
 */
record Destinations(boolean json) {

    private static final String TO = "to";
    private static final String VERSION = "version";
    private static final String WEIGHT = "weight";
    private static final Set<String> PLAIN = Set.of(VERSION, WEIGHT);

    /** New ones. */
    static Node of(Split split, boolean json) {
        List<Node> to = new ArrayList<>();
        split.weights().forEach((version, weight) -> to.add(destination(version, weight, json)));
        return Nodes.list(to);
    }

    private static Node destination(String version, int weight, boolean json) {
        return Nodes.mapping(
                json, List.of(VERSION, Nodes.string(version, json), WEIGHT, Nodes.number(String.valueOf(weight))));
    }

    void shift(MappingNode route, Split split, Edits edits) {
        if (Nodes.entry(route, "redirect") != null) {
            throw new Failure(Exit.REFUSED, "the route redirects (expected: one with destinations)");
        }
        List<MappingNode> old = mappings(Nodes.value(route, TO));
        if (sameDestinations(old, split)) {
            for (MappingNode destination : old) {
                edits.set(destination, WEIGHT, Nodes.number(String.valueOf(weight(destination, split))));
            }
        } else {
            edits.set(route, TO, changed(old, split));
        }
    }

    /** Whether no destination comes or goes: then the weights alone are edited. */
    private static boolean sameDestinations(List<MappingNode> old, Split split) {
        Set<String> named = new LinkedHashSet<>();
        for (MappingNode destination : old) {
            String version = version(destination);
            if (version != null && split.weights().containsKey(version)) {
                if (!named.add(version)) {
                    return false;
                }
            } else if (isPlain(destination)) {
                return false;
            }
        }
        return named.equals(split.weights().keySet());
    }

    private Node changed(List<MappingNode> old, Split split) {
        List<Node> to = new ArrayList<>();
        Set<String> named = new LinkedHashSet<>();
        for (MappingNode destination : old) {
            String version = version(destination);
            boolean first = version != null && split.weights().containsKey(version) && named.add(version);
            if (first || !isPlain(destination)) {
                int weight = first ? weight(destination, split) : 0;
                to.add(Nodes.with(destination, WEIGHT, Nodes.number(String.valueOf(weight)), json));
            }
        }
        for (Map.Entry<String, Integer> share : split.weights().entrySet()) {
            if (named.add(share.getKey())) {
                to.add(destination(share.getKey(), share.getValue(), json));
            }
        }
        return Nodes.list(to);
    }

    private static int weight(MappingNode destination, Split split) {
        String version = version(destination);
        return version == null ? 0 : split.weights().getOrDefault(version, 0);
    }

    private static List<MappingNode> mappings(@Nullable Node to) {
        List<MappingNode> mappings = new ArrayList<>();
        for (Node destination : Nodes.items(to)) {
            if (destination instanceof MappingNode mapping) {
                mappings.add(mapping);
            }
        }
        return mappings;
    }

    static boolean isVersion(Node destination, String version) {
        return version.equals(version(destination));
    }

    /** The version of the service itself that a destination is, or null if it is something else. */
    private static @Nullable String version(Node destination) {
        Node version = Nodes.value(destination, VERSION);
        boolean narrower = Nodes.entry(destination, "service") != null || Nodes.entry(destination, "metadata") != null;
        return version == null || narrower ? null : Nodes.text(version);
    }

    /** Whether a destination says nothing that would be lost with it. */
    private static boolean isPlain(MappingNode destination) {
        return version(destination) != null
                && destination.getValue().stream()
                        .map(NodeTuple::getKeyNode)
                        .allMatch(key -> PLAIN.contains(Nodes.text(key)));
    }
}
