package dev.weft.registry.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.mesh.model.ServiceName;
import dev.weft.registry.RunningRegistry;
import dev.weft.registry.store.Revision;
import dev.weft.registry.store.RuleStore;
import dev.weft.registry.stream.WatchClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Tests of a registry that reads HTTPRoutes, and of an API server that speaks watch. */
abstract class RouteTests {

    private static final Duration BOUND = Duration.ofSeconds(60);

    ApiServer server;
    RunningRegistry registry;

    @BeforeEach
    void start(@TempDir Path directory) throws Exception {
        server = new ApiServer();
        prepare();
        registry = registry(server, directory);
    }

    /** Before the registry asks the first time. */
    void prepare() {}

    @AfterEach
    void stop() throws Exception {
        registry.close();
        server.close();
    }

    static RunningRegistry registry(ApiServer server, Path directory, String... more) throws Exception {
        List<String> properties = new ArrayList<>(List.of(
                "registry.settling=0s",
                "registry.kubernetes.http-routes=true",
                "registry.kubernetes.min-interval=0s",
                "registry.kubernetes.namespace=" + server.namespace(),
                "registry.kubernetes.api-server=" + server.url()));
        properties.addAll(List.of(more));
        return RunningRegistry.start(directory, properties.toArray(String[]::new));
    }

    /** What a route says that sends all requests of a service to another one. */
    static String to(String service, String backend) {
        return """
                parentRefs: [ { group: "", kind: Service, name: %s } ]
                rules:
                  - backendRefs: [ { group: "", kind: Service, name: %s, port: 80, weight: 1 } ]
                """.formatted(service, backend);
    }

    WatchClient watch(String service) throws Exception {
        return WatchClient.open(registry, WatchClient.EVERY_FEATURE, "[{\"name\": \"" + service + "\"}]");
    }

    /** What the store has of a service's HTTPRoutes; empty if nothing. */
    String stored(String service) {
        return stored(registry, service);
    }

    static String stored(RunningRegistry registry, String service) {
        Revision its = registry.bean(RuleStore.class).held().routesOf(ServiceName.of(service));
        return its == null || its.document() == null ? "" : its.document();
    }

    /** The revision of what people have stored. */
    long revision(String service) {
        return registry.bean(RuleStore.class).held().at(ServiceName.of(service)).revision();
    }

    /** A condition that the registry has written of a route. */
    JsonNode condition(String route, String type) {
        return StreamSupport.stream(server.parents(route).spliterator(), false)
                .filter(entry -> entry.path("controllerName").asText().equals("weft.dev/registry"))
                .flatMap(entry -> StreamSupport.stream(entry.path("conditions").spliterator(), false))
                .filter(condition -> condition.path("type").asText().equals(type))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + type + " of " + route));
    }

    String accepted(String route) {
        return condition(route, "Accepted").path("status").asText();
    }

    JsonNode shown() throws Exception {
        return shown(registry);
    }

    private static JsonNode shown(RunningRegistry registry) throws Exception {
        return WatchClient.json(registry.get("/mesh/v1/status").body()).path("httpRoutes");
    }

    /** Has the registry look once more, and waits until it has done all that it finds to do. */
    static void lookAgain(RunningRegistry registry, String newService) throws Exception {
        String before = asOf(registry);
        registry.put(newService, 0, "services: { " + newService + ": { timeout: 3s } }");
        eventually(() -> assertThat(asOf(registry)).isNotEqualTo(before));
    }

    /** When it has last done all that it found to do; empty if never. */
    static String asOf(RunningRegistry registry) throws Exception {
        return shown(registry).path("asOf").asText("");
    }

    /** Why what holds may be old; empty if it isn't. */
    String problem() throws Exception {
        return problem(registry);
    }

    static String problem(RunningRegistry registry) throws Exception {
        return shown(registry).path("problem").asText("");
    }

    /** The value of the first meter whose line has this. */
    double meter(String part) throws Exception {
        return registry.get("/actuator/prometheus")
                .body()
                .lines()
                .filter(line -> line.startsWith("mesh_registry_httproutes") && line.contains(part))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .findFirst()
                .orElseThrow();
    }

    static void eventually(ThrowingRunnable assertion) {
        await().atMost(BOUND).untilAsserted(assertion);
    }
}
