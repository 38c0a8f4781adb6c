package dev.weft.mesh.client.blocking;

import static org.awaitility.Awaitility.await;

import dev.weft.mesh.client.Alarms;
import dev.weft.mesh.client.LogicalHosts;
import dev.weft.mesh.directory.FirstWords;
import dev.weft.mesh.engine.CallTrace;
import dev.weft.mesh.engine.Destination;
import dev.weft.mesh.engine.Engine;
import dev.weft.mesh.model.Endpoint;
import dev.weft.mesh.model.Outcome;
import dev.weft.mesh.model.ServiceName;
import dev.weft.mesh.rules.ServiceRules;
import dev.weft.mesh.testkit.FixedDirectory;
import dev.weft.mesh.testkit.MisbehavingServer;
import dev.weft.mesh.testkit.TestEngine;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.client.SimpleClientHttpRequestFactory;
import org.springframework.web.client.RestClient;

/** A process that calls {@code petdetails} through the mesh: its first server first, the next when that one fails. */
final class BlockingMesh implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(20);

    private final FixedDirectory directory = new FixedDirectory();
    private final Engine engine;
    private final MeshTransports transports;
    private final MeshRequestFactory factory;

    private BlockingMesh(ServiceRules rules, @Nullable Object settings, MisbehavingServer... servers) {
        this(rules, settings, null, servers);
    }

    private BlockingMesh(
            ServiceRules rules,
            @Nullable Object settings,
            @Nullable FirstWords firstWords,
            MisbehavingServer... servers) {
        serve(servers);
        engine = TestEngine.of(directory, rules, System::nanoTime);
        transports = new MeshTransports(TestEngine.calls(engine, firstWords), engine, new Alarms());
        LogicalHosts hosts = new LogicalHosts(List.of(), List.of());
        factory = new MeshRequestFactory(new SimpleClientHttpRequestFactory(), () -> hosts, () -> transports, settings);
    }

    static BlockingMesh of(MisbehavingServer... servers) {
        return new BlockingMesh(ServiceRules.defaults(), null, servers);
    }

    static BlockingMesh of(ServiceRules rules, MisbehavingServer... servers) {
        return new BlockingMesh(rules, null, servers);
    }

    /** A process whose first calls may wait. */
    static BlockingMesh waiting(FirstWords firstWords, MisbehavingServer... servers) {
        return waiting(ServiceRules.defaults(), firstWords, servers);
    }

    static BlockingMesh waiting(ServiceRules rules, FirstWords firstWords, MisbehavingServer... servers) {
        return new BlockingMesh(rules, null, firstWords, servers);
    }

    /** A process whose client has settings. */
    static BlockingMesh with(@Nullable Object settings, MisbehavingServer... servers) {
        return new BlockingMesh(ServiceRules.defaults(), settings, servers);
    }

    /** These are the endpoints from now on. */
    void serve(MisbehavingServer... servers) {
        Endpoint[] endpoints = new Endpoint[servers.length];
        for (int i = 0; i < servers.length; i++) {
            endpoints[i] = servers[i].endpoint("e" + i).withPriority(i);
        }
        directory.put("petdetails", endpoints);
    }

    MeshRequestFactory factory() {
        return factory;
    }

    RestClient client() {
        return RestClient.builder()
                .requestFactory(factory)
                .baseUrl("http://petdetails")
                .build();
    }

    String get() {
        return client().get().uri("/pet/1").retrieve().body(String.class);
    }

    /** Waits until nothing is under way and the call is recorded, and tells how the last call's attempts have ended. */
    List<Outcome> outcomes() {
        Destination destination = engine.destination(ServiceName.of("petdetails"));
        await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .atMost(PATIENCE)
                .until(() -> destination.inFlight() == 0
                        && !destination.recentCalls().isEmpty());
        return destination.recentCalls().get(0).attempts().stream()
                .map(CallTrace.Try::outcome)
                .toList();
    }

    int inFlight() {
        return engine.destination(ServiceName.of("petdetails")).inFlight();
    }

    boolean isAnyEjected() {
        return engine.destination(ServiceName.of("petdetails")).states().stream()
                .anyMatch(state -> state.outlier().ejection() != null);
    }

    int leasedConnections() {
        return transports.with(ClientSettings.NONE).connections().leased();
    }

    @Override
    public void close() {
        transports.close();
    }
}
