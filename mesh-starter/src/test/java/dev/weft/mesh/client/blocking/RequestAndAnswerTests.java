package dev.weft.mesh.client.blocking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.weft.mesh.client.MeshException;
import dev.weft.mesh.context.MeshContext;
import dev.weft.mesh.model.Deadline;
import dev.weft.mesh.model.Outcome;
import dev.weft.mesh.resilience.Timeouts;
import dev.weft.mesh.rules.ServiceRules;
import dev.weft.mesh.testkit.Behaviour;
import dev.weft.mesh.testkit.MisbehavingServer;
import dev.weft.mesh.testkit.Received;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.http.ResponseEntity;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;

/** What goes out with a request, and what an answer tells the request that it was made for. */
class RequestAndAnswerTests {

    @Test
    void requestWhenSentCarriesTheLogicalHostAndTheCallersFields() {
        try (MisbehavingServer server = MisbehavingServer.start(Behaviour.ok(""));
                BlockingMesh mesh = BlockingMesh.of(server)) {
            mesh.client()
                    .get()
                    .uri(URI.create("http://user@petdetails:8080/pet/%2F1?q=a%20b&q=c"))
                    .header("X-Two", "1", "2")
                    .header("Cookie", "a=1", "b=2")
                    .header("mesh-attempt", "77")
                    .header("Mesh-Route", "petdetails=v2")
                    .retrieve()
                    .toBodilessEntity();

            Received request = server.received().get(0);
            assertThat(request.target()).isEqualTo("/pet/%2F1?q=a%20b&q=c");
            assertThat(request.header("Host")).isEqualTo("petdetails:8080");
            assertThat(request.headers().get("X-Two")).containsExactly("1", "2");
            assertThat(request.headers().get("Cookie")).containsExactly("a=1; b=2");
            assertThat(request.headers().get("mesh-attempt")).containsExactly("1");
            assertThat(request.headers()).doesNotContainKeys("mesh-route", "Content-Length", "Transfer-Encoding");
        }
    }

    @Test
    void requestWhenThePathBeginsWithTwoSlashesKeepsThem() {
        try (MisbehavingServer server = MisbehavingServer.start(Behaviour.ok(""));
                BlockingMesh mesh = BlockingMesh.of(server)) {
            mesh.client()
                    .get()
                    .uri(URI.create("http://petdetails//pet//1?q=//x"))
                    .retrieve()
                    .toBodilessEntity();

            assertThat(server.received().get(0).target()).isEqualTo("//pet//1?q=//x");
        }
    }

    @Test
    void requestWhenAPostHasNoBodySaysSo() {
        try (MisbehavingServer server = MisbehavingServer.start(Behaviour.ok(""));
                BlockingMesh mesh = BlockingMesh.of(server)) {
            mesh.client().post().uri("/pet/1").retrieve().toBodilessEntity();

            assertThat(server.received().get(0).header("Content-Length")).isEqualTo("0");
        }
    }

    @Test
    void requestWhenMadeForAnotherCarriesItsIdAndWhatIsLeftOfItsTime() {
        MeshContext context = context("r-1", Duration.ofSeconds(3));
        try (MisbehavingServer server = MisbehavingServer.start(Behaviour.ok(""));
                BlockingMesh mesh = BlockingMesh.of(server);
                MeshContext.Scope scope = context.open()) {
            mesh.client().post().uri("/pet/1").retrieve().toBodilessEntity();
            mesh.client()
                    .post()
                    .uri("/pet/1")
                    .header("X-Request-Id", "own")
                    .retrieve()
                    .toBodilessEntity();

            Received request = server.received().get(0);
            assertThat(request.header("x-request-id")).isEqualTo("r-1");
            assertThat(Long.parseLong(request.header("mesh-timeout-ms"))).isBetween(1L, 3_000L);
            assertThat(server.received().get(1).headers().get("x-request-id")).containsExactly("own");
        }
    }

    @Test
    void requestWhenTheCallersTimeIsUpIsNotSent() {
        MeshContext context = context("r-1", Duration.ZERO);
        try (MisbehavingServer server = MisbehavingServer.start(Behaviour.ok(""));
                BlockingMesh mesh = BlockingMesh.of(server);
                MeshContext.Scope scope = context.open()) {
            assertThatExceptionOfType(ResourceAccessException.class).isThrownBy(mesh::get);
            assertThat(server.begun()).isZero();
        }
    }

    @Test
    void answerWhenItNamesItsInstancesTellsTheRequestThatItWasMadeFor() {
        MeshContext context = context("r-1", Duration.ofSeconds(30));
        Behaviour answer = Behaviour.status(200, "Maximus", "mesh-via: petdetails/e0, vaccines/e1");
        try (MisbehavingServer server = MisbehavingServer.start(answer);
                BlockingMesh mesh = BlockingMesh.of(server);
                MeshContext.Scope scope = context.open()) {
            mesh.get();

            assertThat(context.hops()).containsExactlyInAnyOrder("petdetails/e0", "vaccines/e1");
            assertThat(context.isSpent()).isFalse();
        }
    }

