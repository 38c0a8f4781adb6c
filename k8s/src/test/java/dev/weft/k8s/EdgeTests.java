package dev.weft.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubernetes.client.openapi.models.V1Service;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The way in on GKE, and what is measured there. */
@Tag("same-everywhere")
class EdgeTests {

    /** {@code mesh.defaults.head-timeout}, unless set (docs/timeouts.md). */
    private static final int HEAD_TIMEOUT = 15;

    @ParameterizedTest
    @EnumSource(names = "LOCAL", mode = EnumSource.Mode.EXCLUDE)
    void gatewayIsOfTheClassAndAddressOfItsOverlay(Overlay overlay) {
        Document gateway = overlay.manifests().all("Gateway").get(0);
        boolean internal = overlay == Overlay.GKE_INTERNAL;

        assertThat(gateway.at("spec", "gatewayClassName"))
                .isEqualTo(internal ? "gke-l7-rilb" : "gke-l7-regional-external-managed");
        assertThat(gateway.at("spec", "addresses", 0))
                .isEqualTo(Map.of("type", "NamedAddress", "value", internal ? "weft-edge-internal" : "weft-edge"));
    }

    @ParameterizedTest
    @EnumSource(names = "LOCAL", mode = EnumSource.Mode.EXCLUDE)
    void applicationsHaveANameAndACertificateEachAndClearTextIsRedirected(Overlay overlay) {
        Manifests manifests = overlay.manifests();
        List<Document> listeners = manifests.all("Gateway").get(0).each("spec", "listeners");
        List<Document> encrypted = listeners.stream()
                .filter(listener -> Objects.equals(listener.at("protocol"), "HTTPS"))
                .toList();

        assertThat(encrypted)
                .hasSize(2)
                .extracting(listener -> listener.at("tls", "options", "networking.gke.io/cert-manager-certs"))
                .doesNotContainNull()
                .doesNotHaveDuplicates();
        assertThat(encrypted)
                .allSatisfy(listener -> assertThat(routesOf(manifests, listener))
                        .singleElement()
                        .satisfies(route ->
                                assertThat(route.at("spec", "hostnames")).isEqualTo(List.of(listener.at("hostname")))));
        assertThat(listeners)
                .filteredOn(listener -> !encrypted.contains(listener))
                .allSatisfy(listener -> {
                    assertThat(routesOf(manifests, listener)).singleElement().satisfies(route -> {
                        assertThat(route.at("spec", "rules", 0, "filters", 0, "requestRedirect", "scheme"))
                                .isEqualTo("https");
                        assertThat(route.at("spec", "rules", 0, "backendRefs")).isNull();
                    });
                });
    }

    @ParameterizedTest
    @EnumSource(names = "LOCAL", mode = EnumSource.Mode.EXCLUDE)
    void routesLeadToServicesAndNeverToTheInside(Overlay overlay) {
        Manifests manifests = overlay.manifests();

        for (Document route : manifests.all("HTTPRoute")) {
            for (Document rule : route.each("spec", "rules")) {
                for (Document backend : rule.each("backendRefs")) {
                    assertThat(manifests.all(V1Service.class))
                            .anyMatch(service -> Objects.equals(
                                            service.getMetadata().getName(), backend.at("name"))
                                    && Objects.equals(
                                            service.getSpec().getPorts().get(0).getPort(), backend.at("port")));
                    assertThat(rule.each("matches"))
                            .extracting(match -> match.at("path", "value"))
                            .containsExactly("/pet");
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = "LOCAL", mode = EnumSource.Mode.EXCLUDE)
    void policiesAreOfTheGatewayAndAskForItsReadiness(Overlay overlay) {
        Manifests manifests = overlay.manifests();
        Document check = manifests.all("HealthCheckPolicy").get(0);

        assertThat(List.of(check, manifests.all("GCPBackendPolicy").get(0)))
                .extracting(policy -> policy.at("spec", "targetRef"))
                .containsOnly(Map.of("group", "", "kind", "Service", "name", "gateway"));
        assertThat(check.at("spec", "default", "config", "httpHealthCheck", "requestPath"))
                .isEqualTo(manifests
                        .workload("gateway")
                        .container()
                        .getReadinessProbe()
                        .getHttpGet()
                        .getPath());
        assertThat((Integer) check.at("spec", "default", "timeoutSec"))
                .isLessThanOrEqualTo((Integer) check.at("spec", "default", "checkIntervalSec"));
    }

    @ParameterizedTest
    @EnumSource(names = "LOCAL", mode = EnumSource.Mode.EXCLUDE)
    void timesOfTheLoadBalancerMatchTheGateways(Overlay overlay) {
        Manifests manifests = overlay.manifests();
        Document policy = manifests.all("GCPBackendPolicy").get(0);
        Workload gateway = manifests.workload("gateway");
        int underWay = manifests.settings(gateway).seconds("spring.lifecycle.timeout-per-shutdown-phase");
        int timeout = (Integer) Objects.requireNonNull(policy.at("spec", "default", "timeoutSec"));
        int draining = (Integer)
                Objects.requireNonNull(policy.at("spec", "default", "connectionDraining", "drainingTimeoutSec"));

        assertThat(timeout).isGreaterThan(HEAD_TIMEOUT).isLessThanOrEqualTo(underWay);
        assertThat(draining)
                .isGreaterThanOrEqualTo(timeout)
                .isLessThan(Math.toIntExact(gateway.pod().getTerminationGracePeriodSeconds()));
        assertThat((Integer) policy.at("spec", "default", "maxRatePerEndpoint")).isPositive();
    }

    @ParameterizedTest
    @EnumSource(names = "LOCAL", mode = EnumSource.Mode.EXCLUDE)
    void everybodyIsMeasuredOnce(Overlay overlay) {
        Manifests manifests = overlay.manifests();

        assertThat(manifests.workloads())
                .allSatisfy(workload -> assertThat(manifests.all("PodMonitoring"))
                        .filteredOn(monitoring -> workload.labels()
                                .entrySet()
                                .containsAll(((Map<?, ?>) Objects.requireNonNull(
                                                monitoring.at("spec", "selector", "matchLabels")))
                                        .entrySet()))
                        .singleElement()
                        .satisfies(monitoring -> {
                            Document endpoint =
                                    monitoring.each("spec", "endpoints").get(0);
                            assertThat(workload.port(String.valueOf(endpoint.at("port"))))
                                    .isNotNull();
                            assertThat(endpoint.at("path")).isEqualTo("/actuator/prometheus");
                        }));
    }

    /** The sample's own setting lets whoever sends a cookie that everybody can read of in the docs. */
    @ParameterizedTest
    @EnumSource
    void nobodyOutsideSaysWhereCallsGo(Overlay overlay) {
        Manifests manifests = overlay.manifests();

        assertThat(Settings.ofModule("gateway").get("mesh.edge.overrides[0].match.cookies.dogfood"))
                .isEqualTo("on");
        assertThat(manifests.settings(manifests.workload("gateway")).get("mesh.edge.overrides"))
                .isEmpty();
    }

    private static List<Document> routesOf(Manifests manifests, Document listener) {
        return manifests.all("HTTPRoute").stream()
                .filter(route -> route.each("spec", "parentRefs").stream()
                        .anyMatch(parent -> Objects.equals(parent.at("sectionName"), listener.at("name"))
                                && Objects.equals(parent.at("name"), "edge")))
                .toList();
    }
}
