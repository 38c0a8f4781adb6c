package dev.weft.mesh.client.reactive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.weft.mesh.engine.CallTrace;
import dev.weft.mesh.model.Outcome;
import dev.weft.mesh.rules.ServiceRules;
import dev.weft.mesh.testkit.Behaviour;
import dev.weft.mesh.testkit.MisbehavingServer;
import dev.weft.mesh.testkit.TestTls;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpMethod;
import org.springframework.web.reactive.function.client.WebClientRequestException;

/** {@code https} to a logical name: TLS to the endpoint, by the connector's own SSL bundle. */
class TlsTests {

    private static TestTls tls;

    @BeforeAll
    static void makeKeys(@TempDir Path folder) throws Exception {
        tls = TestTls.in(folder);
    }

    @Test
    void getWhenTheBundleTrustsTheEndpointIsAnswered() throws Exception {
        try (MisbehavingServer server = MisbehavingServer.startTls(tls.context(), Behaviour.ok("Maximus"));
                Caller caller = trusting().to(server)) {
            assertThat(send(caller, HttpMethod.GET)).isEqualTo("Maximus");
            assertThat(server.received().get(0).header("Host")).isEqualTo("petdetails");
        }
    }

    @Test
    void getWhenTheEndpointSpeaksNoTlsIsPlainWhateverTheClientTrusts() throws Exception {
        try (MisbehavingServer server = MisbehavingServer.start(Behaviour.ok("Maximus"));
                Caller caller = trusting().to(server)) {
            String answer = caller.web
                    .get()
                    .uri("http://petdetails/")
                    .retrieve()
                    .bodyToMono(String.class)
                    .block();
            assertThat(answer).isEqualTo("Maximus");
        }
    }

    @Test
    void getWhenNobodyTrustsTheEndpointNeverReachesIt() throws Exception {
        try (MisbehavingServer server = MisbehavingServer.startTls(tls.context(), Behaviour.ok("Maximus"));
                Caller caller = new Caller(ServiceRules.defaults()).to(server)) {
            assertThatExceptionOfType(WebClientRequestException.class).isThrownBy(() -> send(caller, HttpMethod.GET));

            assertThat(outcomes(caller)).containsOnly(Outcome.CONNECT_FAILED);
            assertThat(server.received()).isEmpty();
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

    @Test
    void connectionWhenItsHandshakeIsGivenUpIsClosedSoon() throws Exception {
        try (MisbehavingServer silent = MisbehavingServer.silent()) {
            goesToTheNext("GET", silent);

            assertThat(silent.connections()).isOne();
            // Netty itself gives a handshake ten seconds.
            await().atMost(Duration.ofSeconds(5)).until(() -> silent.openConnections() == 0);
        }
    }

    @Test
    void ofWhenTheHandshakeEndsByItsOwnLimitIsAConnectTimeout() {
        assertThat(Outcomes.of(new SslHandshakeTimeoutException("late"), false, RequestBody.NONE))
                .isEqualTo(Outcome.CONNECT_TIMEOUT);
    }

    private static void goesToTheNext(String method, MisbehavingServer first) throws Exception {
        try (MisbehavingServer good = MisbehavingServer.startTls(tls.context(), Behaviour.ok("Maximus"));
                Caller caller = trusting().to(first, good)) {
            assertThat(send(caller, HttpMethod.valueOf(method))).isEqualTo("Maximus");

            assertThat(outcomes(caller)).isEqualTo(List.of(Outcome.CONNECT_TIMEOUT, Outcome.COMPLETED));
        }
    }

    private static Caller trusting() {
        return new Caller(ServiceRules.defaults(), tls.trusting());
    }

    private static List<Outcome> outcomes(Caller caller) {
        return caller.ended().attempts().stream().map(CallTrace.Try::outcome).toList();
    }

    private static String send(Caller caller, HttpMethod method) {
        return caller.web
                .method(method)
                .uri("https://petdetails/")
                .retrieve()
                .bodyToMono(String.class)
                .block();
    }
}
