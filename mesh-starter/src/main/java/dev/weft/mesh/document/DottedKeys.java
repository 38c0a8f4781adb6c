package dev.weft.mesh.document;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Takes keys such as {@code mesh.services.petdetails.timeout} apart, which in application.yml are a short way to say the
 * same as mappings within each other.
 */
final class DottedKeys {

    private static final String SERVICES = "mesh.services";
    private static final String PREFIX = SERVICES + ".";

    private DottedKeys() {}

    /**
     * The document with what was written of services by such keys below one key {@code mesh.services}.
     *
     * @param source where the document comes from, for messages
     */
    static Node nested(String source, Node document) {
        if (!(document instanceof Node.Mapping mapping)
                || mapping.entries().stream().noneMatch(entry -> entry.key().startsWith(PREFIX))) {
            return document;
        }
        List<Node.Entry> others = new ArrayList<>();
        Map<String, Node.Entry> services = new LinkedHashMap<>();
        for (Node.Entry entry : mapping.entries()) {
            if (entry.key().startsWith(PREFIX)) {
                add(source, below(entry, PREFIX.length()), services);
            } else if (entry.key().equals(SERVICES) && entry.value() instanceof Node.Mapping written) {
                written.entries().forEach(service -> merge(source, service, services));
            } else {
                others.add(entry);
            }
        }
        others.add(new Node.Entry(
                SERVICES,
                new Node.Mapping(List.copyOf(services.values()), mapping.line(), mapping.column()),
                mapping.line(),
                mapping.column()));
        return new Node.Mapping(others, mapping.line(), mapping.column());
    }

    private static void add(String source, Node.Entry entry, Map<String, Node.Entry> services) {
        String key = entry.key();
        int end = key.startsWith("[") ? key.indexOf(']') + 1 : key.indexOf('.');
        if (end <= 0 || end == key.length()) {
            merge(source, entry, services);
            return;
        }
        Node.Entry part = below(entry, end + 1);
        Node parts = new Node.Mapping(List.of(part), entry.line(), entry.column());
        merge(source, new Node.Entry(key.substring(0, end), parts, entry.line(), entry.column()), services);
    }

    private static Node.Entry below(Node.Entry entry, int length) {
        return new Node.Entry(entry.key().substring(length), entry.value(), entry.line(), entry.column());
    }

    private static void merge(String source, Node.Entry service, Map<String, Node.Entry> services) {
        Node.Entry before = services.putIfAbsent(service.key(), service);
        if (before == null) {
            return;
        }
        if (!(before.value() instanceof Node.Mapping first) || !(service.value() instanceof Node.Mapping second)) {
            throw twice(source, service);
        }
        List<Node.Entry> parts = new ArrayList<>(first.entries());
        for (Node.Entry part : second.entries()) {
            if (first.get(part.key()) != null) {
                throw twice(source, part);
            }
            parts.add(part);
        }
        Node all = new Node.Mapping(parts, first.line(), first.column());
        services.put(service.key(), new Node.Entry(before.key(), all, before.line(), before.column()));
    }

    private static InvalidDocumentException twice(String source, Node.Entry entry) {
        return new InvalidDocumentException(
                source, entry.line(), entry.column(), Shown.text(entry.key()), "a second time", "each property once");
    }
}
