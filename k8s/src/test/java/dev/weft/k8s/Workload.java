package dev.weft.k8s;

import io.kubernetes.client.openapi.models.V1Container;
import io.kubernetes.client.openapi.models.V1ContainerPort;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1EnvVar;
import io.kubernetes.client.openapi.models.V1LabelSelector;
import io.kubernetes.client.openapi.models.V1PodSpec;
import io.kubernetes.client.openapi.models.V1PodTemplateSpec;
import io.kubernetes.client.openapi.models.V1StatefulSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Pods of one kind, by a Deployment or a StatefulSet.
 *
 * @param replicas how many; null where something else says that
 */
record Workload(String name, @Nullable Integer replicas, V1LabelSelector selector, V1PodTemplateSpec template) {

    static final String REGISTRY = "registry";

    static Workload of(V1Deployment from) {
        return new Workload(
                Objects.requireNonNull(from.getMetadata().getName()),
                from.getSpec().getReplicas(),
                from.getSpec().getSelector(),
                from.getSpec().getTemplate());
    }

    static Workload of(V1StatefulSet from) {
        return new Workload(
                Objects.requireNonNull(from.getMetadata().getName()),
                from.getSpec().getReplicas(),
                from.getSpec().getSelector(),
                from.getSpec().getTemplate());
    }

    /** The logical name, which several versions share. */
    String service() {
        return Objects.requireNonNull(labels().get("app.kubernetes.io/name"));
    }

    boolean isRegistry() {
        return service().equals(REGISTRY);
    }

    boolean isEdge() {
        return service().equals("gateway");
    }

    boolean isOnWindows() {
        return pod().getOs() != null && "windows".equals(pod().getOs().getName());
    }

    Map<String, String> labels() {
        return template.getMetadata().getLabels();
    }

    V1PodSpec pod() {
        return template.getSpec();
    }

    /** The only one: what is checked of it would not be checked of others. */
    V1Container container() {
        int others = pod().getContainers().size()
                - 1
                + Objects.requireNonNullElse(pod().getInitContainers(), List.of())
                        .size()
                + Objects.requireNonNullElse(pod().getEphemeralContainers(), List.of())
                        .size();
        if (others != 0) {
            throw new IllegalStateException(name + ": " + others + " containers more (expected: one container in all)");
        }
        return pod().getContainers().get(0);
    }

    Optional<V1EnvVar> variable(String named) {
        return container().getEnv().stream()
                .filter(variable -> variable.getName().equals(named))
                .findFirst();
    }

    /** The number of a named port, or null if there is no such port. */
    @Nullable
    Integer port(String named) {
        return container().getPorts().stream()
                .filter(port -> named.equals(port.getName()))
                .map(V1ContainerPort::getContainerPort)
                .findFirst()
                .orElse(null);
    }

    List<Integer> ports() {
        return container().getPorts().stream()
                .map(V1ContainerPort::getContainerPort)
                .toList();
    }

    @Override
    public String toString() {
        return name;
    }
}
