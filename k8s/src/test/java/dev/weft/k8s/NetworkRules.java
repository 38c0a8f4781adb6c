package dev.weft.k8s;

import io.kubernetes.client.custom.IntOrString;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1NetworkPolicyPeer;
import io.kubernetes.client.openapi.models.V1NetworkPolicyPort;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Whom NetworkPolicies let talk to whom, within the namespace. */
final class NetworkRules {

    private final List<V1NetworkPolicy> policies;

    NetworkRules(Manifests manifests) {
        this.policies = manifests.all(V1NetworkPolicy.class);
    }

    boolean let(Workload caller, Workload callee, String portName) {
        return letOut(caller, callee, portName) && letIn(caller, callee, portName);
    }

    private boolean letOut(Workload caller, Workload callee, String portName) {
        return concerning(caller, "Egress").stream()
                .filter(policy -> policy.getSpec().getEgress() != null)
                .flatMap(policy -> policy.getSpec().getEgress().stream())
                .anyMatch(rule -> names(rule.getTo(), callee) && has(rule.getPorts(), callee, portName));
    }

    private boolean letIn(Workload caller, Workload callee, String portName) {
        return concerning(callee, "Ingress").stream()
                .filter(policy -> policy.getSpec().getIngress() != null)
                .flatMap(policy -> policy.getSpec().getIngress().stream())
                .anyMatch(rule -> names(rule.getFrom(), caller) && has(rule.getPorts(), callee, portName));
    }

    /** Blocks of addresses that somebody from outside may come from to a port. */
    List<String> blocksInto(Workload callee, String portName) {
        return concerning(callee, "Ingress").stream()
                .filter(policy -> policy.getSpec().getIngress() != null)
                .flatMap(policy -> policy.getSpec().getIngress().stream())
                .filter(rule -> rule.getFrom() != null && has(rule.getPorts(), callee, portName))
                .flatMap(rule -> rule.getFrom().stream())
                .filter(peer -> peer.getIpBlock() != null)
                .map(peer -> peer.getIpBlock().getCidr())
                .toList();
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

    private static boolean has(List<V1NetworkPolicyPort> ports, Workload callee, String portName) {
        return ports.stream().anyMatch(port -> {
            IntOrString allowed = port.getPort();
            return allowed.isInteger()
                    ? allowed.getIntValue().equals(callee.port(portName))
                    : allowed.getStrValue().equals(portName);
        });
    }
}
