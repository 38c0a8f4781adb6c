package dev.weft.meshctl.document;

import dev.weft.meshctl.Exit;
import dev.weft.meshctl.Failure;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;

/** Which services a document in the shape of {@code mesh.services} speaks of. */
final class NamedServices {

    private static final String MESH = "mesh.";
    private static final String SERVICES = "services";

    private NamedServices() {}

    static Set<String> of(String source, Node document) {
        Set<String> names = new LinkedHashSet<>();
        collect(source, "", document, names);
        return names;
    }

    private static void collect(String source, String path, Node node, Set<String> names) {
        if (!(node instanceof MappingNode mapping)) {
            return;
        }
        for (NodeTuple entry : mapping.getValue()) {
            String key = path + Nodes.text(entry.getKeyNode());
            String within = key.startsWith(MESH) ? key.substring(MESH.length()) : key;
            if (within.equals("egress") || within.startsWith("egress.")) {
                throw new Failure(
                        Exit.REFUSED,
                        source + ":" + (entry.getKeyNode().getStartMark().getLine() + 1)
                                + ": egress (expected: rules of services; egress belongs to the callers' own files)");
            }
            if (key.equals("mesh") || within.equals(SERVICES)) {
                collect(source, key + ".", entry.getValueNode(), names);
            } else if (within.startsWith(SERVICES + ".")) {
                names.add(first(within.substring(SERVICES.length() + 1), path.endsWith(SERVICES + ".")));
            }
        }
    }

    /** @param whole whether the name stands by itself, so that a dot is part of it */
    private static String first(String name, boolean whole) {
        String first = name;
        if (name.startsWith("[")) {
            first = name.substring(1, Math.max(1, name.indexOf(']')));
        } else if (!whole && name.indexOf('.') > 0) {
            first = name.substring(0, name.indexOf('.'));
        }
        return first.toLowerCase(Locale.ROOT);
    }
}