    @Test
    void answerWhenRetriesWereSpentSaysSoAndMarksTheRequestThatItWasMadeFor() {
        MeshContext context = context("r-1", Duration.ofSeconds(30));
        try (MisbehavingServer server = MisbehavingServer.start(Behaviour.status(503, "later"));
                BlockingMesh mesh = BlockingMesh.of(server);
                MeshContext.Scope scope = context.open()) {
            ResponseEntity<String> answer = mesh.client()
                    .get()
                    .uri("/pet/1")
                    .retrieve()
                    .onStatus(status -> true, (request, response) -> {})
                    .toEntity(String.class);

            assertThat(answer.getStatusCode().value()).isEqualTo(503);
            assertThat(answer.getBody()).isEqualTo("later");
            assertThat(answer.getHeaders().getFirst("mesh-reason"))
                    .isEqualTo("petdetails: 503 after 3 attempts; no further retry was allowed");
            assertThat(context.isSpent()).isTrue();
        }
    }

    @Test
    void failureWhenEveryAttemptFailedNamesThemAll() {
        MeshContext context = context("r-1", Duration.ofSeconds(30));
        try (MisbehavingServer server = MisbehavingServer.start(Behaviour.resetAfterReading());
                BlockingMesh mesh = BlockingMesh.of(server);
                MeshContext.Scope scope = context.open()) {
            assertThatExceptionOfType(ResourceAccessException.class)
                    .isThrownBy(mesh::get)
                    .havingCause()
                    .isInstanceOf(MeshException.class)
                    .withMessageStartingWith("petdetails: no answer after 3 attempts: 127.0.0.1:" + server.port())
                    .withMessageContaining("connection reset");
            assertThat(context.isSpent()).isTrue();
        }
    }

    @Test
    void answerWhenItRedirectsOrSetsACookieIsTheCallersToFollow() {
        Behaviour redirect = Behaviour.status(302, "", "Location: /elsewhere", "Set-Cookie: a=1");
        try (MisbehavingServer server = MisbehavingServer.start(redirect);
                BlockingMesh mesh = BlockingMesh.of(server)) {
            for (int i = 0; i < 2; i++) {
                assertThat(mesh.client()
                                .get()
                                .uri("/pet/1")
                                .retrieve()
                                .toBodilessEntity()
                                .getStatusCode()
                                .value())
                        .isEqualTo(302);
            }
            assertThat(server.received()).extracting(Received::target).containsOnly("/pet/1");
            assertThat(server.received().get(1).headers()).doesNotContainKey("Cookie");
        }
    }

    @Test
    void timeoutWhenAnAttemptIsGivenUpReachesTheServer() {
        Timeouts timeouts = Timeouts.defaults().withAttempt(Duration.ofMillis(200));
        try (MisbehavingServer hole = MisbehavingServer.start(Behaviour.blackHole());
                MisbehavingServer good = MisbehavingServer.start(Behaviour.ok("Maximus"));
                BlockingMesh mesh = BlockingMesh.of(ServiceRules.defaults().withTimeouts(timeouts), hole, good)) {
            assertThat(mesh.get()).isEqualTo("Maximus");

            assertThat(mesh.outcomes()).containsExactly(Outcome.TIMEOUT, Outcome.COMPLETED);
            await().atMost(BlockingMesh.PATIENCE)
                    .until(() -> hole.abandonedRequests() == 1 || hole.openConnections() == 0);
        }
    }

    @Test
    void timeoutWhenTheServerReadsNothingEndsAnUpload() {
        Timeouts timeouts = Timeouts.defaults().withAttempt(Duration.ofMillis(300));
        byte[] body = new byte[64 << 20];
        try (MisbehavingServer server = MisbehavingServer.start(Behaviour.notReading());
                BlockingMesh mesh = BlockingMesh.of(ServiceRules.defaults().withTimeouts(timeouts), server)) {
            RestClient.RequestBodySpec upload =
                    mesh.client().post().uri("/pet/1").body(body);

            assertThatExceptionOfType(ResourceAccessException.class)
                    .isThrownBy(() -> upload.retrieve().toBodilessEntity());
            assertThat(mesh.outcomes()).containsExactly(Outcome.TIMEOUT);
        }
    }

    private static MeshContext context(String requestId, Duration left) {
        return new MeshContext(
                requestId, Deadline.after(TimeUnit.MILLISECONDS.toNanos(left.toMillis()), System.nanoTime()));
    }
}
