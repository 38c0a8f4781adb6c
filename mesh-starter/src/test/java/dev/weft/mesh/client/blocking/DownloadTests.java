package dev.weft.mesh.client.blocking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.weft.mesh.client.BrokenResponseException;
import dev.weft.mesh.engine.Failure;
import dev.weft.mesh.model.Outcome;
import dev.weft.mesh.resilience.Timeouts;
import dev.weft.mesh.rules.ServiceRules;
import dev.weft.mesh.testkit.Behaviour;
import dev.weft.mesh.testkit.MisbehavingServer;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.web.client.RestClientException;

class DownloadTests {

    private static final long GIGABYTE = 1L << 30;

    @Test
    void getWhenTheBodyIsAGigabyteStreamsIt() {
        // The heap of the tests is no larger than that.
        try (MisbehavingServer server = MisbehavingServer.start(Behaviour.zeros(GIGABYTE));
                BlockingMesh mesh = BlockingMesh.of(server)) {
            Long read = mesh.client().get().uri("/pet/1").exchange((request, response) -> count(response.getBody()));

            assertThat(read).isEqualTo(GIGABYTE);
            assertThat(mesh.outcomes()).containsExactly(Outcome.COMPLETED);
        }
    }

    private static long count(InputStream in) throws IOException {
        byte[] buffer = new byte[64 * 1024];
        long count = 0;
        for (int got = in.read(buffer); got >= 0; got = in.read(buffer)) {
            count += got;
        }
        return count;
    }

    @Test
    void getWhenTheAnswerIsCompressedIsWhatItWasBefore() {
        try (MisbehavingServer server = MisbehavingServer.start(Behaviour.gzip("Maximus"));
                BlockingMesh mesh = BlockingMesh.of(server)) {
            assertThat(mesh.get()).isEqualTo("Maximus");
            assertThat(mesh.get()).isEqualTo("Maximus");

            assertThat(server.received().get(0).header("Accept-Encoding")).isEqualTo("gzip");
            assertThat(server.connections()).isOne();
        }
    }

    @Test
    void getWhenAnEmptyAnswerSaysThatItIsCompressedIsEmpty() {
        Behaviour empty = Behaviour.status(200, "", "Content-Encoding: gzip");
        try (MisbehavingServer server = MisbehavingServer.start(empty);
                BlockingMesh mesh = BlockingMesh.of(server)) {
            assertThat(mesh.get()).isNull();
        }
    }

    @Test
    void getWhenCompressedDataEndsTooEarlyIsNotPassedOffAsWhole() {
        try (MisbehavingServer server = MisbehavingServer.start(Behaviour.truncatedGzip("Maximus"));
                BlockingMesh mesh = BlockingMesh.of(server)) {
            assertThatExceptionOfType(RestClientException.class)
                    .isThrownBy(mesh::get)
                    .withRootCauseInstanceOf(EOFException.class);
        }
    }

    @Test
    void getWhenTheBodyBreaksOffSaysHowFarItCame() throws IOException {
        try (MisbehavingServer server = MisbehavingServer.start(Behaviour.truncated("Maxi"));
                BlockingMesh mesh = BlockingMesh.of(server);
                ClientHttpResponse response = request(mesh)) {
            assertThatExceptionOfType(BrokenResponseException.class)
                    .isThrownBy(() -> response.getBody().readAllBytes())
                    .withMessageContaining("petdetails: response truncated")
                    .withMessageContaining("after 4 bytes");
            assertThatExceptionOfType(BrokenResponseException.class)
                    .as("a second try to read")
                    .isThrownBy(() -> response.getBody().read());
        }
    }

    @Test
    void getWhenTheBodyDripsPastTheDeadlineEndsWithIt() throws IOException {
        try (MisbehavingServer server = MisbehavingServer.start(Behaviour.dripBody());
                BlockingMesh mesh = BlockingMesh.of(total(Duration.ofMillis(300)), server);
                ClientHttpResponse response = request(mesh)) {
            assertThatExceptionOfType(BrokenResponseException.class)
                    .isThrownBy(() -> response.getBody().readAllBytes())
                    .satisfies(broken -> assertThat(broken.reason()).isEqualTo(Failure.Reason.DEADLINE));
        }
    }

