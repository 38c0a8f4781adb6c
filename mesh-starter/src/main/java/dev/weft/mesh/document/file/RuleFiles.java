package dev.weft.mesh.document.file;

import dev.weft.mesh.document.AttachedRoutes;
import dev.weft.mesh.document.InvalidDocumentException;
import dev.weft.mesh.document.RuleDocuments;
import dev.weft.mesh.document.file.Look.Content;
import dev.weft.mesh.document.file.Look.FileId;
import dev.weft.mesh.model.ServiceName;
import dev.weft.mesh.rules.Layer;
import dev.weft.mesh.rules.RuleBook;
import dev.weft.mesh.rules.RuleDocument;
import dev.weft.mesh.security.EgressDocument;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the rule book and the egress policy as files say. A change counts once two looks have found the same, so that a file which is being
 * written is not taken for what it isn't yet. What can't be used leaves in force what was good before: of one service,
 * or of egress, where it is clear that it is meant, else of the whole file. Confined to one thread, but for {@link #files}.
 */
final class RuleFiles {

    private final RuleBook book;
    private final EgressFiles egress;

    private @Nullable Look before;
    private SortedMap<FileId, Content> settled = new TreeMap<>();
    private Map<String, String> good = Map.of();
    private final Map<String, Instant> loaded = new HashMap<>();
    private Map<String, Map<ServiceName, RuleDocument>> services = Map.of();
    private Map<String, EgressDocument> policies = Map.of();
    private Map<String, Map<ServiceName, List<AttachedRoutes>>> routes = Map.of();

    private volatile List<RuleFile> files = List.of();
    private volatile List<String> warnings = List.of();

    RuleFiles(RuleBook book, EgressFiles egress) {
        this.book = book;
        this.egress = egress;
    }

    /** The files whose rules are in force, or would be. */
    List<RuleFile> files() {
        return files;
    }

    /** What of them has no effect. */
    List<String> warnings() {
        return warnings;
    }

    /**
     * Takes what was found.
     *
     * @return whether it is the same as the time before
     */
    boolean take(Look look, Instant now) {
        Look last = before == null ? look : before;
        before = look;
        SortedMap<FileId, Content> next = settled(last, look);
        if (!next.equals(settled)) {
            read(next, now);
            // Only now, so that what has failed unexpectedly is tried again at the next look.
            settled = next;
        }
        return look.equals(last);
    }

    private SortedMap<FileId, Content> settled(Look last, Look look) {
        SortedSet<FileId> names = new TreeSet<>(settled.keySet());
        names.addAll(look.files().keySet());
        SortedMap<FileId, Content> next = new TreeMap<>();
        for (FileId file : names) {
            Content found = look.files().get(file);
            boolean still = Objects.equals(found, last.files().get(file)) && !look.isHidden(file);
            Content content = still ? found : settled.get(file);
            if (content != null) {
                next.put(file, content);
            }
        }
        return next;
    }

    private void read(SortedMap<FileId, Content> next, Instant now) {
        Map<String, String> texts = new LinkedHashMap<>();
        Map<String, List<String>> errors = new LinkedHashMap<>();
        next.forEach((file, content) -> {
            errors.put(file.name(), new ArrayList<>());
            String text = content.text() != null ? content.text() : good.get(file.name());
            if (content.trouble() != null) {
                errors.get(file.name()).add(content.trouble());
            }
            if (text != null) {
                texts.put(file.name(), text);
            }
        });
        RuleDocuments documents = documents(texts, errors);
        texts.forEach((file, text) -> {
            if (!text.equals(good.get(file))) {
                loaded.put(file, now);
            }
        });
        good = texts;
        loaded.keySet().retainAll(errors.keySet());
        keep(documents, errors);
        warnings = documents.gateways().stream()
                .sorted()
                .map(gateway -> "the HTTPRoutes of the gateway " + gateway
                        + " have no effect: only those whose parentRefs name a Service are obeyed")
                .toList();
        files = errors.entrySet().stream()
                .map(file -> new RuleFile(file.getKey(), loaded.get(file.getKey()), file.getValue()))
                .toList();
        publish(next.keySet());
    }

    /** A text that can't be read gives way to the one before, or is left out. */
    private RuleDocuments documents(Map<String, String> texts, Map<String, List<String>> errors) {
        while (true) {
            try {
                return RuleDocuments.read(texts, book.defaults().rules(), book.conditions(), egress.mode());
            } catch (InvalidDocumentException e) {
                String file = e.source();
                String previous = good.get(file);
                errors.getOrDefault(file, new ArrayList<>()).add(e.getMessage());
                if (previous == null || previous.equals(texts.get(file))) {
                    texts.remove(file);
                } else {
                    texts.put(file, previous);
                }
            }
        }
    }

    private void keep(RuleDocuments documents, Map<String, List<String>> errors) {
        Map<String, Map<ServiceName, RuleDocument>> nextServices = byFile(documents.services());
        Map<String, Map<ServiceName, List<AttachedRoutes>>> nextRoutes = byFile(documents.httpRoutes());
        Map<String, EgressDocument> nextPolicies = new LinkedHashMap<>(documents.egress());
        for (RuleDocuments.Refusal refusal : documents.refusals()) {
            String file = refusal.reason().source();
            errors.getOrDefault(file, new ArrayList<>()).add(refusal.reason().getMessage());
            if (refusal.kind() == RuleDocuments.Refusal.Kind.EGRESS) {
                carry(file, policies, nextPolicies);
            }
            // In both shapes: what is refused now may have stood in the other one before.
            for (ServiceName service : refusal.services()) {
                carry(service, services.getOrDefault(file, Map.of()), nextServices.getOrDefault(file, new HashMap<>()));
                carry(service, routes.getOrDefault(file, Map.of()), nextRoutes.getOrDefault(file, new HashMap<>()));
            }
        }
        services = nextServices;
        routes = nextRoutes;
        policies = nextPolicies;
    }

    private static <V> Map<String, Map<ServiceName, V>> byFile(Map<String, Map<ServiceName, V>> read) {
        Map<String, Map<ServiceName, V>> files = new LinkedHashMap<>();
        read.forEach((file, its) -> files.put(file, new LinkedHashMap<>(its)));
        return files;
    }

    /** Keeps what there was, unless there is something new. */
    private static <K, V> void carry(K key, Map<K, V> from, Map<K, V> to) {
        V previous = from.get(key);
        if (previous != null) {
            to.putIfAbsent(key, previous);
        }
    }

    private void publish(Set<FileId> order) {
        EgressDocument strongest = null;
        Map<ServiceName, List<RuleDocument>> written = new LinkedHashMap<>();
        List<Map<ServiceName, List<AttachedRoutes>>> attached = new ArrayList<>();
        for (FileId file : order) {
            strongest = policies.getOrDefault(file.name(), strongest);
            services.getOrDefault(file.name(), Map.of()).forEach((service, document) -> {
                // What a later file says comes first.
                written.computeIfAbsent(service, its -> new ArrayList<>()).add(0, document);
            });
            attached.add(routes.getOrDefault(file.name(), Map.of()));
        }
        Map<ServiceName, List<RuleDocument>> routed = new LinkedHashMap<>();
        AttachedRoutes.merge(attached).forEach((service, document) -> routed.put(service, List.of(document)));
        // First, so that no rule sends calls to a host that isn't allowed yet.
        egress.put(strongest);
        book.put(Map.of(Layer.FILES, written, Layer.HTTP_ROUTES, routed));
    }
}
