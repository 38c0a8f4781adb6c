package dev.weft.meshctl.document;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;

/** Finds what a text says of a service, which may be written in mappings within each other or by dotted keys. */
final class Hits {

    /**
     * A place that speaks of the service.
     *
     * @param in the mapping that has the entry
     * @param rest what the entry's key says beyond the service, as {@code routes} of {@code services.petdetails.routes}
     */
    record Hit(MappingNode in, NodeTuple entry, String rest) {}

    private Hits() {}

    static List<Hit> of(Node document, String service) {
        List<Hit> hits = new ArrayList<>();
        find(document, List.of("mesh", "services", service), hits);
        find(document, List.of("services", service), hits);
        return hits;
    }

    private static void find(Node in, List<String> path, List<Hit> hits) {
        if (in instanceof MappingNode mapping) {
            for (NodeTuple entry : mapping.getValue()) {
                match(mapping, entry, path, hits);
            }
        }
    }

    private static void match(MappingNode in, NodeTuple entry, List<String> path, List<Hit> hits) {
        String key = Nodes.text(entry.getKeyNode());
        for (int i = 0; i < path.size(); i++) {
            String name = begins(key, path.get(i)) ? path.get(i) : "[" + path.get(i) + "]";
            if (!begins(key, name)) {
                return;
            }
            boolean last = i == path.size() - 1;
            if (key.length() == name.length()) {
                if (last) {
                    hits.add(new Hit(in, entry, ""));
                } else {
                    find(entry.getValueNode(), path.subList(i + 1, path.size()), hits);
                }
                return;
            }
            key = key.substring(name.length() + 1);
            // Within a mapping of services a dot is part of a name.
            if (last && path.size() > 1) {
                hits.add(new Hit(in, entry, key));
            }
        }
    }

    private static boolean begins(String key, String name) {
        return key.toLowerCase(Locale.ROOT).startsWith(name)
                && (key.length() == name.length() || key.charAt(name.length()) == '.');
    }
}
