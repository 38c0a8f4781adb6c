package dev.weft.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubernetes.client.custom.IntOrString;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1DeploymentStrategy;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1StatefulSet;
import io.kubernetes.client.openapi.models.V1TopologySpreadConstraint;
import io.kubernetes.client.openapi.models.V2HorizontalPodAutoscaler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Pods come and go, and nothing is lost. */
@Tag("same-everywhere")
class DisruptionTests {

    /** What a JVM that has nothing to do any more may take to end; 3.6 s were seen. */
    private static final int END = 8;

    @ParameterizedTest
    @EnumSource
    void gracePeriodOfMemberIsSleepAndTellingAndDrainAndRequestsUnderWayAndTheEnd(Overlay overlay) {
        Manifests manifests = overlay.manifests();

        assertThat(manifests.members()).allSatisfy(member -> {
            Settings settings = manifests.settings(member);
            assertThat(grace(member))
                    .isEqualTo(sleep(member)
                            + settings.seconds("mesh.drain.tell-within")
                            + settings.seconds("mesh.drain.wait")
                            + settings.seconds("spring.lifecycle.timeout-per-shutdown-phase")
                            + END);
            assertThat(sleep(member)).isGreaterThanOrEqualTo(5);
        });
    }

    @ParameterizedTest
    @EnumSource
    void gracePeriodOfRegistryIsSleepAndRequestsUnderWayAndTheEnd(Overlay overlay) {
        Manifests manifests = overlay.manifests();
        Workload registry = manifests.workload("registry");

        assertThat(grace(registry))
                .isEqualTo(sleep(registry)
                        + manifests.settings(registry).seconds("spring.lifecycle.timeout-per-shutdown-phase")
                        + END);
    }

    @ParameterizedTest
    @CsvSource({
        "gateway/deployment.yaml",
        "petservice/deployment.yaml",
        "petdetails/v1/deployment.yaml",
        "petmedicalhistory/pods/deployment.yaml",
        "registry/statefulset.yaml"
    })
    void gracePeriodIsTheSumThatIsWrittenAboveIt(String file) throws IOException {
        Matcher written = Pattern.compile(
                        "#.*? (?<parts>\\d+( \\+ \\d+)+) = (?<sum>\\d+)\\n *terminationGracePeriodSeconds: (?<grace>\\d+)\\n")
                .matcher(Files.readString(Path.of("base", file)));

        assertThat(written.find()).isTrue();
        int sum = Pattern.compile(" \\+ ")
                .splitAsStream(written.group("parts"))
                .mapToInt(Integer::parseInt)
                .sum();
        assertThat(written.group("sum")).isEqualTo(written.group("grace")).isEqualTo(String.valueOf(sum));
    }

    @ParameterizedTest
    @EnumSource
    void disruptionBudgetsLetOneGoAtATimeAndCoverEverybodyOnce(Overlay overlay) {
        Manifests manifests = overlay.manifests();
        List<V1PodDisruptionBudget> budgets = manifests.all(V1PodDisruptionBudget.class);

        // None at all would keep nodes from being drained for ever, where there is one pod.
        assertThat(budgets)
                .extracting(budget -> budget.getSpec().getMaxUnavailable())
                .containsOnly(new IntOrString(1));
        assertThat(manifests.workloads())
                .allSatisfy(workload -> assertThat(budgets)
                        .filteredOn(budget -> Labels.match(budget.getSpec().getSelector(), workload.labels()))
                        .hasSize(1));
        assertThat(budgets).allSatisfy(budget -> {
            // A version that shares a budget could lose its only pod while the other one has all of its.
            assertThat(manifests.selected(budget.getSpec().getSelector()))
                    .extracting(workload -> workload.labels().getOrDefault("app.kubernetes.io/version", ""))
                    .as(budget.getMetadata().getName())
                    .containsOnly(manifests
                            .selected(budget.getSpec().getSelector())
                            .get(0)
                            .labels()
                            .getOrDefault("app.kubernetes.io/version", ""));
            int pods = manifests.selected(budget.getSpec().getSelector()).stream()
                    .mapToInt(workload -> least(manifests, workload))
                    .sum();
            assertThat(pods)
                    .as(budget.getMetadata().getName())
                    .isGreaterThanOrEqualTo(overlay == Overlay.LOCAL ? 1 : 2);
        });
        assertThat(manifests.workloads())
                .allSatisfy(workload -> assertThat(least(manifests, workload))
                        .as(workload.name())
                        .isGreaterThanOrEqualTo(overlay == Overlay.LOCAL ? 1 : 2));
    }

