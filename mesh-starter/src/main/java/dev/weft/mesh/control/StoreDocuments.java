package dev.weft.mesh.control;

import dev.weft.mesh.document.InvalidDocumentException;
import dev.weft.mesh.document.RuleDocuments;
import dev.weft.mesh.model.ServiceName;
import dev.weft.mesh.rules.RuleBook;
import dev.weft.mesh.rules.RuleDocument;
import dev.weft.mesh.security.EgressPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads the texts of the registry's store, each of which speaks of one service. */
final class StoreDocuments {

    private StoreDocuments() {}

    /**
     * What a text says, the strongest first; nothing if there is no text.
     *
     * @param source where it comes from, in words
     * @throws InvalidDocumentException if it can't be used
     * @throws IllegalArgumentException if it is not about that service and nothing else
     */
    static List<RuleDocument> read(String source, ServiceName service, @Nullable String text, RuleBook book) {
        if (text == null) {
            return List.of();
        }
        RuleDocuments documents = RuleDocuments.read(
                Map.of(source, text), book.defaults().rules(), book.conditions(), EgressPolicy.OPEN.mode());
        if (!documents.refusals().isEmpty()) {
            throw documents.refusals().get(0).reason();
        }
        Map<ServiceName, RuleDocument> written = documents.services().getOrDefault(source, Map.of());
        Set<ServiceName> meant = new TreeSet<>(written.keySet());
        meant.addAll(documents.httpRoutes().keySet());
        meant.remove(service);
        if (!meant.isEmpty() || !documents.egress().isEmpty()) {
            throw new IllegalArgumentException(source + ": " + (meant.isEmpty() ? "mesh.egress" : "rules for " + meant)
                    + " (expected: rules for " + service + ", and nothing else)");
        }
        List<RuleDocument> its = new ArrayList<>();
        add(written.get(service), its);
        add(documents.httpRoutes().get(service), its);
        return its;
    }

    private static void add(@Nullable RuleDocument document, List<RuleDocument> documents) {
        if (document != null) {
            documents.add(document);
        }
    }
}
