package dev.weft.mesh.document;

import dev.weft.mesh.model.ServiceName;
import dev.weft.mesh.rules.Conditions;
import dev.weft.mesh.rules.Part;
import dev.weft.mesh.rules.RuleDocument;
import dev.weft.mesh.rules.ServiceRules;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What several texts say of services. What is refused of one service leaves all others alone.
 *
 * @param services what each text says in the shape of {@code mesh.services}, by its source
 * @param httpRoutes what the Kubernetes HTTPRoutes of all texts come to
 * @param gateways that HTTPRoutes are for, and not services
 * @param refusals what can't be used, and is missing above
 */
public record RuleDocuments(
        Map<String, Map<ServiceName, RuleDocument>> services,
        Map<ServiceName, RuleDocument> httpRoutes,
        Set<String> gateways,
        List<Refusal> refusals) {

    /** The longest text, in bytes as UTF-8. */
    public static final int MAX_BYTES = Documents.MAX_BYTES;

    /**
     * Something that can't be used.
     *
     * @param services of which it speaks
     * @param httpRoute whether it is an HTTPRoute
     * @param reason with the source of the text
     */
    public record Refusal(Set<ServiceName> services, boolean httpRoute, InvalidDocumentException reason) {}

    public RuleDocuments {
        services = Map.copyOf(services);
        httpRoutes = Map.copyOf(httpRoutes);
        gateways = Set.copyOf(gateways);
        refusals = List.copyOf(refusals);
    }

    /**
     * Reads texts.
     *
     * @param texts by their sources
     * @param defaults what holds within a part where a document says nothing
     * @throws InvalidDocumentException if one of the texts can't be read, or it isn't clear of which service it speaks;
     *     its source says which
     */
    public static RuleDocuments read(Map<String, String> texts, ServiceRules defaults) {
        return read(texts, defaults, Conditions.NONE);
    }

    /**
     * Reads texts that may name conditions which the application provides.
     *
     * @param texts by their sources
     * @param defaults what holds within a part where a document says nothing
     * @param conditions that the application provides
     * @throws InvalidDocumentException as above
     */
    public static RuleDocuments read(Map<String, String> texts, ServiceRules defaults, Conditions conditions) {
        Map<String, Map<ServiceName, RuleDocument>> services = new LinkedHashMap<>();
        List<Manifest> manifests = new ArrayList<>();
        List<Refusal> refusals = new ArrayList<>();
        texts.forEach((source, text) -> {
            RuleText parts = RuleText.read(source, text);
            services.put(source, services(parts, defaults, conditions, refusals));
            manifests.addAll(parts.manifests());
        });
        HttpRoutes routes = HttpRoutes.of(manifests, service -> true);
        routes.refusals().forEach(refusal -> refusals.add(new Refusal(refusal.services(), true, refusal.reason())));
        return new RuleDocuments(services, documents(routes), routes.gateways().keySet(), refusals);
    }

    private static Map<ServiceName, RuleDocument> services(
            RuleText text, ServiceRules defaults, Conditions conditions, List<Refusal> refusals) {
        Map<ServiceName, RuleDocument> documents = new LinkedHashMap<>();
        Caps caps = new Caps();
        text.services().forEach((service, value) -> {
            try {
                documents.put(service, ServiceDocuments.read(value, caps, defaults, conditions));
            } catch (InvalidDocumentException e) {
                refusals.add(new Refusal(Set.of(service), false, e));
            }
        });
        return documents;
    }

    private static Map<ServiceName, RuleDocument> documents(HttpRoutes routes) {
        Map<ServiceName, RuleDocument> documents = new LinkedHashMap<>();
        routes.services().forEach((service, its) -> {
            String source = String.join(", ", routes.sources().getOrDefault(service, Set.of()));
            documents.put(
                    service,
                    new RuleDocument(
                            source, Set.of(Part.ROUTES), ServiceRules.defaults().withRoutes(its)));
        });
        return documents;
    }
}
