package dev.weft.registry.membership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.netflix.eureka.registry.PeerAwareInstanceRegistry;
import dev.weft.registry.RunningRegistry;
import dev.weft.registry.stream.WatchClient;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Leases in real time: each test starts with a registry that knows nobody. */
class MembershipTests {

    private static final Duration BOUND = Duration.ofSeconds(60);

    private RunningRegistry running;
    private EurekaHttp registry;

    @BeforeEach
    void start(@TempDir Path directory) throws IOException {
        running = RunningRegistry.start(directory);
        registry = EurekaHttp.at(running.port());
    }

    @AfterEach
    void stop() {
        running.close();
    }

    /** The bar: 16 s. Eureka's own lease of one second, by the wall clock, would have ended long before. */
    @Test
    void instanceWhenOneOfTwoIsKilledIsGoneWithinSixteenSeconds() throws Exception {
        registry.register("pair", "alive", "UP", 9_001, 1, 1);
        registry.register("pair", "dead", "UP", 9_002, 1, 1);
        assertThat(registry.renew("pair", "dead")).isEqualTo(200);
        long killed = System.nanoTime();

        try (WatchClient watcher = WatchClient.open(running, "[]", "[{\"name\": \"pair\"}]")) {
            await().atMost(BOUND).pollInterval(Duration.ofMillis(200)).untilAsserted(() -> {
                assertThat(registry.asPeer().renew("pair", "alive")).isEqualTo(200);
                assertThat(registry.fetch("pair", "dead")).isEmpty();
            });
            assertThat(watcher.lapsed()).isEqualTo("dead");
        }

        assertThat(Duration.ofNanos(System.nanoTime() - killed))
                .isBetween(Duration.ofSeconds(14), Duration.ofSeconds(16));
        assertThat(registry.fetch("pair", "alive")).contains("\"alive\"");
        assertThat(registry.renew("pair", "dead")).isEqualTo(404);
    }

    @Test
    void instancesWhenMostFallSilentAtOnceAreKeptAndComeBack() throws Exception {
        for (int n = 0; n < 10; n++) {
            registry.register("cutoff", "i" + n, "UP");
        }
        PeerAwareInstanceRegistry membership = running.bean(PeerAwareInstanceRegistry.class);
        Duration overALease = Leases.LENGTH.plusSeconds(3);

        await().atMost(BOUND)
                .during(overALease)
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(() -> renewAndFindAll(6));
        assertThat(membership.isBelowRenewThresold()).as("paused").isEqualTo(1);
        assertThat(leases()).isEqualTo("{\"paused\":true,\"silent\":6,\"instances\":10}");

        renewAndFindAll(0);
        await().atMost(BOUND).pollInterval(Duration.ofSeconds(1)).untilAsserted(() -> {
            renewAndFindAll(0);
            assertThat(membership.isBelowRenewThresold()).as("paused").isZero();
            assertThat(leases()).isEqualTo("{\"paused\":false,\"silent\":0,\"instances\":10}");
        });
    }

    /** As the registry's status has them. */
    private String leases() throws Exception {
        return WatchClient.json(running.get("/mesh/v1/status").body())
                .path("leases")
                .toString();
    }

    /** Heartbeats of ten instances but the first so many; all are found. */
    private void renewAndFindAll(int silent) throws Exception {
        for (int n = silent; n < 10; n++) {
            assertThat(registry.renew("cutoff", "i" + n)).isEqualTo(200);
        }
        assertThat(registry.fetch("cutoff").split("\"status\":\"UP\"", -1)).hasSize(11);
    }
}
