package dev.weft.mesh.client.blocking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.weft.mesh.client.AttemptsFailedException;
import dev.weft.mesh.model.Outcome;
import dev.weft.mesh.resilience.LimitPolicy;
import dev.weft.mesh.resilience.RetryPolicy;
import dev.weft.mesh.resilience.Timeouts;
import dev.weft.mesh.rules.ServiceRules;
import dev.weft.mesh.testkit.Behaviour;
import dev.weft.mesh.testkit.MisbehavingServer;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.apache.hc.core5.http.message.BasicClassicHttpResponse;
import org.apache.hc.core5.util.TimeValue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.web.client.RestClientException;

class ConnectionTests {

    private static final int MOST = 3;

    @Test
    void getWhenTheServerKeepsTheConnectionUsesItAgain() {
        try (MisbehavingServer server = MisbehavingServer.start(Behaviour.ok("Maximus"));
                BlockingMesh mesh = BlockingMesh.of(server)) {
            mesh.get();
            mesh.get();

            assertThat(server.connections()).isOne();
        }
    }

    @Test
    void getWhenTheServerSaysCloseDoesNotUseTheConnectionAgain() {
        Behaviour closing = Behaviour.status(200, "Maximus", "Connection: close");
        try (MisbehavingServer server = MisbehavingServer.start(closing);
                BlockingMesh mesh = BlockingMesh.of(server)) {
            mesh.get();
            await().atMost(BlockingMesh.PATIENCE).until(() -> server.openConnections() == 0);
            mesh.get();

            assertThat(server.connections()).isEqualTo(2);
        }
    }

    @Test
    void postWhenTheServerHasClosedTheIdleConnectionTakesANewOne() {
        try (MisbehavingServer server = MisbehavingServer.start(Behaviour.thenCloseSilently("Maximus"));
                BlockingMesh mesh = BlockingMesh.of(server)) {
            for (int i = 0; i < 20; i++) {
                assertThat(post(mesh)).isEqualTo("Maximus");
                await().atMost(BlockingMesh.PATIENCE).until(() -> server.openConnections() == 0);
            }

            assertThat(server.received()).hasSize(20);
        }
    }

    @Test
    void postWhenTheServerHasDiedOnItsIdleConnectionGoesToTheNext() {
        try (MisbehavingServer dying = MisbehavingServer.start(Behaviour.ok("Maximus"));
                MisbehavingServer good = MisbehavingServer.start(Behaviour.ok("Maximus"));
                BlockingMesh mesh = BlockingMesh.of(dying, good)) {
            post(mesh);
            dying.close();

            assertThat(post(mesh)).isEqualTo("Maximus");
            assertThat(mesh.outcomes()).containsExactly(Outcome.CONNECT_FAILED, Outcome.COMPLETED);
        }
    }

    @Test
    void getWhenAKeptConnectionIsLostIsSentAgainOnANewOneAndNoneThatWasIdleIsUsed() throws IOException {
        int kept = 5;
        Behaviour[] behaviours = new Behaviour[kept + 1];
        Arrays.fill(behaviours, Behaviour.ok("Maximus"));
        behaviours[kept] = Behaviour.resetOnConnectionsUpTo(kept, "Maximus");
        try (MisbehavingServer server = MisbehavingServer.start(behaviours);
                BlockingMesh mesh = BlockingMesh.of(server)) {
            List<ClientHttpResponse> open = new ArrayList<>();
            for (int i = 0; i < kept; i++) {
                open.add(request(mesh));
            }
            for (ClientHttpResponse response : open) {
                response.getBody().readAllBytes();
                response.close();
            }

            assertThat(mesh.get()).isEqualTo("Maximus");
            assertThat(mesh.outcomes()).containsExactly(Outcome.RESET, Outcome.COMPLETED);
            assertThat(mesh.get()).isEqualTo("Maximus");
            assertThat(mesh.outcomes()).containsExactly(Outcome.COMPLETED);
            assertThat(server.connections()).isEqualTo(kept + 1);
        }
    }

