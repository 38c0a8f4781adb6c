package dev.weft.mesh.client.reactive;

import static org.awaitility.Awaitility.await;

import dev.weft.mesh.client.Alarms;
import dev.weft.mesh.client.LogicalHosts;
import dev.weft.mesh.directory.FirstWords;
import dev.weft.mesh.engine.CallTrace;
import dev.weft.mesh.engine.Destination;
import dev.weft.mesh.engine.Engine;
import dev.weft.mesh.model.Endpoint;
import dev.weft.mesh.model.ServiceName;
import dev.weft.mesh.rules.ServiceRules;
import dev.weft.mesh.testkit.FixedDirectory;
import dev.weft.mesh.testkit.MisbehavingServer;
import dev.weft.mesh.testkit.TestEngine;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;

/** A process with one WebClient and a mesh that knows the service "petdetails". */
final class Caller implements AutoCloseable {

    static final String SERVICE = "petdetails";

    final FixedDirectory directory = new FixedDirectory();
    final Engine engine;
    final WebClient web;
    private final MeshHttpClient transport;

    Caller(ServiceRules rules) {
        this(rules, null);
    }

    /** @param settings of the WebClient's connector, as Spring Boot has them, or null */
    Caller(ServiceRules rules, @Nullable Object settings) {
        this(rules, settings, null);
    }

    /** @param firstWords what first calls may wait for, or null */
    Caller(ServiceRules rules, @Nullable Object settings, @Nullable FirstWords firstWords) {
        engine = TestEngine.of(directory, rules, System::nanoTime);
        transport = new MeshHttpClient(engine, new Alarms());
        ReactiveCalls calls = new ReactiveCalls(TestEngine.calls(engine, firstWords), transport.client(), new Alarms());
        LogicalHosts hosts = new LogicalHosts(List.of(), List.of());
        web = WebClient.builder()
                .baseUrl("http://" + SERVICE)
                .clientConnector(
                        new MeshConnector(new ReactorClientHttpConnector(), () -> hosts, () -> calls, settings))
                .build();
    }

    /** Makes these servers the service's endpoints, in order of preference. */
    Caller to(MisbehavingServer... servers) {
        Endpoint[] endpoints = new Endpoint[servers.length];
        for (int i = 0; i < servers.length; i++) {
            endpoints[i] = servers[i].endpoint("e" + (i + 1)).withPriority(i);
        }
        directory.put(SERVICE, endpoints);
        return this;
    }

    Destination destination() {
        return engine.destination(ServiceName.of(SERVICE));
    }

    /** The latest call, once nothing is under way any more. */
    CallTrace ended() {
        await().until(() ->
                destination().inFlight() == 0 && !destination().recentCalls().isEmpty());
        return destination().recentCalls().get(0);
    }

    @Override
    public void close() {
        transport.close();
    }
}
