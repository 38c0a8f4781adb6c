package dev.weft.mesh.client.blocking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.weft.mesh.model.Outcome;
import dev.weft.mesh.testkit.Behaviour;
import dev.weft.mesh.testkit.MisbehavingServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.InputStreamResource;
import org.springframework.http.HttpMethod;
import org.springframework.http.StreamingHttpOutputMessage;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;

class UploadTests {

    private static final long GIGABYTE = 1L << 30;

    @Test
    void postWhenTheBodyIsAGigabyteStreamsIt() {
        // The heap of the tests is no larger than that.
        byte[] block = new byte[64 * 1024];
        try (MisbehavingServer server = MisbehavingServer.start(Behaviour.ok("thanks"));
                BlockingMesh mesh = BlockingMesh.of(server)) {
            String answer = send(mesh, HttpMethod.POST, out -> {
                for (long sent = 0; sent < GIGABYTE; sent += block.length) {
                    out.write(block);
                }
            });

            assertThat(answer).isEqualTo("thanks");
            assertThat(server.received().get(0).bodyBytes()).isEqualTo(GIGABYTE);
        }
    }

    @Test
    void putWhenItsSourceCanBeReadOnceIsSentAgainFromTheCopy() {
        AtomicInteger reads = new AtomicInteger();
        try (MisbehavingServer bad = MisbehavingServer.start(Behaviour.status(503, ""));
                MisbehavingServer good = MisbehavingServer.start(Behaviour.ok("thanks"));
                BlockingMesh mesh = BlockingMesh.of(bad, good)) {
            send(mesh, HttpMethod.PUT, out -> {
                reads.incrementAndGet();
                out.write("one, ".getBytes());
                out.flush();
                out.write("two".getBytes());
            });

            assertThat(reads).hasValue(1);
            assertThat(good.received().get(0).bodyText()).isEqualTo("one, two");
        }
    }

    @Test
    void putWhenTheConnectionBreaksUnderItIsStillReadToItsEndForTheRetry() {
        byte[] body = new byte[60_000];
        AtomicInteger reads = new AtomicInteger();
        try (MisbehavingServer bad = MisbehavingServer.start(Behaviour.resetBeforeReading());
                MisbehavingServer good = MisbehavingServer.start(Behaviour.ok("thanks"));
                BlockingMesh mesh = BlockingMesh.of(bad, good)) {
            send(mesh, HttpMethod.PUT, out -> {
                reads.incrementAndGet();
                for (int i = 0; i < body.length; i += 1000) {
                    out.write(body, i, 1000);
                }
            });

            assertThat(reads).hasValue(1);
            assertThat(good.received().get(0).bodyBytes()).isEqualTo(body.length);
        }
    }

    @Test
    void putWhenItsBodyHasOutgrownTheCopyIsNotSentAgain() {
        byte[] block = new byte[1 << 20];
        try (MisbehavingServer bad = MisbehavingServer.start(Behaviour.resetAfterReading());
                MisbehavingServer good = MisbehavingServer.start(Behaviour.ok("thanks"));
                BlockingMesh mesh = BlockingMesh.of(bad, good)) {
            assertThatExceptionOfType(ResourceAccessException.class)
                    .isThrownBy(() -> send(mesh, HttpMethod.PUT, out -> out.write(block)));

            assertThat(mesh.outcomes()).containsExactly(Outcome.RESET);
            assertThat(good.begun()).isZero();
        }
    }

    @Test
    void putWhenAResourceThatCanBeReadOnceMeetsADeadEndpointGoesToTheNext() {
        try (MisbehavingServer dead = MisbehavingServer.refusing();
                MisbehavingServer good = MisbehavingServer.start(Behaviour.ok("thanks"));
                BlockingMesh mesh = BlockingMesh.of(dead, good)) {
            InputStream once = new ByteArrayInputStream(new byte[1 << 20]);
            mesh.client()
                    .put()
                    .uri("/pet/1")
                    .body(new InputStreamResource(once))
                    .retrieve()
                    .toBodilessEntity();

            assertThat(good.received().get(0).bodyBytes()).isEqualTo(1 << 20);
        }
    }

    @Test
    void postWhenItsSourceFailsIsNotPassedOffAsWhole() {
        try (MisbehavingServer server = MisbehavingServer.start(Behaviour.ok("thanks"));
                BlockingMesh mesh = BlockingMesh.of(server)) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> send(mesh, HttpMethod.POST, out -> {
                        out.write(new byte[100_000]);
                        throw new IllegalStateException("out of pets");
                    }))
                    .withMessage("out of pets");
            assertThatExceptionOfType(ResourceAccessException.class)
                    .isThrownBy(() -> send(mesh, HttpMethod.POST, out -> {
                        out.write(new byte[100]);
                        throw new IOException("out of pets");
                    }))
                    .withMessageContaining("out of pets");

            assertThat(mesh.outcomes()).containsExactly(Outcome.CALLER_FAILED);
            send(mesh, HttpMethod.POST, out -> out.write(1));
            assertThat(server.received()).hasSize(1);
        }
    }

    @Test
    void postWhenItsSourceEndsInAnErrorLeavesNothingUnderWay() {
        try (MisbehavingServer server = MisbehavingServer.start(Behaviour.ok("thanks"));
                BlockingMesh mesh = BlockingMesh.of(server)) {
            assertThatExceptionOfType(AssertionError.class)
                    .isThrownBy(() -> send(mesh, HttpMethod.POST, out -> {
                        throw new AssertionError("no");
                    }));

            assertThat(mesh.outcomes()).containsExactly(Outcome.CALLER_FAILED);
            assertThat(server.received()).isEmpty();
        }
    }

    @Test
    void postWhenItsBodyIsShorterThanItsContentLengthFailsAtTheCaller() {
        try (MisbehavingServer server = MisbehavingServer.start(Behaviour.ok("thanks"));
                BlockingMesh mesh = BlockingMesh.of(server)) {
            RestClient.RequestBodySpec request =
                    mesh.client().post().uri("/pet/1").contentLength(10);

            assertThatExceptionOfType(ResourceAccessException.class)
                    .isThrownBy(() -> request.body((StreamingHttpOutputMessage.Body) out -> out.write(1))
                            .retrieve()
                            .toBodilessEntity())
                    .withMessageContaining("expected: 10");
            assertThat(mesh.outcomes()).containsExactly(Outcome.CALLER_FAILED);
        }
    }

    @Test
    void postWhenTheServerRefusesItBeforeItIsSentGetsTheRefusal() {
        byte[] block = new byte[64 * 1024];
        try (MisbehavingServer server = MisbehavingServer.start(Behaviour.answerBeforeReading(413));
                BlockingMesh mesh = BlockingMesh.of(server)) {
            int status = mesh.client()
                    .post()
                    .uri("/pet/1")
                    .body((StreamingHttpOutputMessage.Body) out -> {
                        for (int i = 0; i < 1_000; i++) {
                            out.write(block);
                        }
                    })
                    .exchange((request, response) -> response.getStatusCode().value());

            assertThat(status).isEqualTo(413);
        }
    }

    private static String send(BlockingMesh mesh, HttpMethod method, StreamingHttpOutputMessage.Body body) {
        return mesh.client().method(method).uri("/pet/1").body(body).retrieve().body(String.class);
    }
}