    @Test
    void getWhenANewConnectionIsResetGoesToTheNextOnAConnectionThatWasKept() {
        try (MisbehavingServer resetting = MisbehavingServer.start(Behaviour.resetAfterReading());
                MisbehavingServer good = MisbehavingServer.start(Behaviour.ok("Maximus"));
                BlockingMesh mesh = BlockingMesh.of(good)) {
            mesh.get();
            mesh.serve(resetting, good);

            assertThat(mesh.get()).isEqualTo("Maximus");
            assertThat(mesh.outcomes()).containsExactly(Outcome.RESET, Outcome.COMPLETED);
            assertThat(good.connections()).isOne();
        }
    }

    @Test
    void sweepWhenAnEndpointLeavesClosesItsConnections() {
        try (MisbehavingServer leaving = MisbehavingServer.start(Behaviour.ok("Maximus"));
                MisbehavingServer staying = MisbehavingServer.start(Behaviour.ok("Maximus"));
                BlockingMesh mesh = BlockingMesh.of(leaving, staying)) {
            mesh.get();
            assertThat(leaving.openConnections()).isOne();
            mesh.serve(staying);

            await().atMost(BlockingMesh.PATIENCE).until(() -> leaving.openConnections() == 0);
            mesh.get();
            assertThat(staying.openConnections()).isOne();
        }
    }

    @Test
    void getWhenAllConnectionsToAnEndpointAreInUseFailsAtOnceAndSaysSo() throws IOException {
        ServiceRules once = fewConnections().withRetry(RetryPolicy.defaults().withAttempts(1));
        List<ClientHttpResponse> open = new ArrayList<>();
        try (MisbehavingServer server = MisbehavingServer.start(Behaviour.zeros(1L << 40));
                BlockingMesh mesh = BlockingMesh.of(once, server)) {
            for (int i = 0; i < MOST; i++) {
                open.add(request(mesh));
            }

            assertThatExceptionOfType(AttemptsFailedException.class)
                    .isThrownBy(() -> request(mesh))
                    .withMessageContaining("all 3 connections in use (limits.connections)");

            open.remove(0).close();
            open.add(request(mesh));
            open.forEach(ClientHttpResponse::close);
            mesh.outcomes();
        }
    }

    @Test
    void getWhenAllConnectionsToAnEndpointAreInUseGoesToTheNextAndBlamesNobody() throws IOException {
        List<ClientHttpResponse> open = new ArrayList<>();
        try (MisbehavingServer busy = MisbehavingServer.start(Behaviour.zeros(1L << 40));
                MisbehavingServer free = MisbehavingServer.start(Behaviour.ok("Maximus"));
                BlockingMesh mesh = BlockingMesh.of(fewConnections(), busy, free)) {
            for (int i = 0; i < MOST; i++) {
                open.add(request(mesh));
            }

            for (int i = 0; i < 10; i++) {
                assertThat(mesh.get()).isEqualTo("Maximus");
            }

            assertThat(mesh.isAnyEjected()).isFalse();
            open.forEach(ClientHttpResponse::close);
        }
    }

    private static ServiceRules fewConnections() {
        return ServiceRules.defaults().withLimits(LimitPolicy.defaults().withConnections(MOST));
    }

