package dev.weft.k8s;

import io.kubernetes.client.openapi.models.V1LabelSelector;
import io.kubernetes.client.openapi.models.V1LabelSelectorRequirement;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Kubernetes' label selectors, as far as the manifests use them. */
final class Labels {

    private Labels() {}

    static boolean match(V1LabelSelector selector, Map<String, String> labels) {
        return labels.entrySet()
                        .containsAll(Objects.requireNonNullElse(selector.getMatchLabels(), Map.<String, String>of())
                                .entrySet())
                && Objects.requireNonNullElse(selector.getMatchExpressions(), List.<V1LabelSelectorRequirement>of())
                        .stream()
                        .allMatch(requirement -> match(requirement, labels));
    }

    private static boolean match(V1LabelSelectorRequirement requirement, Map<String, String> labels) {
        if (!"In".equals(requirement.getOperator())) {
            throw new IllegalArgumentException(requirement.getOperator() + " (expected: In)");
        }
        return requirement.getValues().contains(labels.getOrDefault(requirement.getKey(), ""));
    }
}
