package dev.weft.mesh.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.mesh.client.blocking.MeshRequestFactory;
import dev.weft.mesh.client.blocking.MeshTransports;
import dev.weft.mesh.client.reactive.MeshConnector;
import dev.weft.mesh.client.reactive.MeshHttpClient;
import dev.weft.mesh.client.reactive.ReactiveCalls;
import dev.weft.mesh.engine.Engine;
import dev.weft.mesh.engine.EngineParts;
import dev.weft.mesh.engine.MeshMeters;
import dev.weft.mesh.model.Endpoint;
import dev.weft.mesh.rules.ServiceRules;
import dev.weft.mesh.sim.CountingGuards;
import dev.weft.mesh.sim.Mesh;
import dev.weft.mesh.telemetry.AttemptSpans;
import dev.weft.mesh.testkit.FixedDirectory;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.http.client.SimpleClientHttpRequestFactory;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.WebClient;

/** An attempt that could not even be prepared, since a tracer, say, has failed, is over like any other. */
class UnpreparedAttemptTests {

    private static final AttemptSpans BROKEN = (call, attempt, parent, header) -> {
        throw new IllegalStateException("no span today");
    };

    private final CountingGuards guards = new CountingGuards();
    private final FixedDirectory directory =
            new FixedDirectory().put(Mesh.SERVICE.value(), Endpoint.of("e0", "127.0.0.1", 1));
    private final Engine engine = new Engine(
            new EngineParts(
                    Mesh.SELF,
                    null,
                    "client-0",
                    directory,
                    service -> ServiceRules.defaults(),
                    guards,
                    MeshMeters.NONE,
                    new SplittableRandom(42)),
            System::nanoTime);
    private final OutgoingCalls calls = new OutgoingCalls(engine, Mesh.SELF, BROKEN);
    private final LogicalHosts hosts = new LogicalHosts(List.of(), List.of());

    @AfterEach
    void holdsNothing() {
        assertThat(engine.destination(Mesh.SERVICE).inFlight()).isZero();
        assertThat(guards.breakerHeld).hasValue(0);
        assertThat(guards.bulkheadHeld).hasValue(0);
        assertThat(engine.destination(Mesh.SERVICE).recentCalls()).hasSize(1);
    }

    @Test
    void blockingCallWhenTheSpanCannotBeginGivesEverythingBack() {
        try (MeshTransports transports = new MeshTransports(calls, engine, new Alarms())) {
            RestClient client = RestClient.builder()
                    .requestFactory(new MeshRequestFactory(
                            new SimpleClientHttpRequestFactory(), () -> hosts, () -> transports, null))
                    .build();

            assertThatThrownBy(() ->
                            client.get().uri("http://petdetails/").retrieve().toBodilessEntity())
                    .hasStackTraceContaining("no span today");
        }
    }

    @Test
    void reactiveCallWhenTheSpanCannotBeginGivesEverythingBack() {
        try (MeshHttpClient transport = new MeshHttpClient(engine, new Alarms())) {
            ReactiveCalls reactive = new ReactiveCalls(calls, transport.client(), new Alarms());
            WebClient client = WebClient.builder()
                    .clientConnector(
                            new MeshConnector(new ReactorClientHttpConnector(), () -> hosts, () -> reactive, null))
                    .build();

            assertThatThrownBy(() -> client.get()
                            .uri("http://petdetails/")
                            .retrieve()
                            .toBodilessEntity()
                            .block())
                    .hasStackTraceContaining("no span today");
        }
    }
}
