package dev.weft.mesh.model;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The part of a service's endpoints that carries certain labels, {@code version=v2} for instance.
 *
 * @param labels every label that an endpoint must have, with its value; none selects all endpoints
 */
public record Subset(Map<String, String> labels) {

    /** All endpoints of a service. */
    public static final Subset ALL = new Subset(Map.of());

    public Subset {
        labels = Map.copyOf(labels);
    }

    /** The endpoints that run this version. */
    public static Subset version(String version) {
        return new Subset(Map.of("version", version));
    }

    /** Whether the endpoint carries every label. */
    public boolean matches(Endpoint endpoint) {
        for (Map.Entry<String, String> label : labels.entrySet()) {
            if (!label.getValue().equals(endpoint.label(label.getKey()))) {
                return false;
            }
        }
        return true;
    }

    /** In a fixed order, for names and messages: {@code version=v2}, or nothing for all endpoints. */
    @Override
    public String toString() {
        SortedMap<String, String> sorted = new TreeMap<>(labels);
        return sorted.entrySet().stream()
                .map(label -> label.getKey() + "=" + label.getValue())
                .collect(Collectors.joining(","));
    }
}
