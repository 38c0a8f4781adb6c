package dev.weft.mesh.document;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Takes keys such as {@code mesh.services.petdetails.timeout} and {@code mesh.egress.mode} apart, which in application.yml
 * are a short way to say the same as mappings within each other.
 */
final class DottedKeys {

    private static final String SERVICES = "mesh.services";
    private static final String SERVICE = SERVICES + ".";
    private static final String EGRESS = "mesh.egress";
    private static final String OF_EGRESS = EGRESS + ".";

    private DottedKeys() {}

    /**
     * The document with what was written by such keys below one key {@code mesh.services} and one {@code mesh.egress}.
     *
     * @param source where the document comes from, for messages
     */
    static Node nested(String source, Node document) {
        if (!(document instanceof Node.Mapping mapping)
                || mapping.entries().stream().noneMatch(DottedKeys::isMeant)) {
            return document;
        }
        List<Node.Entry> others = new ArrayList<>();
        Map<String, Parts> services = new LinkedHashMap<>();
        Map<String, Parts> egress = new LinkedHashMap<>();
        for (Node.Entry entry : mapping.entries()) {
            if (entry.key().startsWith(SERVICE)) {
                add(source, below(entry, SERVICE.length()), services);
            } else if (entry.key().equals(SERVICES) && entry.value() instanceof Node.Mapping written) {
                written.entries().forEach(service -> merge(source, service, services));
            } else if (entry.key().startsWith(OF_EGRESS)) {
                merge(source, within(EGRESS, below(entry, OF_EGRESS.length())), egress);
            } else if (entry.key().equals(EGRESS)) {
                merge(source, entry, egress);
            } else {
                others.add(entry);
            }
        }
        others.addAll(entries(egress));
        if (!services.isEmpty()) {
            Node all = new Node.Mapping(entries(services), mapping.line(), mapping.column());
            others.add(new Node.Entry(SERVICES, all, mapping.line(), mapping.column()));
        }
        return new Node.Mapping(others, mapping.line(), mapping.column());
    }

    private static boolean isMeant(Node.Entry entry) {
        return entry.key().startsWith(SERVICE) || entry.key().startsWith(OF_EGRESS);
    }

    private static List<Node.Entry> entries(Map<String, Parts> all) {
        return all.values().stream().map(Parts::entry).toList();
    }

    private static void add(String source, Node.Entry entry, Map<String, Parts> services) {
        String key = entry.key();
        int end = key.startsWith("[") ? key.indexOf(']') + 1 : key.indexOf('.');
        if (end <= 0 || end == key.length()) {
            merge(source, entry, services);
            return;
        }
        merge(source, within(key.substring(0, end), below(entry, end + 1)), services);
    }

    private static Node.Entry within(String key, Node.Entry part) {
        Node parts = new Node.Mapping(List.of(part), part.line(), part.column());
        return new Node.Entry(key, parts, part.line(), part.column());
    }

    private static Node.Entry below(Node.Entry entry, int length) {
        return new Node.Entry(entry.key().substring(length), entry.value(), entry.line(), entry.column());
    }

    private static void merge(String source, Node.Entry named, Map<String, Parts> all) {
        Parts before = all.putIfAbsent(named.key(), new Parts(named));
        if (before != null) {
            before.add(source, named);
        }
    }

    private static InvalidDocumentException twice(String source, Node.Entry entry) {
        return new InvalidDocumentException(
                source, entry.line(), entry.column(), Shown.text(entry.key()), "a second time", "each property once");
    }

    /** What the entries of one key say together. */
    private static final class Parts {

        private final Node.Entry first;
        private final Map<String, Node.Entry> parts = new LinkedHashMap<>();

        Parts(Node.Entry first) {
            this.first = first;
        }

        void add(String source, Node.Entry next) {
            if (!(first.value() instanceof Node.Mapping mapping) || !(next.value() instanceof Node.Mapping more)) {
                throw twice(source, next);
            }
            if (parts.isEmpty()) {
                mapping.entries().forEach(part -> parts.put(part.key(), part));
            }
            for (Node.Entry part : more.entries()) {
                if (parts.putIfAbsent(part.key(), part) != null) {
                    throw twice(source, part);
                }
            }
        }

        Node.Entry entry() {
            if (parts.isEmpty()) {
                return first;
            }
            Node value = first.value();
            Node merged = new Node.Mapping(List.copyOf(parts.values()), value.line(), value.column());
            return new Node.Entry(first.key(), merged, first.line(), first.column());
        }
    }
}
