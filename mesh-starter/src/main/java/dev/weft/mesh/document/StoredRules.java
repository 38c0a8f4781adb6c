package dev.weft.mesh.document;

import dev.weft.mesh.model.ServiceName;
import dev.weft.mesh.rules.Conditions;
import dev.weft.mesh.rules.Part;
import dev.weft.mesh.rules.RuleDocument;
import dev.weft.mesh.rules.ServiceRules;
import dev.weft.mesh.security.EgressPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A text of a registry's store, which speaks of one service and nothing else. The registry and its clients read it here, so
 * that what the one stores the others take.
 *
 * @param documents what it says of the service, the strongest first; none if it can't be used
 * @param problems why it can't be used; none if it can
 */
public record StoredRules(List<RuleDocument> documents, List<InvalidDocumentException> problems) {

    public StoredRules {
        documents = List.copyOf(documents);
        problems = List.copyOf(problems);
    }

    /**
     * Reads a text.
     *
     * @param source where it comes from, for messages
     * @param defaults what holds within a part where it says nothing
     * @param conditions that the application provides
     */
    public static StoredRules read(
            String source, ServiceName service, String text, ServiceRules defaults, Conditions conditions) {
        try {
            RuleDocuments all =
                    RuleDocuments.read(Map.of(source, text), defaults, conditions, EgressPolicy.OPEN.mode());
            return all.refusals().isEmpty() ? of(source, service, all) : refused(all);
        } catch (InvalidDocumentException e) {
            return new StoredRules(List.of(), List.of(e));
        }
    }

    private static StoredRules refused(RuleDocuments all) {
        return new StoredRules(
                List.of(),
                all.refusals().stream().map(RuleDocuments.Refusal::reason).toList());
    }

    private static StoredRules of(String source, ServiceName service, RuleDocuments all) {
        Map<ServiceName, RuleDocument> written = all.services().getOrDefault(source, Map.of());
        Map<ServiceName, RuleDocument> routed =
                AttachedRoutes.merge(all.httpRoutes().values());
        Set<String> meant = new TreeSet<>();
        written.keySet().forEach(name -> meant.add("rules for " + name));
        routed.keySet().forEach(name -> meant.add("rules for " + name));
        all.gateways().forEach(name -> meant.add("routes for the gateway " + name));
        if (!all.egress().isEmpty()) {
            meant.add("mesh.egress");
        }
        String itself = "rules for " + service;
        if (!meant.equals(Set.of(itself))) {
            return wrong(
                    source, meant.isEmpty() ? "no rules" : String.join(", ", meant), itself + ", and nothing else");
        }
        List<RuleDocument> its = new ArrayList<>();
        if (written.containsKey(service)) {
            its.add(written.get(service));
        }
        if (routed.containsKey(service)) {
            its.add(routed.get(service));
        }
        if (its.size() > 1 && its.get(0).parts().contains(Part.ROUTES)) {
            return wrong(source, "routes beside an HTTPRoute", "one of them");
        }
        return new StoredRules(its, List.of());
    }

    private static StoredRules wrong(String source, String problem, String expected) {
        return new StoredRules(List.of(), List.of(new InvalidDocumentException(source, 1, 1, "", problem, expected)));
    }
}
