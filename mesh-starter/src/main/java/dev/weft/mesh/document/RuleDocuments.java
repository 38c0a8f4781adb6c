package dev.weft.mesh.document;

import dev.weft.mesh.model.ServiceName;
import dev.weft.mesh.rules.Conditions;
import dev.weft.mesh.rules.RuleDocument;
import dev.weft.mesh.rules.ServiceRules;
import dev.weft.mesh.security.EgressDocument;
import dev.weft.mesh.security.EgressPolicy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What several texts say. What is refused of one service, or of egress, leaves all else alone.
 *
 * @param services what each text says in the shape of {@code mesh.services}, by its source
 * @param egress what texts say in the shape of {@code mesh.egress}, by their sources
 * @param httpRoutes what the Kubernetes HTTPRoutes of each text attach to services, by its source and in the order of the
 *     texts: {@link AttachedRoutes#merge} says what they come to
 * @param gateways that HTTPRoutes are for, and not services
 * @param refusals what can't be used, and is missing above
 */
public record RuleDocuments(
        Map<String, Map<ServiceName, RuleDocument>> services,
        Map<String, EgressDocument> egress,
        Map<String, Map<ServiceName, List<AttachedRoutes>>> httpRoutes,
        Set<String> gateways,
        List<Refusal> refusals) {

    /** The longest text, in bytes as UTF-8. */
    public static final int MAX_BYTES = Documents.MAX_BYTES;

    /**
     * Something that can't be used.
     *
     * @param kind what it is
     * @param services of which it speaks
     * @param reason with the source of the text
     */
    public record Refusal(Kind kind, Set<ServiceName> services, InvalidDocumentException reason) {

        /** What can be refused by itself. */
        public enum Kind {
            SERVICE,
            EGRESS,
            HTTP_ROUTE
        }
    }

    public RuleDocuments {
        services = Map.copyOf(services);
        egress = Map.copyOf(egress);
        httpRoutes = Collections.unmodifiableMap(new LinkedHashMap<>(httpRoutes));
        gateways = Set.copyOf(gateways);
        refusals = List.copyOf(refusals);
    }

    /** Reads texts for an application that provides no conditions and allows egress. */
    public static RuleDocuments read(Map<String, String> texts, ServiceRules defaults) {
        return read(texts, defaults, Conditions.NONE, EgressPolicy.OPEN.mode());
    }

    /**
     * Reads texts.
     *
     * @param texts by their sources
     * @param defaults what holds within a part where a document says nothing
     * @param conditions that the application provides
     * @param mode what holds where an egress policy says none
     * @throws InvalidDocumentException if one of the texts can't be read, or it isn't clear of what it speaks; its source
     *     says which
     */
    public static RuleDocuments read(
            Map<String, String> texts, ServiceRules defaults, Conditions conditions, EgressPolicy.Mode mode) {
        Map<String, Map<ServiceName, RuleDocument>> services = new LinkedHashMap<>();
        Map<String, EgressDocument> egress = new LinkedHashMap<>();
        Map<String, List<Manifest>> manifests = new LinkedHashMap<>();
        List<Refusal> refusals = new ArrayList<>();
        texts.forEach((source, text) -> {
            RuleText parts = RuleText.read(source, text);
            services.put(source, services(parts, defaults, conditions, refusals));
            EgressDocument policy = egress(parts, mode, refusals);
            if (policy != null) {
                egress.put(source, policy);
            }
            manifests.put(source, parts.manifests());
        });
        Listeners listeners =
                Listeners.of(manifests.values().stream().flatMap(List::stream).toList());
        Map<String, Map<ServiceName, List<AttachedRoutes>>> httpRoutes = new LinkedHashMap<>();
        Set<String> gateways = new HashSet<>();
        manifests.forEach((source, its) -> {
            HttpRoutes routes = HttpRoutes.of(its, listeners, service -> true);
            httpRoutes.put(source, routes.services());
            gateways.addAll(routes.gateways().keySet());
            routes.refusals()
                    .forEach(refusal ->
                            refusals.add(new Refusal(Refusal.Kind.HTTP_ROUTE, refusal.services(), refusal.reason())));
        });
        return new RuleDocuments(services, egress, httpRoutes, gateways, refusals);
    }

    private static Map<ServiceName, RuleDocument> services(
            RuleText text, ServiceRules defaults, Conditions conditions, List<Refusal> refusals) {
        Map<ServiceName, RuleDocument> documents = new LinkedHashMap<>();
        Caps caps = new Caps();
        text.services().forEach((service, value) -> {
            try {
                documents.put(service, ServiceDocuments.read(value, caps, defaults, conditions));
            } catch (InvalidDocumentException e) {
                refusals.add(new Refusal(Refusal.Kind.SERVICE, Set.of(service), e));
            } catch (RuntimeException e) {
                // A condition's of the application, for instance: the other services move on all the same.
                refusals.add(new Refusal(
                        Refusal.Kind.SERVICE,
                        Set.of(service),
                        value.refuse("it can't be read: " + e, "what can be read")));
            }
        });
        return documents;
    }

    private static @Nullable EgressDocument egress(RuleText text, EgressPolicy.Mode mode, List<Refusal> refusals) {
        if (text.egress() == null) {
            return null;
        }
        try {
            return EgressDocuments.read(text.egress(), mode);
        } catch (InvalidDocumentException e) {
            refusals.add(new Refusal(Refusal.Kind.EGRESS, Set.of(), e));
            return null;
        }
    }
}
