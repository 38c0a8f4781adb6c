package dev.weft.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who calls somebody may, and nobody else. */
@Tag("same-everywhere")
class NetworkTests {

    /** Who calls whom, by the applications' own settings. */
    private static final Map<String, Set<String>> CALLS = Map.of(
            "registry", Set.of("registry"),
            "gateway", Set.of("registry", "petservice", "petdetails"),
            "petservice", Set.of("registry", "petdetails", "petmedicalhistory"),
            "petdetails", Set.of("registry"),
            "petmedicalhistory", Set.of("registry"));

    /** Whose cluster has policies by host name. */
    private static final Set<Overlay> NAMES_HOSTS =
            EnumSet.of(Overlay.GKE, Overlay.GKE_INTERNAL, Overlay.GKE_HTTPROUTES);

    @ParameterizedTest
    @EnumSource
    void podsAreConcernedInBothDirections(Overlay overlay) {
        NetworkRules rules = new NetworkRules(overlay.manifests());

        assertThat(overlay.manifests().workloads()).allSatisfy(workload -> {
            assertThat(rules.concerning(workload, "Ingress")).isNotEmpty();
            assertThat(rules.concerning(workload, "Egress")).isNotEmpty();
        });
    }

    @ParameterizedTest
    @EnumSource
    void callsOfTheSystemAreLetThroughAndNoOthers(Overlay overlay) {
        List<Workload> workloads = overlay.manifests().workloads();
        NetworkRules rules = new NetworkRules(overlay.manifests());

        for (Workload caller : workloads) {
            for (Workload callee : workloads) {
                boolean calls = CALLS.get(caller.service()).contains(callee.service());
                // Each side by itself: else what one forgets to forbid would hide behind the other.
                assertThat(rules.letOut(caller, callee, "http"))
                        .as("%s may call %s", caller, callee)
                        .isEqualTo(calls);
                assertThat(rules.letIn(caller, callee, "http"))
                        .as("%s lets %s in", callee, caller)
                        .isEqualTo(calls
                                || (overlay == Overlay.LOCAL && callee.service().equals("gateway")));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void insideIsNotLookedAtByPodsOfTheSystem(Overlay overlay) {
        NetworkRules rules = new NetworkRules(overlay.manifests());

        assertThat(overlay.manifests().members())
                .allSatisfy(callee -> assertThat(overlay.manifests().workloads())
                        .noneMatch(caller -> rules.letOut(caller, callee, "management"))
                        .noneMatch(caller -> rules.letIn(caller, callee, "management")));
    }

    /** Of the gateway: health checks and the load balancer. Of all: Google's collectors of meters. */
    @ParameterizedTest
    @EnumSource
    void strangersLetInAreTheseOnly(Overlay overlay) {
        NetworkRules rules = new NetworkRules(overlay.manifests());
        String collectors = "namespace {kubernetes.io/metadata.name In=gmp-system|gke-gmp-system} TCP ";

        assertThat(overlay.manifests().workloads()).allSatisfy(workload -> {
            Set<String> expected = new TreeSet<>();
            if (overlay != Overlay.LOCAL) {
                expected.addAll(Set.of(collectors + "8081", collectors + "8761"));
            }
            switch (workload.service()) {
                case "gateway" ->
                    expected.addAll(
                            overlay == Overlay.LOCAL
                                    ? Set.of("anybody TCP http")
                                    : Set.of(
                                            "35.191.0.0/16 TCP http",
                                            "130.211.0.0/22 TCP http",
                                            "10.129.0.0/23 TCP http"));
                case "registry" -> {
                    if (overlay == Overlay.GKE_WINDOWS) {
                        expected.add("10.96.0.0/20 TCP http");
                    }
                }
                default -> {}
            }
            assertThat(rules.strangersLetInto(workload)).isEqualTo(expected);
        });
    }

    /**
     * Of all: name servers. Of who has a database: the private network, at its port only. Of who reads HTTPRoutes: the API
     * server, which is there, too.
     */
    @ParameterizedTest
    @EnumSource
    void strangersCalledAreTheseOnly(Overlay overlay) {
        NetworkRules rules = new NetworkRules(overlay.manifests());

        assertThat(overlay.manifests().workloads()).allSatisfy(workload -> {
            Set<String> expected = new TreeSet<>();
            for (String protocol : List.of("TCP", "UDP")) {
                expected.add("namespace {kubernetes.io/metadata.name=kube-system} pod"
                        + " {k8s-app In=kube-dns|node-local-dns} " + protocol + " 53");
                if (overlay != Overlay.LOCAL) {
                    expected.add("169.254.20.10/32 " + protocol + " 53");
                    expected.add("169.254.169.254/32 " + protocol + " 53");
                }
            }
            if (overlay != Overlay.LOCAL) {
                expected.add("169.254.169.254/32 TCP 80");
            }
            switch (workload.service()) {
                case "registry", "petmedicalhistory" ->
                    expected.addAll(Set.of("10.0.0.0/8 TCP 5432", "172.16.0.0/12 TCP 5432", "192.168.0.0/16 TCP 5432"));
                default -> {}
            }
            if (workload.isRegistry() && overlay == Overlay.GKE_HTTPROUTES) {
                for (String range : List.of("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16")) {
                    expected.addAll(Set.of(range + " TCP 443", range + " TCP 6443"));
                }
            }
            if (workload.service().equals("petservice") && !NAMES_HOSTS.contains(overlay)) {
                expected.add(
                        "0.0.0.0/0 but 10.0.0.0/8 100.64.0.0/10 169.254.0.0/16 172.16.0.0/12 192.168.0.0/16 TCP 443");
            }
            if (overlay == Overlay.GKE_WINDOWS) {
                // By address, since labels of pods there are not known; to whom it calls all the same.
                overlay.manifests().workloads().stream()
                        .filter(Workload::isOnWindows)
                        .filter(callee -> CALLS.get(workload.service()).contains(callee.service()))
                        .forEach(callee -> expected.add("10.96.0.0/20 TCP " + callee.port("http")));
            }
            assertThat(rules.strangersCalledBy(workload)).isEqualTo(expected);
        });
    }

    /** No policy by name where there are Windows nodes, with which Google doesn't support any. */
    @ParameterizedTest
    @EnumSource
    void hostsOutsideAreThoseThatTheApplicationLists(Overlay overlay) {
        Manifests manifests = overlay.manifests();
        Settings settings = manifests.settings(manifests.workload("petservice"));

        assertThat(manifests.all("FQDNNetworkPolicy")).hasSize(NAMES_HOSTS.contains(overlay) ? 1 : 0);
        assertThat(manifests.all("FQDNNetworkPolicy")).allSatisfy(policy -> {
            assertThat(policy.at("spec", "podSelector", "matchLabels"))
                    .isEqualTo(Map.of("app.kubernetes.io/name", "petservice"));
            assertThat(policy.each("spec", "egress", 0, "matches"))
                    .extracting(match -> match.at("name"))
                    .containsExactly(settings.get("mesh.egress.allow[0].host"));
            assertThat(policy.at("spec", "egress", 0, "ports", 0, "port")).isEqualTo(443);
        });
        assertThat(settings.get("mesh.egress.mode")).isEqualTo("deny");
        assertThat(settings.properties()).doesNotContainKey("mesh.egress.allow[1].host");
        assertThat(settings.get("dog-api.url")).isEqualTo("https://" + settings.get("mesh.egress.allow[0].host"));
    }
}