    @Test
    void getWhenTheCallerForgetsTheResponseEndsWithTheDeadline() throws IOException {
        try (MisbehavingServer server = MisbehavingServer.start(Behaviour.zeros(GIGABYTE));
                BlockingMesh mesh = BlockingMesh.of(total(Duration.ofMillis(300)), server)) {
            ClientHttpResponse forgotten = request(mesh);

            assertThat(mesh.inFlight()).isOne();
            assertThat(mesh.outcomes()).containsExactly(Outcome.CANCELLED);
            assertThatExceptionOfType(BrokenResponseException.class)
                    .isThrownBy(() -> forgotten.getBody().read());
        }
    }

    @Test
    void getWhenTheCallerForgetsTheResponseAndThereIsNoDeadlineEndsAfterTheIdleTimeout() throws IOException {
        Timeouts timeouts =
                new Timeouts(null, null, Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofMillis(300));
        ServiceRules rules = ServiceRules.defaults().withTimeouts(timeouts);
        try (MisbehavingServer server = MisbehavingServer.start(Behaviour.zeros(GIGABYTE));
                BlockingMesh mesh = BlockingMesh.of(rules, server)) {
            request(mesh);

            assertThat(mesh.outcomes()).containsExactly(Outcome.CANCELLED);
        }
    }

    @Test
    void closeWhenAParserHasStoppedBeforeTheLastChunkKeepsTheConnection() throws IOException {
        Behaviour lastChunkLate = exchange -> {
            exchange.readRequest();
            exchange.head(200, "Transfer-Encoding: chunked");
            exchange.chunk("{}");
            exchange.awaitRelease();
            exchange.chunk("");
        };
        try (MisbehavingServer server = MisbehavingServer.start(lastChunkLate);
                BlockingMesh mesh = BlockingMesh.of(server)) {
            for (int i = 0; i < 3; i++) {
                try (ClientHttpResponse response = request(mesh)) {
                    assertThat(response.getBody().readNBytes(2)).isEqualTo("{}".getBytes());
                    server.release();
                }
                assertThat(mesh.outcomes()).containsExactly(Outcome.COMPLETED);
            }
            assertThat(server.connections()).isOne();
        }
    }

    @Test
    void closeWhenAShortBodyWasNotReadKeepsTheConnection() {
        try (MisbehavingServer server = MisbehavingServer.start(Behaviour.ok("Maximus"));
                BlockingMesh mesh = BlockingMesh.of(server)) {
            mesh.client().get().uri("/pet/1").retrieve().toBodilessEntity();
            mesh.client().get().uri("/pet/1").retrieve().toBodilessEntity();

            assertThat(server.connections()).isOne();
        }
    }

    @Test
    void closeWhenALongBodyWasNotReadDoesNotReadIt() throws IOException {
        try (MisbehavingServer server = MisbehavingServer.start(Behaviour.zeros(1L << 40));
                BlockingMesh mesh = BlockingMesh.of(server)) {
            request(mesh).close();

            assertThat(mesh.outcomes()).containsExactly(Outcome.CANCELLED);
        }
    }

    @Test
    void getWhenTheAnswerIsRetriedDoesNotReadTheOneGivenUp() {
        Behaviour endless503 = exchange -> {
            exchange.readRequest();
            exchange.head(503, "Content-Length: 1000000000");
            exchange.awaitClientsClose();
        };
        try (MisbehavingServer bad = MisbehavingServer.start(endless503);
                MisbehavingServer good = MisbehavingServer.start(Behaviour.ok("Maximus"));
                BlockingMesh mesh = BlockingMesh.of(bad, good)) {
            assertThat(mesh.get()).isEqualTo("Maximus");
            assertThat(mesh.outcomes()).containsExactly(Outcome.COMPLETED, Outcome.COMPLETED);
        }
    }

    private static ServiceRules total(Duration total) {
        return ServiceRules.defaults().withTimeouts(Timeouts.defaults().withTotal(total));
    }

    private static ClientHttpResponse request(BlockingMesh mesh) throws IOException {
        return mesh.factory()
                .createRequest(URI.create("http://petdetails/pet/1"), HttpMethod.GET)
                .execute();
    }
}
