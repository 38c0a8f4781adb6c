package dev.weft.meshctl.document;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Objects of Kubernetes: which services their routes are for. */
final class Manifests {

    private static final String PARENTS = "parentRefs";

    private Manifests() {}

    static boolean isOne(Node document) {
        return exact(document, "apiVersion") || exact(document, "kind");
    }

    private static boolean exact(Node document, String name) {
        return document instanceof MappingNode mapping
                && mapping.getValue().stream()
                        .anyMatch(entry -> Nodes.text(entry.getKeyNode()).equals(name));
    }

    /** The objects of a document, which may be a list of them. */
    static List<Node> of(Node document) {
        if (!kind(document).endsWith("List")) {
            return List.of(document);
        }
        List<Node> all = new ArrayList<>();
        Nodes.items(Nodes.value(document, "items")).forEach(item -> all.addAll(of(item)));
        return all;
    }

    static String kind(Node object) {
        return Nodes.text(Nodes.value(object, "kind"));
    }

    /** The services that an HTTPRoute is for; of anything else, none. */
    static Set<String> services(Node object) {
        Set<String> services = new LinkedHashSet<>();
        Node spec = Nodes.value(object, "spec");
        if (kind(object).equals("HTTPRoute") && spec != null) {
            for (Node parent : Nodes.items(Nodes.value(spec, PARENTS))) {
                if (isService(parent)) {
                    services.add(name(parent));
                }
            }
        }
        return services;
    }

    private static boolean isService(Node parent) {
        return Nodes.text(Nodes.value(parent, "kind")).equals("Service");
    }

    private static String name(Node parent) {
        return Nodes.text(Nodes.value(parent, "name")).toLowerCase(Locale.ROOT);
    }

    /** The HTTPRoute as it is for one of its services. */
    static Node only(Node route, String service) {
        return replaced(
                route,
                "spec",
                spec -> replaced(spec, PARENTS, parents -> {
                    List<Node> its = Nodes.items(parents).stream()
                            .filter(parent -> isService(parent) && name(parent).equals(service))
                            .toList();
                    return new SequenceNode(parents.getTag(), its, FlowStyle.BLOCK);
                }));
    }

    private static Node replaced(Node in, String name, UnaryOperator<Node> change) {
        if (!(in instanceof MappingNode mapping)) {
            return in;
        }
        NodeTuple changed = Nodes.entry(in, name);
        List<NodeTuple> entries = mapping.getValue().stream()
                .map(entry -> entry == changed
                        ? new NodeTuple(entry.getKeyNode(), change.apply(entry.getValueNode()))
                        : entry)
                .toList();
        return new MappingNode(mapping.getTag(), entries, FlowStyle.BLOCK);
    }
}
