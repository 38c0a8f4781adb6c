package dev.weft.k8s;

import io.kubernetes.client.custom.IntOrString;
import io.kubernetes.client.openapi.models.V1LabelSelector;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1NetworkPolicyEgressRule;
import io.kubernetes.client.openapi.models.V1NetworkPolicyIngressRule;
import io.kubernetes.client.openapi.models.V1NetworkPolicyPeer;
import io.kubernetes.client.openapi.models.V1NetworkPolicyPort;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Whom NetworkPolicies let talk to whom, within the namespace. */
final class NetworkRules {

    private final List<V1NetworkPolicy> policies;

    NetworkRules(Manifests manifests) {
        this.policies = manifests.all(V1NetworkPolicy.class);
    }

    boolean letOut(Workload caller, Workload callee, String portName) {
        return concerning(caller, "Egress").stream()
                .filter(policy -> policy.getSpec().getEgress() != null)
                .flatMap(policy -> policy.getSpec().getEgress().stream())
                .anyMatch(rule -> names(rule.getTo(), callee) && has(rule.getPorts(), callee, portName));
    }

    boolean letIn(Workload caller, Workload callee, String portName) {
        return concerning(callee, "Ingress").stream()
                .filter(policy -> policy.getSpec().getIngress() != null)
                .flatMap(policy -> policy.getSpec().getIngress().stream())
                .anyMatch(rule -> names(rule.getFrom(), caller) && has(rule.getPorts(), callee, portName));
    }

    /** Whom from outside the namespace a workload's pods let in, and to which ports; as text, sorted. */
    Set<String> strangersLetInto(Workload callee) {
        Set<String> strangers = new TreeSet<>();
        for (V1NetworkPolicy policy : concerning(callee, "Ingress")) {
            for (V1NetworkPolicyIngressRule rule : listOf(policy.getSpec().getIngress())) {
                strangers.addAll(strangers(rule.getFrom(), rule.getPorts()));
            }
        }
        return strangers;
    }

    /** Whom outside the namespace a workload's pods may call, and at which ports; as text, sorted. */
    Set<String> strangersCalledBy(Workload caller) {
        Set<String> strangers = new TreeSet<>();
        for (V1NetworkPolicy policy : concerning(caller, "Egress")) {
            for (V1NetworkPolicyEgressRule rule : listOf(policy.getSpec().getEgress())) {
                strangers.addAll(strangers(rule.getTo(), rule.getPorts()));
            }
        }
        return strangers;
    }

    private static Set<String> strangers(
            @Nullable List<V1NetworkPolicyPeer> peers, @Nullable List<V1NetworkPolicyPort> ports) {
        Set<String> strangers = new TreeSet<>();
        for (String at : listOf(ports).isEmpty()
                ? List.of("any port")
                : ports.stream().map(NetworkRules::words).toList()) {
            if (listOf(peers).isEmpty()) {
                strangers.add("anybody " + at);
            }
            listOf(peers).stream()
                    .filter(peer -> peer.getIpBlock() != null || peer.getNamespaceSelector() != null)
                    .forEach(peer -> strangers.add(words(peer) + " " + at));
        }
        return strangers;
    }

    private static String words(V1NetworkPolicyPort port) {
        return port.getProtocol() + " " + (port.getPort() == null ? "any port" : port.getPort())
                + (port.getEndPort() == null ? "" : " to " + port.getEndPort());
    }

    private static String words(V1NetworkPolicyPeer peer) {
        if (peer.getIpBlock() != null) {
            List<String> but = listOf(peer.getIpBlock().getExcept());
            return peer.getIpBlock().getCidr() + (but.isEmpty() ? "" : " but " + String.join(" ", but));
        }
        return "namespace " + words(peer.getNamespaceSelector())
                + (peer.getPodSelector() == null ? "" : " pod " + words(peer.getPodSelector()));
    }

    private static String words(V1LabelSelector selector) {
        Map<String, String> labels = new TreeMap<>(Objects.requireNonNullElse(selector.getMatchLabels(), Map.of()));
        listOf(selector.getMatchExpressions())
                .forEach(wanted ->
                        labels.put(wanted.getKey() + " " + wanted.getOperator(), String.join("|", wanted.getValues())));
        return labels.toString();
    }

    private static <T> List<T> listOf(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }

    /** Those of a direction that select a workload's pods: without any, everything would be let through. */
    List<V1NetworkPolicy> concerning(Workload workload, String direction) {
        Predicate<V1NetworkPolicy> concerns =
                policy -> policy.getSpec().getPolicyTypes().contains(direction)
                        && Labels.match(policy.getSpec().getPodSelector(), workload.labels());
        return policies.stream().filter(concerns).toList();
    }

    private static boolean names(@Nullable List<V1NetworkPolicyPeer> peers, Workload workload) {
        return peers == null
                || peers.isEmpty()
                || peers.stream()
                        .anyMatch(peer -> peer.getNamespaceSelector() == null
                                && peer.getPodSelector() != null
                                && Labels.match(peer.getPodSelector(), workload.labels()));
    }

    private static boolean has(@Nullable List<V1NetworkPolicyPort> ports, Workload callee, String portName) {
        // None at all are all of them.
        return listOf(ports).isEmpty()
                || ports.stream().anyMatch(port -> {
                    IntOrString allowed = port.getPort();
                    if (allowed == null) {
                        return true;
                    }
                    return allowed.isInteger()
                            ? allowed.getIntValue().equals(callee.port(portName))
                            : allowed.getStrValue().equals(portName);
                });
    }
}
