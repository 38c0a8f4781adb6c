package dev.weft.registry.check;

import dev.weft.mesh.document.InvalidDocumentException;
import dev.weft.mesh.document.RuleDocuments;
import dev.weft.mesh.model.ServiceName;
import dev.weft.mesh.rules.Part;
import dev.weft.mesh.rules.RuleDocument;
import dev.weft.mesh.rules.ServiceRules;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.stereotype.Component;

/** Reads stored documents as the mesh's clients do: what they would refuse is not stored. */
@Component
public final class DocumentReader {

    /**
     * What a document makes of a service's rules; of what it leaves out, the defaults.
     *
     * @param source where the text comes from, for messages
     * @param service whose rules it must hold, and nobody else's
     * @throws RefusedDocumentException if it can't be used
     */
    public ServiceRules read(String source, ServiceName service, String text) {
        RuleDocuments documents = documents(source, text);
        Map<ServiceName, RuleDocument> written = documents.services().getOrDefault(source, Map.of());
        Set<String> meant = new TreeSet<>(documents.gateways());
        written.keySet().forEach(name -> meant.add(name.value()));
        documents.httpRoutes().keySet().forEach(name -> meant.add(name.value()));
        if (!meant.equals(Set.of(service.value()))) {
            String found = meant.isEmpty() ? "no rules" : "rules for " + String.join(", ", meant);
            throw refused(source, found, "rules for " + service + ", and for nobody else");
        }
        RuleDocument said = written.get(service);
        RuleDocument routes = documents.httpRoutes().get(service);
        if (said != null && routes != null && said.parts().contains(Part.ROUTES)) {
            throw refused(source, "routes beside an HTTPRoute", "one of them");
        }
        ServiceRules rules = said == null ? ServiceRules.defaults() : said.rules();
        return routes == null ? rules : rules.withRoutes(routes.rules().routes());
    }

    private static RuleDocuments documents(String source, String text) {
        try {
            RuleDocuments documents = RuleDocuments.read(Map.of(source, text), ServiceRules.defaults());
            if (!documents.refusals().isEmpty()) {
                throw new RefusedDocumentException(
                        source,
                        documents.refusals().stream()
                                .map(refusal -> Problem.of(refusal.reason()))
                                .toList());
            }
            return documents;
        } catch (InvalidDocumentException e) {
            throw new RefusedDocumentException(source, List.of(Problem.of(e)));
        }
    }

    private static RefusedDocumentException refused(String source, String problem, String expected) {
        return new RefusedDocumentException(source, List.of(new Problem(1, 1, "", problem, expected)));
    }
}
