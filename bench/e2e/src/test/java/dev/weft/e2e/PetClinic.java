package dev.weft.e2e;

import com.sun.net.httpserver.HttpServer;
import dev.weft.bench.fleet.App;
import dev.weft.bench.fleet.Fleet;
import dev.weft.bench.fleet.Instance;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.h2.tools.Server;

/** The sample system in real processes on free ports: registry, gateway and whatever services a test starts. */
final class PetClinic implements AutoCloseable {

    private static final String DOG = "{\"message\":\"http://dogs.example/123.jpg\",\"status\":\"success\"}";

    private final Fleet fleet;
    private final Server database;
    private final HttpServer dogApi;
    private final Path data;
    private final List<Instance> registries;
    private final Instance gateway;

    PetClinic(Path logs) throws IOException, SQLException {
        this(logs, Map.of());
    }

    /** @param properties for every process but the registry */
    PetClinic(Path logs, Map<String, String> properties) throws IOException, SQLException {
        this(logs, properties, PetClinic::oneRegistry);
    }

    /**
     * @param properties for every process but the registries
     * @param registries starts them, given a folder for their data
     */
    PetClinic(Path logs, Map<String, String> properties, BiFunction<Fleet, Path, List<Instance>> registries)
            throws IOException, SQLException {
        this.data = Files.createTempDirectory(Files.createDirectories(logs.toAbsolutePath()), "data");
        this.database = Server.createTcpServer("-tcpPort", "0", "-ifNotExists").start();
        this.dogApi = startDogApi();
        this.fleet = new Fleet(Path.of(System.getProperty("weft.root")), logs);
        this.registries = registries.apply(fleet, data);
        fleet.with(
                        "eureka.client.service-url.defaultZone",
                        this.registries.stream()
                                .map(registry -> registry.uri("/eureka/").toString())
                                .collect(Collectors.joining(",")))
                .with("spring.main.banner-mode", "off")
                .with("mesh.directory.last-known-good", "");
        properties.forEach(fleet::with);
        this.registries.forEach(fleet::awaitHealthy);
        this.gateway = fleet.launch(App.GATEWAY, "gateway", Map.of());
    }

    private static List<Instance> oneRegistry(Fleet fleet, Path data) {
        return List.of(fleet.launch(App.REGISTRY, "registry", Map.of("registry.data-directory", data.toString())));
    }

    private static HttpServer startDogApi() throws IOException {
        // Without it, head and body are two packets, and the second waits 40 ms for the first one's acknowledgement.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", exchange -> {
            byte[] body = DOG.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        return server;
    }

    Fleet fleet() {
        return fleet;
    }

    Instance registry() {
        return registries.get(0);
    }

    List<Instance> registries() {
        return registries;
    }

    Instance gateway() {
        return gateway;
    }

    /** Starts a petservice, and does not wait for it. */
    Instance petservice(String name) {
        return petservice(name, Map.of());
    }

    /** Starts a petservice with these properties, and does not wait for it. */
    Instance petservice(String name, Map<String, String> properties) {
        Map<String, String> all = new HashMap<>(properties);
        all.put("dog-api.port", Integer.toString(dogApiPort()));
        return fleet.launch(App.PETSERVICE, name, all);
    }

    /** Where the host outside listens, on this machine. */
    int dogApiPort() {
        return dogApi.getAddress().getPort();
    }

    /** Starts a petdetails of this version, and does not wait for it. */
    Instance petdetails(String name, String version) {
        return fleet.launch(
                App.PETDETAILS,
                name,
                Map.of("petdetails.version", version, "spring.datasource.url", url("petdetails")));
    }

    /** Starts a petmedicalhistory, and does not wait for it. */
    Instance petmedicalhistory(String name) {
        return fleet.launch(App.PETMEDICALHISTORY, name, Map.of("spring.datasource.url", url("petmedicalhistory")));
    }

    private String url(String name) {
        return "jdbc:h2:tcp://127.0.0.1:" + database.getPort() + "/" + data.resolve(name);
    }

    /** The edge's URL for a path. */
    URI edge(String path) {
        return gateway.uri(path);
    }

    /** Waits until these are healthy, and a question to the edge gets its whole answer. */
    void awaitReady(Instance... instances) {
        for (Instance instance : instances) {
            fleet.awaitHealthy(instance);
        }
        fleet.await(
                "a whole answer at " + edge("/pet/123"),
                () -> fleet.status(edge("/pet/123")) == 200
                        && !fleet.get(edge("/pet/123")).body().contains("\"error\""));
    }

    @Override
    public void close() {
        fleet.close();
        dogApi.stop(0);
        database.stop();
    }
}
