package dev.weft.registry.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.mesh.control.RegistryPeer;
import dev.weft.mesh.control.StoreRules;
import dev.weft.mesh.control.StreamIdentity;
import dev.weft.mesh.control.WatchStream;
import dev.weft.mesh.directory.FirstWords;
import dev.weft.mesh.directory.InstanceMapping;
import dev.weft.mesh.directory.RegistrySource;
import dev.weft.mesh.document.KeyPaths;
import dev.weft.mesh.model.ServiceName;
import dev.weft.mesh.rules.Part;
import dev.weft.mesh.rules.RuleBook;
import dev.weft.mesh.rules.RuleDocument;
import dev.weft.mesh.rules.ServiceRules;
import dev.weft.registry.Postgres;
import dev.weft.registry.RunningRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three registries on one database, and what services make of them. */
class PeersOfOneStoreTests {

    private static final Duration BOUND = Duration.ofSeconds(60);
    private static final int CLIENTS = 200;
    private static final ServiceName PETS = ServiceName.of("pets");

    private static final List<RunningRegistry> registries = new ArrayList<>();
    private static Postgres postgres;

    private final List<Client> clients = new ArrayList<>();

    /** A service, as far as it hears of the registry. */
    private record Client(WatchStream stream, StoreRules rules) {

        static Client start(int number, List<String> urls) {
            RuleDocument base = new RuleDocument("built in", EnumSet.allOf(Part.class), ServiceRules.defaults());
            RuleBook book = new RuleBook(List.of(base), true);
            StoreRules rules = new StoreRules(book, null, Runnable::run);
            RegistrySource directory = new RegistrySource(listener -> {});
            WatchStream stream = new WatchStream(
                    new StreamIdentity("petservice", "petservice-" + number, "0.1.0", KeyPaths.all()),
                    urls.stream().map(url -> RegistryPeer.of(url, null)).toList(),
                    directory,
                    new InstanceMapping(),
                    rules,
                    book,
                    new FirstWords(Duration.ZERO),
                    List.of(),
                    new Random(number),
                    null);
            directory.want(PETS);
            stream.start();
            return new Client(stream, rules);
        }

        WatchStream.Connected connected() {
            return Objects.requireNonNull(stream.connected());
        }

        long revision() {
            StoreRules.Standing its = rules.standings().get(PETS);
            return its == null || its.applied() == null ? 0 : its.applied().revision();
        }
    }

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        postgres = new Postgres(directory);
        List<Integer> ports = freePorts(3);
        String urls = ports.stream()
                .map(port -> "http://localhost:" + port + "/eureka/")
                .collect(Collectors.joining(","));
        String store = postgres.newDatabase();
        for (int port : ports) {
            registries.add(RunningRegistry.start(
                    Files.createDirectories(directory.resolve("registry-" + port)),
                    "server.port=" + port,
                    "registry.settling=0s",
                    "eureka.client.service-url.defaultZone=" + urls,
                    "spring.datasource.url=" + store,
                    "spring.datasource.username=" + Postgres.USER));
        }
    }

    @AfterEach
    void close() {
        clients.forEach(client -> client.stream.close());
    }

    @AfterAll
    static void stop() throws Exception {
        registries.forEach(RunningRegistry::close);
        postgres.close();
    }

    @Test
    void clientsWhenTheirRegistryDiesSpreadTheirReturnAndGoByWhatIsStoredMeanwhile() throws Exception {
        List<String> urls = registries.stream()
                .map(registry -> "http://127.0.0.1:" + registry.port() + "/eureka/")
                .toList();
        IntStream.range(0, CLIENTS).forEach(number -> clients.add(Client.start(number, urls)));
        eventually(() -> assertThat(clients).allMatch(client -> client.stream.connected() != null));
        long first = stored(registries.get(0), "pets", 0);
        eventually(() -> assertThat(clients).allMatch(client -> client.revision() == first));
        RunningRegistry dying = registries.remove(0);
        List<Client> moving = clients.stream()
                .filter(client -> client.connected().peer().contains(":" + dying.port()))
                .toList();
        assertThat(moving).hasSizeBetween(CLIENTS / 5, CLIENTS / 2);

        dying.close();
        long second = stored(registries.get(0), "pets", first);

        eventually(() -> assertThat(clients).allMatch(client -> client.revision() == second));
        eventually(() -> assertThat(watchers()).isEqualTo(CLIENTS));
        List<Instant> returns = moving.stream()
                .map(client -> client.connected().since())
                .sorted()
                .toList();
        // The first tries are spread over a second: without that, all would come as soon as the stream ends.
        assertThat(Duration.between(returns.get(0), returns.get(returns.size() - 1)))
                .isGreaterThan(Duration.ofMillis(100));
    }

    @Test
    void peersWhenOneIsToldThatTheStoreHoldsAllSayAndTellIt() throws Exception {
        RunningRegistry told = registries.get(registries.size() - 1);
        RunningRegistry other = registries.get(registries.size() - 2);
        long stored = stored(told, "dogs", 0);
        eventually(() -> assertThat(watchers()).isZero());
        try (WatchClient client = WatchClient.open(other, "[\"timeout\"]", "[{\"name\": \"dogs\"}]")) {
            client.next(event -> event.data().path("revision").longValue() == stored);

            told.post("/mesh/v1/store/generation", "{}");

            JsonNode adopted = client.next("rules");
            assertThat(adopted.path("store").path("generation").longValue()).isEqualTo(1);
            assertThat(adopted.path("revision").longValue()).isEqualTo(stored);
            JsonNode status = status(other);
            assertThat(status.path("store")).isEqualTo(status(told).path("store"));
            assertThat(status.path("watchers").intValue()).isEqualTo(1);
            assertThat(status(told).path("watchers").intValue()).isZero();
            assertThat(status.path("peers"))
                    .hasSize(2)
                    .extracting(JsonNode::textValue)
                    .contains("http://localhost:" + told.port());
        }
    }

    /** The revision of a change that is stored on top of that one. */
    private static long stored(RunningRegistry registry, String service, long before) throws Exception {
        String document = "services: { " + service + ": { timeout: " + (before + 1) + "s } }";
        return WatchClient.json(registry.put(service, before, document).body())
                .path("revision")
                .longValue();
    }

    private static int watchers() {
        return registries.stream()
                .mapToInt(registry -> registry.bean(Watchers.class).clients().size())
                .sum();
    }

    private static JsonNode status(RunningRegistry registry) throws Exception {
        return WatchClient.json(registry.get("/mesh/v1/status").body());
    }

    private static void eventually(ThrowingRunnable assertion) {
        await().atMost(BOUND).untilAsserted(assertion);
    }

    private static List<Integer> freePorts(int count) throws IOException {
        List<ServerSocket> sockets = new ArrayList<>();
        try {
            for (int n = 0; n < count; n++) {
                sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            return sockets.stream().map(ServerSocket::getLocalPort).toList();
        } finally {
            for (ServerSocket socket : sockets) {
                socket.close();
            }
        }
    }
}
