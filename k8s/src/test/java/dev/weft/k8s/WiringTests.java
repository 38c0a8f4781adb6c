package dev.weft.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubernetes.client.openapi.models.V1LabelSelector;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V1ServiceAccount;
import io.kubernetes.client.openapi.models.V1ServicePort;
import io.kubernetes.client.openapi.models.V1StatefulSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What refers to something finds it. */
@Tag("same-everywhere")
class WiringTests {

    @ParameterizedTest
    @EnumSource
    void selectorOfWorkloadTakesItsOwnPodsOnly(Overlay overlay) {
        Manifests manifests = overlay.manifests();

        assertThat(manifests.workloads())
                .allSatisfy(workload ->
                        assertThat(manifests.selected(workload.selector())).containsExactly(workload));
    }

    @ParameterizedTest
    @EnumSource
    void servicesLeadToPortsOfTheirPods(Overlay overlay) {
        Manifests manifests = overlay.manifests();

        assertThat(manifests.all(V1Service.class)).hasSize(5).allSatisfy(service -> {
            List<Workload> behind = manifests.selected(
                    new V1LabelSelector().matchLabels(service.getSpec().getSelector()));
            assertThat(behind)
                    .isNotEmpty()
                    .allSatisfy(workload -> assertThat(workload.service())
                            .isEqualTo(service.getMetadata().getName()));
            for (V1ServicePort port : service.getSpec().getPorts()) {
                assertThat(behind)
                        .allSatisfy(workload -> assertThat(
                                        workload.port(port.getTargetPort().getStrValue()))
                                .as(workload.name())
                                .isNotNull());
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    void portsAreThoseThatApplicationsListenOn(Overlay overlay) {
        Manifests manifests = overlay.manifests();

        assertThat(manifests.workloads())
                .allSatisfy(workload -> assertThat(workload.port("http"))
                        .hasToString(Settings.ofModule(Images.module(workload)).get("server.port")));
        assertThat(manifests.members())
                .allSatisfy(member -> assertThat(member.port("management"))
                        .hasToString(manifests.settings(member).get("management.server.port")));
    }

    @ParameterizedTest
    @EnumSource
    void registriesAreCalledByTheNamesOfTheirPods(Overlay overlay) {
        Manifests manifests = overlay.manifests();
        V1StatefulSet registry = manifests.all(V1StatefulSet.class).get(0);
        String service = registry.getSpec().getServiceName();
        String domain = "." + service + ".weft.svc.cluster.local";
        int port = manifests.workload("registry").port("http");
        List<String> urls = IntStream.range(0, registry.getSpec().getReplicas())
                .mapToObj(
                        i -> "http://" + registry.getMetadata().getName() + "-" + i + domain + ":" + port + "/eureka/")
                .toList();

        assertThat(manifests.all(V1Service.class))
                .filteredOn(named -> named.getMetadata().getName().equals(service))
                .singleElement()
                .satisfies(headless -> {
                    assertThat(headless.getSpec().getClusterIP()).isEqualTo("None");
                    assertThat(headless.getSpec().getPublishNotReadyAddresses()).isTrue();
                });
        assertThat(manifests.settings(manifests.workload("registry")).get("eureka.instance.hostname"))
                .isEqualTo("${POD_NAME}" + domain);
        assertThat(manifests.workloads()).allSatisfy(workload -> {
            var told = workload.variable("REGISTRY_URLS").orElseThrow().getValueFrom();
            assertThat(manifests
                            .configMap(told.getConfigMapKeyRef().getName())
                            .getData()
                            .get(told.getConfigMapKeyRef().getKey()))
                    .isEqualTo(String.join(",", urls));
            assertThat(manifests.settings(workload).get("eureka.client.service-url.defaultZone"))
                    .isEqualTo("${REGISTRY_URLS}");
        });
    }

    @ParameterizedTest
    @EnumSource
    void variablesInSettingsAreGivenToTheContainer(Overlay overlay) {
        Manifests manifests = overlay.manifests();

        assertThat(manifests.workloads()).allSatisfy(workload -> {
            assertThat(workload.variable("SPRING_CONFIG_ADDITIONAL_LOCATION")
                            .orElseThrow()
                            .getValue())
                    .isEqualTo("file:/etc/weft/settings/*/");
            for (Object value : manifests.settings(workload).properties().values()) {
                if (String.valueOf(value).startsWith("${")) {
                    String variable = value.toString().replaceFirst("\\$\\{(\\w+).*", "$1");
                    assertThat(workload.variable(variable)).as(variable).isPresent();
                }
            }
        });
        assertThat(manifests.members()).allSatisfy(member -> {
            assertThat(manifests.settings(member).get("mesh.zone")).isEqualTo("${POD_ZONE:}");
            assertThat(member.variable("POD_ZONE")
                            .orElseThrow()
                            .getValueFrom()
                            .getFieldRef()
                            .getFieldPath())
                    .isEqualTo("metadata.labels['topology.kubernetes.io/zone']");
        });
    }

    @ParameterizedTest
    @EnumSource(names = "LOCAL", mode = EnumSource.Mode.EXCLUDE)
    void membersOnGoogleAskTheMetadataServerForAZoneThatNoLabelTells(Overlay overlay) {
        assertThat(overlay.manifests().members())
                .allSatisfy(member -> assertThat(
                                member.variable("MESH_ZONE_URL").orElseThrow().getValue())
                        .isEqualTo("http://169.254.169.254/computeMetadata/v1/instance/zone"));
    }

    @ParameterizedTest
    @EnumSource
    void mountsAndServiceAccountsAreThere(Overlay overlay) {
        Manifests manifests = overlay.manifests();
        List<String> accounts = manifests.all(V1ServiceAccount.class).stream()
                .map(account -> account.getMetadata().getName())
                .toList();

        assertThat(accounts).hasSize(5);
        assertThat(manifests.workloads()).allSatisfy(workload -> {
            assertThat(workload.pod().getServiceAccountName())
                    .isEqualTo(workload.service())
                    .isIn(accounts);
            assertThat(workload.container().getVolumeMounts())
                    .allSatisfy(
                            mount -> assertThat(Volumes.of(overlay, workload)).contains(mount.getName()));
            assertThat(Volumes.of(overlay, workload)).doesNotHaveDuplicates();
        });
    }

    @ParameterizedTest
    @EnumSource
    void rulesAreMountedAsAFolderThatChangesInPlace(Overlay overlay) {
        Manifests manifests = overlay.manifests();

        assertThat(manifests.configMap("rules").getData()).isNotEmpty();
        assertThat(manifests.members())
                .allSatisfy(member -> assertThat(member.container().getVolumeMounts())
                        .filteredOn(mount -> mount.getName().equals("rules"))
                        .singleElement()
                        .satisfies(mount -> {
                            assertThat(mount.getSubPath()).isNull();
                            assertThat(mount.getMountPath())
                                    .isEqualTo(manifests.settings(member).get("mesh.rules.location"));
                        }));
    }
}
