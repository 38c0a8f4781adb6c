package dev.weft.mesh.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weft.mesh.client.blocking.MeshRequestFactory;
import dev.weft.mesh.client.blocking.MeshTransports;
import dev.weft.mesh.client.reactive.MeshConnector;
import dev.weft.mesh.client.reactive.MeshHttpClient;
import dev.weft.mesh.client.reactive.ReactiveCalls;
import dev.weft.mesh.client.reactive.ReactiveHealthProber;
import dev.weft.mesh.engine.Engine;
import dev.weft.mesh.model.ServiceName;
import dev.weft.mesh.resilience.Checkup;
import dev.weft.mesh.resilience.HealthPolicy;
import dev.weft.mesh.rules.ServiceRules;
import dev.weft.mesh.testkit.Behaviour;
import dev.weft.mesh.testkit.FixedDirectory;
import dev.weft.mesh.testkit.MisbehavingServer;
import dev.weft.mesh.testkit.TestEngine;
import dev.weft.mesh.testkit.TestTls;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.http.client.SimpleClientHttpRequestFactory;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.WebClient;

/** Health checks of endpoints that speak TLS: whom the client that calls them trusts, the checks trust. */
class HealthCheckTlsTests {

    private static final String URL = "http://petdetails/pet/1";

    private static TestTls tls;

    private final FixedDirectory directory = new FixedDirectory();
    private final Engine engine = TestEngine.of(
            directory,
            ServiceRules.defaults().withHealth(new HealthPolicy("/up", Duration.ofSeconds(1))),
            System::nanoTime);
    private final OutgoingCalls calls = TestEngine.calls(engine);
    private final LogicalHosts hosts = new LogicalHosts(List.of(), List.of());

    @BeforeAll
    static void makeKeys(@TempDir Path folder) throws Exception {
        tls = TestTls.in(folder);
    }

    @Test
    void checkWhenABlockingClientTrustsTheEndpointPasses() throws Exception {
        try (MisbehavingServer server = serve();
                MeshTransports transports = new MeshTransports(calls, engine, new Alarms());
                HealthProber prober = transports.checkHealth()) {
            RestClient client = RestClient.builder()
                    .requestFactory(new MeshRequestFactory(
                            new SimpleClientHttpRequestFactory(), () -> hosts, () -> transports, tls.trusting()))
                    .build();
            assertThat(client.get().uri(URL).retrieve().body(String.class)).isEqualTo("Maximus");

            awaitPassed(server);
        }
    }

    @Test
    void checkWhenAReactiveClientTrustsTheEndpointPasses() throws Exception {
        try (MisbehavingServer server = serve();
                MeshHttpClient transport = new MeshHttpClient(engine, new Alarms())) {
            ReactiveCalls reactive = new ReactiveCalls(calls, transport.client(), new Alarms());
            try (HealthProber prober = new ReactiveHealthProber(engine.healthChecks(), reactive, new Alarms())) {
                WebClient client = WebClient.builder()
                        .clientConnector(new MeshConnector(
                                new ReactorClientHttpConnector(), () -> hosts, () -> reactive, tls.trusting()))
                        .build();
                assertThat(client.get()
                                .uri(URL)
                                .retrieve()
                                .bodyToMono(String.class)
                                .block())
                        .isEqualTo("Maximus");

                awaitPassed(server);
            }
        }
    }

    private MisbehavingServer serve() throws Exception {
        MisbehavingServer server = MisbehavingServer.startTls(tls.context(), Behaviour.ok("Maximus"));
        directory.put("petdetails", server.endpoint("one").withSecure(true));
        return server;
    }

    private void awaitPassed(MisbehavingServer server) {
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            Checkup.State state = engine.destination(ServiceName.of("petdetails"))
                    .states()
                    .get(0)
                    .checkup()
                    .state();
            return state != null && state.passed() > 0;
        });
        assertThat(server.received()).anyMatch(received -> received.target().equals("/up"));
    }
}