    @ParameterizedTest
    @EnumSource
    void podsAreSpreadOverZonesAndNodes(Overlay overlay) {
        assertThat(overlay.manifests().workloads()).allSatisfy(workload -> {
            List<V1TopologySpreadConstraint> spread = workload.pod().getTopologySpreadConstraints();
            assertThat(spread)
                    .extracting(V1TopologySpreadConstraint::getTopologyKey)
                    .containsExactly("topology.kubernetes.io/zone", "kubernetes.io/hostname");
            assertThat(spread).allSatisfy(constraint -> {
                assertThat(Labels.match(constraint.getLabelSelector(), workload.labels()))
                        .isTrue();
                // The last of them Kubernetes itself adds.
                assertThat(constraint.getMatchLabelKeys())
                        .allMatch(key -> workload.labels().containsKey(key) || key.equals("pod-template-hash"));
            });
        });
    }

    @ParameterizedTest
    @EnumSource
    void autoscalersScaleWhatSaysNoNumberOfItsOwn(Overlay overlay) {
        Manifests manifests = overlay.manifests();
        List<V2HorizontalPodAutoscaler> autoscalers = manifests.all(V2HorizontalPodAutoscaler.class);

        assertThat(autoscalers)
                .extracting(
                        autoscaler -> autoscaler.getSpec().getScaleTargetRef().getName())
                .containsExactlyInAnyOrderElementsOf(
                        overlay == Overlay.LOCAL ? List.of() : List.of("gateway", "petservice"));
        assertThat(autoscalers).allSatisfy(autoscaler -> {
            // kubectl apply would set back what the autoscaler has found.
            assertThat(manifests
                            .workload(autoscaler.getSpec().getScaleTargetRef().getName())
                            .replicas())
                    .isNull();
            assertThat(autoscaler.getSpec().getMetrics())
                    .extracting(metric -> metric.getType())
                    .containsExactly("Resource", "Pods");
            assertThat(autoscaler
                            .getSpec()
                            .getMetrics()
                            .get(1)
                            .getPods()
                            .getMetric()
                            .getName())
                    .isEqualTo("prometheus.googleapis.com|mesh_server_inflight|gauge");
        });
    }

    @ParameterizedTest
    @EnumSource
    void rolloutsTakeNobodyAwayBeforeAnotherIsThere(Overlay overlay) {
        assertThat(overlay.manifests().all(V1Deployment.class)).allSatisfy(deployment -> {
            V1DeploymentStrategy strategy = deployment.getSpec().getStrategy();
            if (overlay == Overlay.LOCAL
                    && "petmedicalhistory".equals(deployment.getMetadata().getName())) {
                // Two can't have its volume.
                assertThat(strategy.getType()).isEqualTo("Recreate");
                return;
            }
            assertThat(strategy.getRollingUpdate().getMaxUnavailable()).isEqualTo(new IntOrString(0));
            assertThat(strategy.getRollingUpdate().getMaxSurge()).isEqualTo(new IntOrString(1));
        });
    }

    @ParameterizedTest
    @EnumSource
    void nextRegistryIsReplacedWhenTheOneBeforeTakesChanges(Overlay overlay) {
        Manifests manifests = overlay.manifests();
        int settling = manifests.settings(manifests.workload("registry")).seconds("registry.settling");

        assertThat(manifests.all(V1StatefulSet.class).get(0).getSpec().getMinReadySeconds())
                .isGreaterThan(settling);
    }

    private static int least(Manifests manifests, Workload workload) {
        if (workload.replicas() != null) {
            return workload.replicas();
        }
        return manifests.all(V2HorizontalPodAutoscaler.class).stream()
                .filter(autoscaler -> workload.name()
                        .equals(autoscaler.getSpec().getScaleTargetRef().getName()))
                .mapToInt(autoscaler -> autoscaler.getSpec().getMinReplicas())
                .findFirst()
                .orElseThrow();
    }

    private static int grace(Workload workload) {
        return Math.toIntExact(workload.pod().getTerminationGracePeriodSeconds());
    }

    private static int sleep(Workload workload) {
        return Math.toIntExact(
                workload.container().getLifecycle().getPreStop().getSleep().getSeconds());
    }
}
