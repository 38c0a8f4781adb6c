package dev.weft.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
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
                assertThat(rules.let(caller, callee, "http"))
                        .as("%s may call %s", caller, callee)
                        .isEqualTo(CALLS.get(caller.service()).contains(callee.service()));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void insideIsNotLookedAtByPodsOfTheSystem(Overlay overlay) {
        NetworkRules rules = new NetworkRules(overlay.manifests());

        assertThat(overlay.manifests().members())
                .allSatisfy(callee -> assertThat(overlay.manifests().workloads())
                        .noneMatch(caller -> rules.let(caller, callee, "management")));
    }

    @ParameterizedTest
    @EnumSource(names = "LOCAL", mode = EnumSource.Mode.EXCLUDE)
    void gatewayIsReachedByHealthChecksAndTheLoadBalancerOnly(Overlay overlay) {
        NetworkRules rules = new NetworkRules(overlay.manifests());

        assertThat(overlay.manifests().workloads())
                .allSatisfy(workload -> assertThat(rules.blocksInto(workload, "http"))
                        .containsExactlyElementsOf(
                                switch (workload.service()) {
                                    case "gateway" -> List.of("35.191.0.0/16", "130.211.0.0/22", "10.129.0.0/23");
                                    case "registry" ->
                                        overlay == Overlay.GKE_WINDOWS ? List.of("10.96.0.0/20") : List.of();
                                    default -> List.of();
                                }));
    }

    @ParameterizedTest
    @EnumSource(names = "LOCAL", mode = EnumSource.Mode.EXCLUDE)
    void hostsOutsideAreThoseThatTheApplicationLists(Overlay overlay) {
        Manifests manifests = overlay.manifests();
        Settings settings = manifests.settings(manifests.workload("petservice"));

        assertThat(manifests.all("FQDNNetworkPolicy")).singleElement().satisfies(policy -> {
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
