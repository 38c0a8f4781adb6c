package dev.weft.mesh.client.blocking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.weft.mesh.model.Outcome;
import dev.weft.mesh.testkit.Behaviour;
import dev.weft.mesh.testkit.MisbehavingServer;
import dev.weft.mesh.testkit.TestTls;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslStoreBundle;
import org.springframework.web.client.ResourceAccessException;

/** {@code https} to a logical name: TLS to the endpoint, by the client's own SSL bundle. */
class TlsTests {

    /** Has the properties that Spring Boot's settings have in every version. */
    public record Settings(SslBundle sslBundle) {}

    private static TestTls tls;

    @BeforeAll
    static void makeKeys(@TempDir Path folder) throws Exception {
        tls = TestTls.in(folder);
    }

    private static Settings trusting() {
        return new Settings(SslBundle.of(SslStoreBundle.of(null, null, tls.keys())));
    }

    @Test
    void getWhenTheBundleTrustsTheEndpointIsAnsweredAndKeepsTheConnection() throws Exception {
        try (MisbehavingServer server = MisbehavingServer.startTls(tls.context(), Behaviour.ok("Maximus"));
                BlockingMesh mesh = BlockingMesh.with(trusting(), server)) {
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
                BlockingMesh mesh = BlockingMesh.with(trusting(), server)) {
            for (int i = 0; i < 3; i++) {
                mesh.client().post().uri("https://petdetails/").retrieve().toBodilessEntity();
                await().atMost(BlockingMesh.PATIENCE).until(() -> server.openConnections() == 0);
            }
            assertThat(server.received()).hasSize(3);
        }
    }

    @Test
    void getWhenTheHandshakeNeverEndsGoesToTheNext() throws Exception {
        try (MisbehavingServer silent = MisbehavingServer.start(Behaviour.notReading());
                MisbehavingServer good = MisbehavingServer.startTls(tls.context(), Behaviour.ok("Maximus"));
                BlockingMesh mesh = BlockingMesh.with(trusting(), silent, good)) {
            assertThat(get(mesh)).isEqualTo("Maximus");
            assertThat(mesh.outcomes()).isEqualTo(List.of(Outcome.CONNECT_TIMEOUT, Outcome.COMPLETED));
        }
    }

    private static String get(BlockingMesh mesh) {
        return mesh.client().get().uri("https://petdetails/").retrieve().body(String.class);
    }
}
