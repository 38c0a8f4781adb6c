package dev.weft.meshctl.document;

import dev.weft.meshctl.Exit;
import dev.weft.meshctl.Failure;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.Tag;

/** Takes files apart into one document a service, as the registry stores them. A text is kept as it is where that can be. */
public final class DocumentFiles {

    private static final Pattern BEGIN = Pattern.compile("---(\\s.*)?");
    private static final Pattern END = Pattern.compile("\\.\\.\\.(\\s.*)?");

    private final Map<String, ServiceDocument> documents = new LinkedHashMap<>();

    /** Adds a file's text. */
    public void add(String source, String text) {
        YamlText whole = YamlText.parse(source, text);
        Set<String> services = new LinkedHashSet<>();
        whole.documents().forEach(document -> services.addAll(services(source, document)));
        if (services.size() == 1) {
            add(new ServiceDocument(services.iterator().next(), text, source, 0));
            return;
        }
        int line = 0;
        for (String chunk : chunks(text)) {
            for (Node document : YamlText.parse(source, chunk).documents()) {
                addDocument(source, line, chunk, document);
            }
            line += (int) chunk.chars().filter(c -> c == '\n').count();
        }
    }

    /** One document a service, in the order in which they were met. */
    public Collection<ServiceDocument> documents() {
        return documents.values();
    }

    private void addDocument(String source, int line, String chunk, Node document) {
        Set<String> services = services(source, document);
        if (services.size() == 1) {
            add(new ServiceDocument(services.iterator().next(), chunk, source, line));
            return;
        }
        for (String service : services) {
            if (Manifests.isOne(document)) {
                for (Node object : Manifests.of(document)) {
                    if (Manifests.services(object).contains(service)) {
                        add(new ServiceDocument(service, Nodes.document(Manifests.only(object, service)), source, -1));
                    }
                }
            } else {
                add(new ServiceDocument(service, Nodes.document(only(document, service)), source, -1));
            }
        }
    }

    private void add(ServiceDocument document) {
        documents.merge(document.service(), document, ServiceDocument::and);
    }

    private static Set<String> services(String source, Node document) {
        Set<String> services = new LinkedHashSet<>();
        if (Manifests.isOne(document)) {
            Manifests.of(document).forEach(object -> services.addAll(Manifests.services(object)));
        } else {
            services.addAll(NamedServices.of(source, document));
        }
        if (services.isEmpty()) {
            throw new Failure(
                    Exit.REFUSED,
                    source + ":" + (document.getStartMark().getLine() + 1)
                            + ": no rules of a service (expected: services, or an HTTPRoute with a Service among its"
                            + " parentRefs)");
        }
        return services;
    }

    private static Node only(Node document, String service) {
        List<NodeTuple> entries = new ArrayList<>();
        for (Hits.Hit hit : Hits.of(document, service)) {
            String key = "mesh.services." + service + (hit.rest().isEmpty() ? "" : "." + hit.rest());
            entries.add(new NodeTuple(Nodes.string(key, false), hit.entry().getValueNode()));
        }
        return new MappingNode(Tag.MAP, entries, FlowStyle.BLOCK);
    }

    /** The documents of a stream as they are written, each with the marker that it begins with. */
    private static List<String> chunks(String text) {
        List<String> chunks = new ArrayList<>();
        StringBuilder chunk = new StringBuilder();
        for (String line : text.split("(?<=\n)")) {
            boolean end = END.matcher(line.stripTrailing()).matches();
            if (end || BEGIN.matcher(line.stripTrailing()).matches()) {
                chunks.add(chunk.toString());
                chunk.setLength(0);
            }
            chunk.append(end ? "\n" : line);
        }
        chunks.add(chunk.toString());
        return chunks;
    }
}
