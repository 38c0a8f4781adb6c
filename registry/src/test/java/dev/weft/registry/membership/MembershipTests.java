package dev.weft.registry.membership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.netflix.eureka.registry.PeerAwareInstanceRegistry;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.test.annotation.DirtiesContext;

/** Leases in real time: each test starts with a registry that knows nobody. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@DirtiesContext(classMode = DirtiesContext.ClassMode.AFTER_EACH_TEST_METHOD)
class MembershipTests {

    private static final Duration BOUND = Duration.ofSeconds(60);

    @Autowired
    private PeerAwareInstanceRegistry membership;

    @Value("${local.server.port}")
    private int port;

    /** The bar: 16 s. Eureka's own lease of one second, by the wall clock, would have ended long before. */
    @Test
    void instanceWhenOneOfTwoIsKilledIsGoneWithinSixteenSeconds() throws Exception {
        EurekaHttp registry = EurekaHttp.at(port);
        registry.register("pair", "alive", "UP", 1, 1);
        registry.register("pair", "dead", "UP", 1, 1);
        assertThat(registry.renew("pair", "dead")).isEqualTo(200);
        long killed = System.nanoTime();

        await().atMost(BOUND).pollInterval(Duration.ofMillis(200)).untilAsserted(() -> {
            assertThat(registry.asPeer().renew("pair", "alive")).isEqualTo(200);
            assertThat(registry.fetch("pair")).doesNotContain("\"dead\"");
        });

        assertThat(Duration.ofNanos(System.nanoTime() - killed))
                .isBetween(Duration.ofSeconds(14), Duration.ofSeconds(16));
        assertThat(registry.fetch("pair")).contains("\"alive\"");
        assertThat(registry.renew("pair", "dead")).isEqualTo(404);
    }

    @Test
    void instancesWhenMostFallSilentAtOnceAreKeptAndComeBack() throws Exception {
        EurekaHttp registry = EurekaHttp.at(port);
        for (int n = 0; n < 10; n++) {
            registry.register("cutoff", "i" + n, "UP");
        }
        Duration overALease = Leases.LENGTH.plusSeconds(3);

        await().atMost(BOUND)
                .during(overALease)
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(() -> renewAndFindAll(registry, 6));
        assertThat(membership.isBelowRenewThresold()).as("paused").isEqualTo(1);

        renewAndFindAll(registry, 0);
        await().atMost(BOUND).pollInterval(Duration.ofSeconds(1)).untilAsserted(() -> {
            renewAndFindAll(registry, 0);
            assertThat(membership.isBelowRenewThresold()).as("paused").isZero();
        });
    }

    /** Heartbeats of ten instances but the first so many; all are found. */
    private static void renewAndFindAll(EurekaHttp registry, int silent) throws Exception {
        for (int n = silent; n < 10; n++) {
            assertThat(registry.renew("cutoff", "i" + n)).isEqualTo(200);
        }
        assertThat(registry.fetch("cutoff").split("\"status\":\"UP\"", -1)).hasSize(11);
    }
}
