package dev.weft.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images run as the manifests say, by runc in place of a kubelet. With the registry's image first, in a mesh. */
@Tag("same-everywhere")
class PodTests {

    /** Of tars, with commas. */
    private static final String IMAGES = System.getProperty("weft.images");

    private final List<Pod> pods = new ArrayList<>();

    private @Nullable Network network;

    @TempDir
    private Path folder;

    @AfterEach
    void endAll() {
        pods.forEach(Pod::close);
        if (network != null) {
            network.close();
        }
    }

    @Test
    void podsOfImagesAreRestrictedAnswerTheirProbesAndEndInTime() throws Exception {
        assumeThatImagesRunHere();
        network = Network.open();
        for (String image : IMAGES.split(",")) {
            start(Path.of(image));
        }

        for (Pod pod : pods) {
            assertThatItAnswersItsProbes(pod);
            assertThatItIsRestricted(pod);
        }
        end(pods);
        for (Pod pod : pods) {
            assertThatItHasEndedInTime(pod);
        }
    }

    /** Those whom others need as long as they serve somebody are told last. */
    private static void end(List<Pod> pods) throws Exception {
        Pod first = pods.get(0);
        if (first.workload().isRegistry()) {
            List<Pod> members = pods.subList(1, pods.size());
            for (boolean edge : List.of(true, false)) {
                Departure.of(
                                first,
                                members.stream()
                                        .filter(pod -> pod.workload().isEdge() == edge)
                                        .toList())
                        .assertThatNothingIsLost();
            }
            first.terminate();
        } else {
            pods.forEach(Pod::terminate);
        }
    }

    private void start(Path image) throws IOException {
        Path own = Files.createDirectory(folder.resolve("pod-" + pods.size()));
        pods.add(Pod.start(ImageTar.read(image, own), own, Objects.requireNonNull(network)));
    }

    private static void assertThatItAnswersItsProbes(Pod pod) throws IOException {
        var container = pod.workload().container();
        assertThat(pod.status(container.getStartupProbe())).as(pod.log()).isEqualTo(200);
        assertThat(pod.status(container.getReadinessProbe())).as(pod.log()).isEqualTo(200);
        assertThat(pod.status(container.getLivenessProbe())).as(pod.log()).isEqualTo(200);
        // A cache for start-up that is in the image is taken, or the JVM complains.
        assertThat(pod.log()).doesNotContain("[aot]");
    }

    private static void assertThatItIsRestricted(Pod pod) throws IOException {
        String user = pod.workload().pod().getSecurityContext().getRunAsUser().toString();
        assertThat(pod.kernelStatus())
                .containsEntry("Uid", String.join("\t", user, user, user, user))
                .containsEntry("CapEff", "0".repeat(16))
                .containsEntry("CapBnd", "0".repeat(16))
                .containsEntry("NoNewPrivs", "1");
        assertThat(Files.readAllLines(Path.of("/proc/" + pod.process() + "/mountinfo")))
                .anySatisfy(mount -> assertThat(mount).containsPattern(" / ro[, ]"));
        assertThat(pod.memoryLimit()).isEqualTo(pod.bundle().memoryLimit());
        if (!pod.workload().isRegistry()) {
            assertThat(heap(pod)).isBetween(pod.memoryLimit() / 2.0, pod.memoryLimit() * 0.6);
        }
    }

    /** What the JVM takes for its heap at most. */
    private static double heap(Pod pod) {
        return Pattern.compile("jvm_memory_max_bytes\\{area=\"heap\".*} (\\S+)")
                .matcher(pod.answer("management", "/actuator/prometheus"))
                .results()
                .mapToDouble(area -> Double.parseDouble(area.group(1)))
                .sum();
    }

    private static void assertThatItHasEndedInTime(Pod pod) throws Exception {
        long grace = pod.workload().pod().getTerminationGracePeriodSeconds()
                - pod.workload()
                        .container()
                        .getLifecycle()
                        .getPreStop()
                        .getSleep()
                        .getSeconds();
        assertThat(pod.exitStatus(Duration.ofSeconds(grace))).as(pod.log()).isIn(0, 143);
    }

    private static void assumeThatImagesRunHere() {
        Skip.unless(IMAGES != null, "images as pods: -Dweft.images=<tars that jib:buildTar made> is missing");
        Skip.unless(Command.run("id", "--user").printed().trim().equals("0"), "images as pods: runc needs root here");
        for (String program : List.of("runc --version", "umoci --version", "ip -Version", "curl --version")) {
            Skip.unless(Command.exists(program.split(" ")), "images as pods: " + program + " fails");
        }
        Skip.unless(
                Command.exists("unshare", "--pid", "--net", "--mount", "--fork", "true"),
                "images as pods: namespaces are forbidden here");
        Skip.unless(
                Stream.of("/sys/fs/cgroup/memory", "/sys/fs/cgroup/cgroup.procs")
                        .anyMatch(cgroup -> Files.isWritable(Path.of(cgroup))),
                "images as pods: no cgroup can be made here");
    }
}
