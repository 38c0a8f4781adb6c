package dev.weft.mesh.client.blocking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.weft.mesh.model.Outcome;
import dev.weft.mesh.resilience.Timeouts;
import dev.weft.mesh.testkit.Behaviour;
import dev.weft.mesh.testkit.MisbehavingServer;
import dev.weft.mesh.testkit.TestTls;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpMethod;
import org.springframework.web.client.ResourceAccessException;

/** {@code https} to a logical name: TLS to the endpoint, by the client's own SSL bundle. */
class TlsTests {

    private static TestTls tls;

    @BeforeAll
    static void makeKeys(@TempDir Path folder) throws Exception {
        tls = TestTls.in(folder);
    }

    @Test
    void getWhenTheBundleTrustsTheEndpointIsAnsweredAndKeepsTheConnection() throws Exception {
        try (MisbehavingServer server = MisbehavingServer.startTls(tls.context(), Behaviour.ok("Maximus"));
                BlockingMesh mesh = BlockingMesh.with(tls.trusting(), server)) {
            assertThat(get(mesh)).isEqualTo("Maximus");
            assertThat(get(mesh)).isEqualTo("Maximus");

            assertThat(server.received().get(0).header("Host")).isEqualTo("petdetails");
            assertThat(server.connections()).isOne();
        }
    }

    @Test
    void getWhenNobodyTrustsTheEndpointNeverReachesIt() throws Exception {
        try (MisbehavingServer server = MisbehavingServer.startTls(tls.context(), Behaviour.ok("Maximus"));
                BlockingMesh mesh = BlockingMesh.of(server)) {
            assertThatExceptionOfType(ResourceAccessException.class).isThrownBy(() -> get(mesh));

            assertThat(mesh.outcomes()).containsOnly(Outcome.CONNECT_FAILED);
            assertThat(server.received()).isEmpty();
        }
    }

    @Test
    void postWhenTheServerHasClosedTheIdleConnectionTakesANewOne() throws Exception {
        try (MisbehavingServer server =
                        MisbehavingServer.startTls(tls.context(), Behaviour.thenCloseSilently("Maximus"));
                BlockingMesh mesh = BlockingMesh.with(tls.trusting(), server)) {
            for (int i = 0; i < 3; i++) {
                mesh.client().post().uri("https://petdetails/").retrieve().toBodilessEntity();
                await().atMost(BlockingMesh.PATIENCE).until(() -> server.openConnections() == 0);
            }
            assertThat(server.received()).hasSize(3);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "POST"})
    void requestWhenTheHandshakeIsMetWithSilenceGoesToTheNext(String method) throws Exception {
        try (MisbehavingServer silent = MisbehavingServer.silent()) {
            goesToTheNext(method, silent);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "POST"})
    void requestWhenTheHandshakeDripsGoesToTheNext(String method) throws Exception {
        try (MisbehavingServer dripping = MisbehavingServer.dripTls()) {
            goesToTheNext(method, dripping);
        }
    }

    private static void goesToTheNext(String method, MisbehavingServer first) throws Exception {
        try (MisbehavingServer good = MisbehavingServer.startTls(tls.context(), Behaviour.ok("Maximus"));
                BlockingMesh mesh = BlockingMesh.with(tls.trusting(), first, good)) {
            assertThat(send(mesh, HttpMethod.valueOf(method))).isEqualTo("Maximus");

            assertThat(mesh.outcomes()).isEqualTo(List.of(Outcome.CONNECT_TIMEOUT, Outcome.COMPLETED));
            await().atMost(BlockingMesh.PATIENCE).until(() -> first.openConnections() == 0);
        }
    }

    @Test
    void postWhenTheAnswerOnAKeptConnectionTakesLongerThanConnectingMayIsAnswered() throws Exception {
        Behaviour late = exchange -> {
            exchange.awaitRelease();
            Behaviour.ok("Maximus").serve(exchange);
        };
        try (MisbehavingServer server = MisbehavingServer.startTls(tls.context(), Behaviour.ok(""), late);
                BlockingMesh mesh = BlockingMesh.with(tls.trusting(), server)) {
            send(mesh, HttpMethod.POST);
            CompletableFuture<String> answer =
                    CompletableFuture.supplyAsync(() -> send(mesh, HttpMethod.POST), task -> new Thread(task).start());
            await().atMost(BlockingMesh.PATIENCE).until(() -> server.begun() == 2);
            Duration longer = Timeouts.defaults().connect().plusMillis(500);
            await().pollDelay(longer).atMost(BlockingMesh.PATIENCE).until(() -> true);
            server.release();

            assertThat(answer.join()).isEqualTo("Maximus");
            assertThat(server.connections()).isOne();
        }
    }

    private static String get(BlockingMesh mesh) {
        return send(mesh, HttpMethod.GET);
    }

    private static String send(BlockingMesh mesh, HttpMethod method) {
        return mesh.client()
                .method(method)
                .uri("https://petdetails/")
                .retrieve()
                .body(String.class);
    }
}
