package dev.weft.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubernetes.client.openapi.models.V2HorizontalPodAutoscaler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is asked of meters finds them: Prometheus draws nothing, and says nothing, for a name that nobody has. */
@Tag("same-everywhere")
class MonitoringTests {

    private static final Pattern QUERIED = Pattern.compile("\\bmesh(_[a-z]+)+\\b");
    private static final Pattern NAMED = Pattern.compile("\"(mesh(\\.[a-z]+)+)\"");

    @Test
    void queriesOfTheDashboardAskForMetersThatThereAre() throws IOException {
        assertThat(queried(Files.readString(Path.of("dashboard.json"))))
                .hasSizeGreaterThan(5)
                .isSubsetOf(meters());
    }

    @Test
    void alertsOfThePageAskForMetersThatThereAre() throws IOException {
        assertThat(queried(Files.readString(Path.of("gke.md"))))
                .contains("mesh.registered")
                .isSubsetOf(meters());
    }

    @Test
    void autoscalersAskForMetersThatThereAre() throws IOException {
        String metrics = Overlay.GKE.manifests().all(V2HorizontalPodAutoscaler.class).stream()
                .map(autoscaler -> autoscaler.getSpec().getMetrics().toString())
                .collect(Collectors.joining());

        assertThat(queried(metrics)).containsExactly("mesh.server.inflight").isSubsetOf(meters());
    }

    /** By Micrometer's names, of which Prometheus' are made. */
    private static Set<String> queried(String text) {
        return QUERIED.matcher(text)
                .results()
                .map(name -> name.group().replaceFirst("_(seconds_(count|sum)|total)$", ""))
                .map(name -> name.replace('_', '.'))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> meters() throws IOException {
        try (Stream<Path> sources = Files.walk(Path.of("..", "mesh-starter", "src", "main", "java"))) {
            Set<String> meters = new TreeSet<>();
            for (Path source :
                    sources.filter(file -> file.toString().endsWith(".java")).toList()) {
                NAMED.matcher(Files.readString(source)).results().forEach(name -> meters.add(name.group(1)));
            }
            return meters;
        }
    }
}
