package dev.weft.registry.check;

import dev.weft.mesh.document.StoredRules;
import dev.weft.mesh.model.ServiceName;
import dev.weft.mesh.rules.Conditions;
import dev.weft.mesh.rules.Layer;
import dev.weft.mesh.rules.Part;
import dev.weft.mesh.rules.RuleBook;
import dev.weft.mesh.rules.RuleDocument;
import dev.weft.mesh.rules.ServiceRules;
import java.util.EnumSet;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * Reads stored documents as the mesh's clients do, with the classes that they read them with: what they would refuse is not
 * stored. What a client has beside them, rules and conditions of its own, nobody knows here: it may refuse them all the
 * same, and says so.
 */
@Component
public final class DocumentReader {

    private static final RuleDocument DEFAULTS =
            new RuleDocument("built in", EnumSet.allOf(Part.class), ServiceRules.defaults());

    /**
     * What a document makes of a service's rules; of what it leaves out, the defaults.
     *
     * @param source where the text comes from, for messages
     * @param service whose rules it must hold, and nobody else's
     * @throws RefusedDocumentException if it can't be used
     */
    public ServiceRules read(String source, ServiceName service, String text) {
        RuleBook book = new RuleBook(List.of(DEFAULTS), true, Conditions.ASSUMED);
        StoredRules stored = StoredRules.read(source, service, text, ServiceRules.defaults(), book.conditions());
        if (!stored.problems().isEmpty()) {
            throw new RefusedDocumentException(
                    source, stored.problems().stream().map(Problem::of).toList());
        }
        book.put(Layer.STORE, service, stored.documents());
        String problem = book.problem(Layer.STORE, service);
        if (problem != null) {
            throw new RefusedDocumentException(source, List.of(Problem.of(problem)));
        }
        return book.rules(service);
    }
}
