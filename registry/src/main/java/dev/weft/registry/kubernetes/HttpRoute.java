package dev.weft.registry.kubernetes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.weft.mesh.model.ServiceName;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** An HTTPRoute as the API server has it. Its parents are here those that are meant as Services: others are for gateways. */
record HttpRoute(GenericKubernetesResource resource) {

    /** As the Gateway API settles ties between routes. */
    static final Comparator<HttpRoute> PRECEDENCE = Comparator.comparing((HttpRoute route) ->
                    String.valueOf(route.resource.getMetadata().getCreationTimestamp()))
            .thenComparing(HttpRoute::name);

    private static final String GATEWAY_GROUP = "gateway.networking.k8s.io";
    private static final String UNSUPPORTED = "UnsupportedValue";

    /** The order of keys is nobody's intent: the same route is always the same text. */
    private static final ObjectMapper JSON =
            new ObjectMapper().configure(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS, true);

    /**
     * A reference to a Service.
     *
     * @param reference as it is written
     * @param service whose routes these are, or null if it can't be one
     * @param reason why it can't be, as the condition Accepted has it
     * @param problem the same in words, or null
     */
    record Parent(
            Map<String, Object> reference,
            @Nullable ServiceName service,
            String reason,
            @Nullable String problem) {

        static Parent of(Map<String, Object> reference, ServiceName service) {
            return new Parent(reference, service, "Accepted", null);
        }

        static Parent refused(Map<String, Object> reference, String reason, @Nullable String problem) {
            return new Parent(reference, null, reason, problem);
        }
    }

    /** Of this very object: another one of its name has another. */
    String id() {
        return String.valueOf(resource.getMetadata().getUid());
    }

    /** As it is written now: what controllers say of it is no part of that. */
    String version() {
        return id() + " " + generation();
    }

    String name() {
        return resource.getMetadata().getName();
    }

    long generation() {
        Long generation = resource.getMetadata().getGeneration();
        return generation == null ? 0 : generation;
    }

    List<Parent> parents() {
        return references().stream()
                .filter(reference -> isService(reference) || lacksGroup(reference))
                .map(this::parent)
                .toList();
    }

    private Parent parent(Map<String, Object> reference) {
        if (lacksGroup(reference)) {
            return Parent.refused(
                    reference,
                    "NoMatchingParent",
                    "a Service of group \"" + GATEWAY_GROUP
                            + "\", which is what a parent without a group is of (expected: group: \"\")");
        }
        String own = resource.getMetadata().getNamespace();
        Object namespace = reference.getOrDefault("namespace", own);
        if (!namespace.equals(own)) {
            return Parent.refused(
                    reference,
                    UNSUPPORTED,
                    "a Service of namespace \"" + namespace
                            + "\" (expected: one of the route's own: rules for the callers of one namespace are not"
                            + " supported)");
        }
        try {
            return Parent.of(reference, ServiceName.of(String.valueOf(reference.get("name"))));
        } catch (IllegalArgumentException e) {
            return Parent.refused(reference, UNSUPPORTED, e.getMessage());
        }
    }

    /** What it says of one service, and of nobody else, in the words of the rules' reader. */
    String text(ServiceName service) {
        Map<String, Object> spec = new TreeMap<>(Json.map(resource.get("spec")));
        List<Map<String, Object>> references = references();
        spec.put(
                "parentRefs",
                parents().stream()
                        .filter(parent -> service.equals(parent.service()))
                        .map(Parent::reference)
                        .toList());
        if (!references.stream().allMatch(HttpRoute::isService)) {
            // They are for the gateway among its parents: a Service is called by its own name.
            spec.remove("hostnames");
        }
        Map<String, Object> metadata = new TreeMap<>();
        metadata.put("name", name());
        metadata.put("namespace", resource.getMetadata().getNamespace());
        if (resource.getMetadata().getCreationTimestamp() != null) {
            metadata.put("creationTimestamp", resource.getMetadata().getCreationTimestamp());
        }
        Map<String, Object> route = new LinkedHashMap<>();
        route.put("apiVersion", resource.getApiVersion());
        route.put("kind", resource.getKind());
        route.put("metadata", metadata);
        route.put("spec", spec);
        return json(route);
    }

    static String json(Map<String, Object> object) {
        try {
            return JSON.writeValueAsString(object);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what came as JSON is none", e);
        }
    }

    /** The references to destinations of all rules. */
    List<Map<String, Object>> backends() {
        List<Map<String, Object>> backends = new ArrayList<>();
        Json.maps(resource.get("spec", "rules")).forEach(rule -> backends.addAll(Json.maps(rule.get("backendRefs"))));
        return backends;
    }

    /** What all controllers say of it. */
    List<Map<String, Object>> status() {
        return Json.maps(resource.get("status", "parents"));
    }

    /** The same with another status, to be written where it is still the same. */
    GenericKubernetesResource withStatus(List<Map<String, Object>> parents) {
        GenericKubernetesResource next = new GenericKubernetesResource();
        next.setApiVersion(resource.getApiVersion());
        next.setKind(resource.getKind());
        next.setMetadata(new ObjectMetaBuilder(resource.getMetadata()).build());
        next.setAdditionalProperty("spec", resource.get("spec"));
        next.setAdditionalProperty("status", Map.of("parents", parents));
        return next;
    }

    private List<Map<String, Object>> references() {
        return Json.maps(resource.get("spec", "parentRefs"));
    }

    private static boolean isService(Map<String, Object> reference) {
        return "Service".equals(reference.get("kind")) && "".equals(reference.get("group"));
    }

    /** There is no Service of that group: whoever has written none of the two meant one of ours. */
    private static boolean lacksGroup(Map<String, Object> reference) {
        return "Service".equals(reference.get("kind"))
                && GATEWAY_GROUP.equals(reference.getOrDefault("group", GATEWAY_GROUP));
    }
}