    @Test
    void callsWhenEverythingGoesWrongAtOnceGiveEverythingBack() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<Behaviour> behaviours = List.of(
                Behaviour.ok("Maximus"),
                Behaviour.chunked("Maxi", "mus"),
                Behaviour.gzip("Maximus"),
                Behaviour.zeros(1 << 20),
                Behaviour.lastOnConnection("Maximus"),
                Behaviour.thenCloseSilently("Maximus"),
                Behaviour.status(503, "later"),
                Behaviour.resetBeforeReading(),
                Behaviour.resetAfterReading(),
                Behaviour.closeAfterReading(),
                Behaviour.blackHole(),
                Behaviour.truncated("Maxi"),
                Behaviour.truncatedChunked("Maxi"),
                Behaviour.stallInBody("Maxi"));
        Behaviour[] program = random.ints(5_000, 0, behaviours.size())
                .mapToObj(behaviours::get)
                .toArray(Behaviour[]::new);
        Timeouts timeouts =
                Timeouts.defaults().withAttempt(Duration.ofMillis(200)).withTotal(Duration.ofMillis(600));
        ExecutorService callers = Executors.newFixedThreadPool(16);
        try (MisbehavingServer server = MisbehavingServer.start(program);
                MisbehavingServer dead = MisbehavingServer.refusing();
                BlockingMesh mesh = BlockingMesh.of(ServiceRules.defaults().withTimeouts(timeouts), server, dead)) {
            List<Callable<@Nullable Void>> calls = IntStream.range(0, 500)
                    .mapToObj(i -> (Callable<@Nullable Void>) () -> call(mesh, i))
                    .toList();
            for (Future<@Nullable Void> call : callers.invokeAll(calls)) {
                call.get();
            }

            assertThat(server.begun()).as("seed %s", seed).isPositive();
            await("seed " + seed).atMost(BlockingMesh.PATIENCE).until(() -> mesh.leasedConnections() == 0);
        } finally {
            callers.shutdownNow();
        }
    }

    private static @Nullable Void call(BlockingMesh mesh, int number) {
        try {
            if (number % 3 == 0) {
                post(mesh);
            } else if (number % 3 == 1) {
                mesh.client().get().uri("/pet/1").retrieve().toBodilessEntity();
            } else {
                mesh.get();
            }
        } catch (RestClientException e) {
            // As it should: what counts is what is left behind.
        }
        return null;
    }

    @Test
    void afterWhenTheServerAnnouncesItsKeepAliveIsHalfOfIt() {
        assertThat(keepAlive("Keep-Alive", "timeout=5, max=100")).isEqualTo(TimeValue.ofMilliseconds(2_500));
        assertThat(keepAlive("Keep-Alive", "max=100, TIMEOUT=1")).isEqualTo(TimeValue.ofMilliseconds(500));
    }

    @Test
    void afterWhenTheServerAnnouncesNothingUsefulIsTenSeconds() {
        assertThat(keepAlive("X", "y")).isEqualTo(TimeValue.ofSeconds(10));
        assertThat(keepAlive("Keep-Alive", "timeout=60")).isEqualTo(TimeValue.ofSeconds(10));
        assertThat(keepAlive("Keep-Alive", "timeout")).isEqualTo(TimeValue.ofSeconds(10));
        assertThat(keepAlive("Keep-Alive", "timeout=-1")).isEqualTo(TimeValue.ofSeconds(10));
        assertThat(keepAlive("Keep-Alive", "timeout=99999999999999999999")).isEqualTo(TimeValue.ofSeconds(10));
    }

    @Test
    void afterWhenTheConnectionMayNotBeUsedAgainIsNull() {
        assertThat(keepAlive("Connection", "close")).isNull();
        assertThat(keepAlive("Keep-Alive", "timeout=0")).isNull();
    }

    private static TimeValue keepAlive(String header, String value) {
        ClassicHttpResponse response = new BasicClassicHttpResponse(200);
        response.setHeader("Content-Length", "0");
        response.setHeader(header, value);
        return KeepAlive.after(new BasicClassicHttpRequest("GET", "/"), response);
    }

    private static String post(BlockingMesh mesh) {
        return mesh.client().post().uri("/pet/1").body("{}").retrieve().body(String.class);
    }

    private static ClientHttpResponse request(BlockingMesh mesh) throws IOException {
        return mesh.factory()
                .createRequest(URI.create("http://petdetails/pet/1"), HttpMethod.GET)
                .execute();
    }
}
