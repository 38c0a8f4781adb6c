package dev.weft.registry.membership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weft.registry.RunningRegistry;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What those are told who ask, rather than watch. */
class FetchTests {

    private static final Pattern VERSION = Pattern.compile("\"versions__delta\":\"(\\d+)\"");
    private static final int CHANGES = 50;

    @Test
    void answersWhenTheFleetIsOnTheMoveAreMadeOnceASecondAtMost(@TempDir Path directory) throws Exception {
        try (RunningRegistry running = RunningRegistry.start(directory)) {
            EurekaHttp registry = EurekaHttp.at(running.port());
            Set<String> made = new HashSet<>();

            long before = System.nanoTime();
            for (int n = 0; n < CHANGES; n++) {
                registry.register("pets", "pet-" + n, "UP");
                made.add(version(registry.delta()));
            }
            long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - before);

            assertThat(made).hasSizeLessThanOrEqualTo((int) Math.min(seconds + 2, CHANGES - 1));
            await().untilAsserted(() -> assertThat(registry.delta()).contains("\"pet-" + (CHANGES - 1) + "\""));
        }
    }

    @Test
    void answersWhenTheSettingsLetThemLiveLongAreMadeAnewAfterAChange(@TempDir Path directory) throws Exception {
        try (RunningRegistry running =
                RunningRegistry.start(directory, "eureka.server.response-cache-auto-expiration-in-seconds=180")) {
            EurekaHttp registry = EurekaHttp.at(running.port());
            registry.register("pets", "pet-1", "UP");
            assertThat(registry.delta()).contains("\"pet-1\"");

            registry.register("pets", "pet-2", "UP");

            assertThat(registry.delta()).contains("\"pet-2\"");
        }
    }

    private static String version(String answer) {
        Matcher matcher = VERSION.matcher(answer);
        assertThat(matcher.find()).as(answer).isTrue();
        return matcher.group(1);
    }
}
