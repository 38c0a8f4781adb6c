package dev.weft.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubernetes.client.openapi.models.V1Probe;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Probes ask what the applications answer, and nothing that depends on others. */
@Tag("same-everywhere")
class ProbeTests {

    @ParameterizedTest
    @EnumSource
    void probesOfMembersAskWhereTheAnswerIs(Overlay overlay) {
        Manifests manifests = overlay.manifests();

        assertThat(manifests.members()).allSatisfy(member -> {
            // By this, Spring Boot answers /livez and /readyz at the port of requests.
            assertThat(manifests.settings(member).get("management.endpoint.health.probes.add-additional-paths"))
                    .isEqualTo("true");
            assertThat(asked(member.container().getStartupProbe())).isEqualTo("http /livez");
            assertThat(asked(member.container().getReadinessProbe())).isEqualTo("http /readyz");
            assertThat(asked(member.container().getLivenessProbe())).isEqualTo("management /actuator/health/liveness");
        });
    }

    @ParameterizedTest
    @EnumSource
    void probesOfRegistryAskWhatNeedsNoLogin(Overlay overlay) {
        Manifests manifests = overlay.manifests();
        Workload registry = manifests.workload("registry");

        assertThat(manifests.settings(registry).get("management.endpoint.health.probes.enabled"))
                .isEqualTo("true");
        assertThat(asked(registry.container().getStartupProbe())).isEqualTo("http /actuator/health/liveness");
        assertThat(asked(registry.container().getReadinessProbe())).isEqualTo("http /actuator/health/readiness");
        assertThat(asked(registry.container().getLivenessProbe())).isEqualTo("http /actuator/health/liveness");
    }

    /** Spring Boot's own two groups ask nobody else, unless somebody adds to them. */
    @ParameterizedTest
    @EnumSource
    void probesKnowNoDependencies(Overlay overlay) {
        Manifests manifests = overlay.manifests();

        assertThat(manifests.workloads()).allSatisfy(workload -> {
            assertThat(manifests.settings(workload).properties().keySet())
                    .noneMatch(property -> property.contains("health.group"));
            assertThat(Settings.ofModule(Images.module(workload)).properties().keySet())
                    .noneMatch(property -> property.contains("health.group"));
        });
    }

    /** A start may take two minutes; a restart is for those that have been silent for longer than a long pause. */
    @ParameterizedTest
    @EnumSource
    void probesArePatientWithStartsAndRestarts(Overlay overlay) {
        assertThat(overlay.manifests().workloads()).allSatisfy(workload -> {
            V1Probe startup = workload.container().getStartupProbe();
            V1Probe liveness = workload.container().getLivenessProbe();
            V1Probe readiness = workload.container().getReadinessProbe();
            assertThat(startup.getPeriodSeconds() * startup.getFailureThreshold())
                    .isGreaterThanOrEqualTo(120);
            assertThat(liveness.getPeriodSeconds() * liveness.getFailureThreshold())
                    .isGreaterThan(readiness.getPeriodSeconds() * readiness.getFailureThreshold())
                    .isGreaterThanOrEqualTo(60);
        });
    }

    private static String asked(V1Probe probe) {
        return probe.getHttpGet().getPort().getStrValue() + " "
                + probe.getHttpGet().getPath();
    }
}
