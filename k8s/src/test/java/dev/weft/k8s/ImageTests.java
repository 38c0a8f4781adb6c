package dev.weft.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubernetes.client.openapi.models.V1PodSecurityContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Images are of modules that are there, in the version that is built. */
@Tag("same-everywhere")
class ImageTests {

    private static final String WINDOWS = "-windows-ltsc2022";

    @ParameterizedTest
    @EnumSource
    void imagesAreNamedAfterModulesAndTheirVersion(Overlay overlay) throws IOException {
        String pom = Files.readString(Path.of("..", "pom.xml"));
        String version = pom.replaceFirst("(?s).*?<artifactId>weft</artifactId>\\s*<version>([^<]*)<.*", "$1");

        assertThat(overlay.manifests().workloads()).allSatisfy(workload -> {
            assertThat(pom).contains("<module>" + Images.module(workload) + "</module>");
            assertThat(Images.tag(workload)).isEqualTo(workload.isOnWindows() ? version + WINDOWS : version);
        });
    }

    @ParameterizedTest
    @EnumSource
    void imagesAreBuiltForTheUserThatPodsRunAs(Overlay overlay) throws IOException {
        String pom = Files.readString(Path.of("..", "pom.xml"));

        assertThat(overlay.manifests().workloads()).allSatisfy(workload -> {
            assertThat(Path.of("..", Images.module(workload), "pom.xml"))
                    .content()
                    .contains("<jib.skip>false</jib.skip>");
            if (!workload.isOnWindows()) {
                V1PodSecurityContext pod = workload.pod().getSecurityContext();
                assertThat(pom).contains("<user>" + pod.getRunAsUser() + ":" + pod.getRunAsGroup() + "</user>");
            }
        });
    }

    @Test
    void basesAreNamedByDigest() {
        assertThat(Path.of("..", "pom.xml"))
                .content()
                .containsPattern("<image\\.base>[^<@]+@sha256:[0-9a-f]{64}</image\\.base>");
        assertThat(Path.of("windows-image")).content().containsPattern("WINDOWS_BASE:-[^@]+@sha256:[0-9a-f]{64}}");
    }

    @ParameterizedTest
    @EnumSource
    void imagesComeFromTheArtifactRegistryUnlessTheClusterIsOnesOwn(Overlay overlay) {
        assertThat(overlay.manifests().workloads())
                .extracting(Images::repository)
                .allMatch(repository -> overlay == Overlay.LOCAL
                        ? repository.equals("weft")
                        : repository.matches("[a-z0-9-]+-docker\\.pkg\\.dev/[a-z0-9-]+/weft"));
    }

    /** A JVM would take a quarter of the memory for its heap, and remember a peer's old address for half a minute. */
    @ParameterizedTest
    @EnumSource
    void machinesAreToldOfTheirMemoryAndOfNamesThatMove(Overlay overlay) {
        assertThat(overlay.manifests().workloads())
                .allSatisfy(workload -> assertThat(workload.variable("JDK_JAVA_OPTIONS")
                                .orElseThrow()
                                .getValue())
                        .contains("-XX:MaxRAMPercentage=60")
                        .contains("-Dsun.net.inetaddr.ttl=5"));
    }
}
