package dev.weft.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubernetes.client.openapi.models.V1EnvVar;
import io.kubernetes.client.openapi.models.V1Namespace;
import io.kubernetes.client.openapi.models.V1PodSecurityContext;
import io.kubernetes.client.openapi.models.V1Role;
import io.kubernetes.client.openapi.models.V1RoleBinding;
import io.kubernetes.client.openapi.models.V1SecurityContext;
import io.kubernetes.client.openapi.models.V1ServiceAccount;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Nobody may do more than they have to. */
@Tag("same-everywhere")
class SecurityTests {

    @ParameterizedTest
    @EnumSource
    void namespaceEnforcesRestrictedPods(Overlay overlay) {
        assertThat(overlay.manifests()
                        .all(V1Namespace.class)
                        .get(0)
                        .getMetadata()
                        .getLabels())
                .containsEntry("pod-security.kubernetes.io/enforce", "restricted");
    }

    /** What the restricted Pod Security Standard asks for, and a file system that can't be written to besides. */
    @ParameterizedTest
    @EnumSource
    void podsOnLinuxAreRestricted(Overlay overlay) {
        assertThat(overlay.manifests().workloads())
                .filteredOn(workload -> !workload.isOnWindows())
                .hasSizeGreaterThanOrEqualTo(6)
                .allSatisfy(workload -> {
                    V1PodSecurityContext pod = workload.pod().getSecurityContext();
                    assertThat(pod.getRunAsNonRoot()).isTrue();
                    assertThat(pod.getRunAsUser()).isGreaterThan(0);
                    assertThat(pod.getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
                    V1SecurityContext container = workload.container().getSecurityContext();
                    assertThat(container.getAllowPrivilegeEscalation()).isFalse();
                    assertThat(container.getReadOnlyRootFilesystem()).isTrue();
                    assertThat(container.getCapabilities().getDrop()).containsExactly("ALL");
                    assertThat(container.getCapabilities().getAdd()).isNullOrEmpty();
                    assertThat(workload.pod().getNodeSelector()).containsEntry("kubernetes.io/os", "linux");
                });
    }

    /** An API server refuses a Windows pod that names what only Linux has. */
    @ParameterizedTest
    @EnumSource
    void podsOnWindowsNameNothingOfLinux(Overlay overlay) {
        assertThat(overlay.manifests().workloads())
                .filteredOn(Workload::isOnWindows)
                .hasSize(overlay == Overlay.GKE_WINDOWS ? 2 : 0)
                .allSatisfy(workload -> {
                    V1PodSecurityContext pod = workload.pod().getSecurityContext();
                    assertThat(pod.getRunAsNonRoot()).isTrue();
                    assertThat(pod.getWindowsOptions().getRunAsUserName()).isEqualTo("ContainerUser");
                    assertThat(List.of("runAsUser", "runAsGroup", "fsGroup", "seccompProfile", "seLinuxOptions"))
                            .noneMatch(field -> pod.toJson().contains("\"" + field + "\""));
                    assertThat(workload.container().getSecurityContext().toJson())
                            .isEqualTo("{\"runAsNonRoot\":true}");
                    assertThat(workload.pod().getNodeSelector()).containsEntry("kubernetes.io/os", "windows");
                    assertThat(workload.pod().getTolerations())
                            .singleElement()
                            .satisfies(toleration -> assertThat(toleration.getKey() + "=" + toleration.getValue())
                                    .isEqualTo("node.kubernetes.io/os=windows"));
                });
    }

    @ParameterizedTest
    @EnumSource
    void podsHaveRequestsAndLimitsAndNoLinks(Overlay overlay) {
        assertThat(overlay.manifests().workloads()).allSatisfy(workload -> {
            var resources = workload.container().getResources();
            assertThat(resources.getRequests()).containsOnlyKeys("cpu", "memory");
            assertThat(resources.getLimits()).containsOnlyKeys("cpu", "memory");
            // A JVM takes what it has been given: a node must have it.
            assertThat(resources.getLimits().get("memory"))
                    .isEqualTo(resources.getRequests().get("memory"));
            assertThat(workload.pod().getEnableServiceLinks()).isFalse();
        });
    }

    /** Registries ask the API server, and only where somebody has chosen so: an upgrade by itself never turns it on. */
    @ParameterizedTest
    @EnumSource
    void podsHaveATokenOnlyIfTheyAskTheApiServer(Overlay overlay) {
        assertThat(overlay.manifests().workloads()).allSatisfy(workload -> {
            boolean asks = asksTheApiServer(workload);
            assertThat(workload.pod().getAutomountServiceAccountToken()).isEqualTo(asks);
            assertThat(asks).isEqualTo(workload.isRegistry() && overlay == Overlay.GKE_HTTPROUTES);
        });
        assertThat(overlay.manifests().all(V1ServiceAccount.class))
                .allSatisfy(account ->
                        assertThat(account.getAutomountServiceAccountToken()).isFalse());
    }

    private static boolean asksTheApiServer(Workload workload) {
        return workload.variable("REGISTRY_KUBERNETES_HTTP_ROUTES")
                .map(variable -> variable.getValue().equals("true"))
                .orElse(false);
    }

    /** Who installs makes them; none is in the repository. */
    @ParameterizedTest
    @EnumSource
    void secretsAreAskedForByTheseNames(Overlay overlay) {
        Map<String, TreeSet<String>> asked = new TreeMap<>();
        for (Workload workload : overlay.manifests().workloads()) {
            for (V1EnvVar variable : workload.container().getEnv()) {
                if (variable.getValueFrom() != null && variable.getValueFrom().getSecretKeyRef() != null) {
                    asked.computeIfAbsent(
                                    variable.getValueFrom().getSecretKeyRef().getName(), name -> new TreeSet<>())
                            .add(variable.getValueFrom().getSecretKeyRef().getKey());
                }
            }
        }

        assertThat(overlay.manifests().all("Secret")).isEmpty();
        assertThat(asked)
                .hasToString(
                        overlay == Overlay.LOCAL
                                ? "{mesh=[join-secret], registry=[login-password]}"
                                : "{mesh=[join-secret], petmedicalhistory-database=[password, url, username],"
                                        + " registry=[login-password], registry-database=[password, url, username]}");
    }

    /** Registries read HTTPRoutes of their namespace and write their status; that is all that anybody may. */
    @ParameterizedTest
    @EnumSource
    void rolesAreTheRegistrysForHttpRoutesOnly(Overlay overlay) {
        Manifests manifests = overlay.manifests();

        assertThat(manifests.documents())
                .extracting(Document::kind)
                .doesNotContain("ClusterRole", "ClusterRoleBinding");
        assertThat(manifests.all("Role")).hasSize(overlay == Overlay.GKE_HTTPROUTES ? 1 : 0);
        assertThat(manifests.all(V1Role.class))
                .flatExtracting(V1Role::getRules)
                .allSatisfy(rule -> assertThat(rule.getApiGroups()).containsExactly("gateway.networking.k8s.io"))
                .extracting(rule -> rule.getResources() + " " + rule.getVerbs())
                .containsExactlyElementsOf(
                        overlay == Overlay.GKE_HTTPROUTES
                                ? List.of("[httproutes] [list, watch]", "[httproutes/status] [update]")
                                : List.of());
    }

    @ParameterizedTest
    @EnumSource
    void rolesAreBoundToTheRegistrysAccountOnly(Overlay overlay) {
        Manifests manifests = overlay.manifests();

        assertThat(manifests.all("RoleBinding")).hasSameSizeAs(manifests.all("Role"));
        assertThat(manifests.all(V1RoleBinding.class)).allSatisfy(binding -> {
            assertThat(binding.getRoleRef().getKind()).isEqualTo("Role");
            assertThat(manifests.all("Role"))
                    .extracting(Document::name)
                    .contains(binding.getRoleRef().getName());
            assertThat(binding.getSubjects()).singleElement().satisfies(subject -> {
                assertThat(subject.getKind()).isEqualTo("ServiceAccount");
                assertThat(subject.getName())
                        .isEqualTo(manifests.workload("registry").pod().getServiceAccountName());
                assertThat(subject.getNamespace())
                        .isEqualTo(binding.getMetadata().getNamespace());
            });
        });
    }

    /** A collector that had the registry's login could change rules. */
    @ParameterizedTest
    @EnumSource(names = "LOCAL", mode = EnumSource.Mode.EXCLUDE)
    void collectorsAreGivenNoLogin(Overlay overlay) {
        Manifests manifests = overlay.manifests();

        assertThat(manifests.all("PodMonitoring"))
                .hasSize(2)
                .allSatisfy(monitoring -> assertThat(monitoring.each("spec", "endpoints"))
                        .allSatisfy(endpoint -> assertThat(endpoint.tree().keySet())
                                .containsExactlyInAnyOrder("port", "path", "interval")));
        assertThat(manifests.settings(manifests.workload("registry")).get("registry.open-meters"))
                .isEqualTo("true");
    }
}
