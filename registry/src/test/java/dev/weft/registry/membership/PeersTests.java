package dev.weft.registry.membership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.netflix.eureka.cluster.PeerEurekaNode;
import com.netflix.eureka.cluster.PeerEurekaNodes;
import dev.weft.registry.RunningRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two registries on one host that name each other, and themselves, in one list, and whom nobody joins without the secret. */
class PeersTests {

    private static final Duration BOUND = Duration.ofSeconds(30);

    private static final String SECRET = "s3cret";

    private final int here = freePort();
    private final int there = freePort();

    @TempDir
    private Path directory;

    private RunningRegistry first;
    private RunningRegistry second;

    @BeforeEach
    void start() throws IOException {
        first = registry(here);
        second = registry(there);
    }

    @AfterEach
    void stop() {
        first.close();
        second.close();
    }

    @Test
    void peersWhenInstanceTellsOneOfThemAllKnow() throws Exception {
        EurekaHttp told = EurekaHttp.at(here).with(SECRET);
        EurekaHttp other = EurekaHttp.at(there).with(SECRET);

        told.register("shared", "a", "UP");
        eventually(() -> assertThat(other.fetch("shared", "a")).contains("\"status\":\"UP\""));
        told.register("shared", "a", "DOWN");
        eventually(() -> assertThat(other.fetch("shared", "a")).contains("\"status\":\"DOWN\""));
        told.cancel("shared", "a");
        eventually(() -> assertThat(other.fetch("shared", "a")).isEmpty());
    }

    @Test
    void peersWhenOneComesBackEmptyLearnFromHeartbeats() throws Exception {
        EurekaHttp told = EurekaHttp.at(here).with(SECRET);
        EurekaHttp other = EurekaHttp.at(there).with(SECRET);
        told.register("learned", "a", "UP");
        eventually(() -> assertThat(other.fetch("learned", "a")).contains("\"a\""));
        second.close();
        second = registry(there);

        eventually(() -> {
            assertThat(told.renew("learned", "a")).isEqualTo(200);
            assertThat(other.fetch("learned", "a")).contains("\"a\"");
        });
    }

    @Test
    void peersWhenAnInstancesClockIsSetBackFollowIt() throws Exception {
        EurekaHttp told = EurekaHttp.at(here).with(SECRET);
        EurekaHttp other = EurekaHttp.at(there).with(SECRET);
        Instant now = Instant.now();
        Instant back = now.minus(Duration.ofHours(1));
        told.changedAt(now).register("setback", "a", "UP");
        eventually(() -> assertThat(other.fetch("setback", "a")).contains("\"status\":\"UP\""));

        told.changedAt(back).register("setback", "a", "DOWN");
        eventually(() -> {
            assertThat(told.changedAt(back).renew("setback", "a")).isEqualTo(200);
            assertThat(other.fetch("setback", "a")).contains("\"status\":\"DOWN\"");
        });
        other.changedAt(back.plusSeconds(1)).register("setback", "a", "UP");
        eventually(() -> {
            assertThat(other.changedAt(back.plusSeconds(1)).renew("setback", "a"))
                    .isEqualTo(200);
            assertThat(told.fetch("setback", "a")).contains("\"status\":\"UP\"");
        });
        assertThat(other.fetch("setback", "a")).contains("\"status\":\"UP\"");
    }

    /** A registry that hung hears it when another instance has the id, and tells its peers of it as of news. */
    @Test
    void peersWhenAGoodByeComesLateFollowTheSuccessor() throws Exception {
        Instant now = Instant.now();
        EurekaHttp told = EurekaHttp.at(here).with(SECRET).changedAt(now);
        EurekaHttp other = EurekaHttp.at(there).with(SECRET);
        told.register("successor", "a", "UP");
        eventually(() -> assertThat(other.fetch("successor", "a")).contains("\"status\":\"UP\""));
        other.changedAt(now.minusSeconds(10)).register("successor", "a", "DOWN");
        eventually(() -> assertThat(told.fetch("successor", "a")).contains("\"status\":\"DOWN\""));

        assertThat(told.renew("successor", "a")).isEqualTo(404);
        told.register("successor", "a", "UP");

        eventually(() -> assertThat(other.fetch("successor", "a")).contains("\"status\":\"UP\""));
        assertThat(told.renew("successor", "a")).isEqualTo(200);
        assertThat(told.fetch("successor", "a")).contains("\"status\":\"UP\"");
    }

    @Test
    void peerWhenItsOwnUrlIsInTheListLeavesItselfOut() {
        List<String> replicas = first.bean(PeerEurekaNodes.class).getPeerNodesView().stream()
                .map(PeerEurekaNode::getServiceUrl)
                .toList();

        assertThat(replicas).containsExactly(url(there));
    }

    private RunningRegistry registry(int port) throws IOException {
        Path data = Files.createDirectories(directory.resolve(Integer.toString(port)));
        return RunningRegistry.start(
                data,
                "server.port=" + port,
                "registry.join-secret=" + SECRET,
                "eureka.client.service-url.defaultZone=" + url(here) + "," + url(there));
    }

    /** Heartbeats that come more often than peers are told of them, twice a second, would only replace each other. */
    private static void eventually(ThrowingRunnable assertion) {
        await().atMost(BOUND).pollInterval(Duration.ofSeconds(1)).untilAsserted(assertion);
    }

    private static String url(int port) {
        return "http://localhost:" + port + "/eureka/";
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
