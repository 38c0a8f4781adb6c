package dev.weft.registry.check;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weft.mesh.model.ServiceName;
import dev.weft.registry.store.Revision;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * HTTPRoutes that the store keeps, and that were read in another namespace than the one that is read here. They are for
 * somebody else to change, or for people: a registry that is set to the wrong namespace finds no HTTPRoute there, and would
 * take away those of the whole fleet.
 *
 * @param own the namespace that is read here
 * @param namespaces in which they were read, of each service that has such
 */
public record ForeignRoutes(String own, SortedMap<ServiceName, String> namespaces) {

    private static final ObjectMapper JSON = new ObjectMapper();

    public ForeignRoutes {
        namespaces = Collections.unmodifiableSortedMap(new TreeMap<>(namespaces));
    }

    /**
     * Of all that the store keeps.
     *
     * @param routes the latest revision of each service from HTTPRoutes
     */
    public static ForeignRoutes of(String own, Map<ServiceName, Revision> routes) {
        SortedMap<ServiceName, String> namespaces = new TreeMap<>();
        routes.forEach((service, kept) -> {
            String namespace = namespace(kept);
            if (namespace != null && !namespace.equals(own)) {
                namespaces.put(service, namespace);
            }
        });
        return new ForeignRoutes(own, namespaces);
    }

    /** Where those that are kept of a service were read; null if it was here, or if there are none. */
    public @Nullable String namespace(@Nullable ServiceName service) {
        return service == null ? null : namespaces.get(service);
    }

    /** What is to be said of them: once for each namespace. */
    public List<String> problems() {
        return namespaces.values().stream()
                .distinct()
                .sorted()
                .map(namespace -> problem(
                        namespace,
                        namespaces.keySet().stream()
                                .filter(service -> namespace.equals(namespaces.get(service)))
                                .toList()))
                .toList();
    }

    private String problem(String namespace, List<ServiceName> services) {
        String more = services.size() == 1 ? "" : " and " + (services.size() - 1) + " more";
        return "HTTPRoutes of namespace " + namespace + " are in force for " + services.get(0) + more
                + ", and those of " + own + " are read here (expected: all registries read one namespace)";
    }

    /** That of the first one, since all of a service were read at once; null if there is none. */
    private static @Nullable String namespace(Revision kept) {
        if (kept.document() == null) {
            return null;
        }
        try {
            return JSON.readTree(kept.document())
                    .path("metadata")
                    .path("namespace")
                    .textValue();
        } catch (JsonProcessingException e) {
            // Nothing that a registry has written of HTTPRoutes: whoever reads some now may write over it.
            return null;
        }
    }
}
