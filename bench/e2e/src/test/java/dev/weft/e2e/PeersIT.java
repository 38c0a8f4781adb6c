package dev.weft.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.bench.fleet.App;
import dev.weft.bench.fleet.Fleet;
import dev.weft.bench.fleet.Instance;
import dev.weft.bench.load.LoadReport;
import dev.weft.bench.load.OpenLoop;
import dev.weft.bench.load.RunningLoad;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Three registries on one PostgreSQL. */
class PeersIT {

    private static final Logger log = LoggerFactory.getLogger(PeersIT.class);
    private static final OpenLoop LOAD = new OpenLoop();
    private static final int WARM_UP = 500;
    private static final int REQUESTS = 1_500;
    private static final String PASSWORD = "wonderland";

    private static EmbeddedPostgres postgres;
    private static PetClinic clinic;
    private static List<Instance> peers;
    private static List<Instance> services;

    @BeforeAll
    static void start() throws Exception {
        postgres = EmbeddedPostgres.start();
        clinic = new PetClinic(Path.of("target", "e2e-peers"), Map.of(), PeersIT::launch);
        Instance history = clinic.petmedicalhistory("petmedicalhistory-1");
        Instance details = clinic.petdetails("petdetails-1", "v1");
        Instance petservice = clinic.petservice("petservice-1");
        services = List.of(clinic.gateway(), history, details, petservice);
        clinic.awaitReady(history, details, petservice);
        peers = clinic.registries();
        peers.forEach(PeersIT::awaitWhole);
        IntStream.range(0, WARM_UP).parallel().forEach(n -> clinic.fleet().get(clinic.edge("/pet/123")));
    }

    private static List<Instance> launch(Fleet fleet, Path data) {
        List<Integer> ports =
                Stream.generate(Fleet::freePort).distinct().limit(3).toList();
        String urls = ports.stream()
                .map(port -> "http://127.0.0.1:" + port + "/eureka/")
                .collect(Collectors.joining(","));
        Map<String, String> properties = Map.of(
                "eureka.instance.hostname",
                "127.0.0.1",
                "eureka.client.service-url.defaultZone",
                urls,
                "registry.data-directory",
                data.toString(),
                "registry.login-password",
                PASSWORD,
                "spring.datasource.url",
                postgres.getJdbcUrl("postgres", "postgres"));
        return ports.stream()
                .map(port -> fleet.launch(App.REGISTRY, "registry-" + port, port, properties))
                .toList();
    }

    @AfterAll
    static void stop() throws Exception {
        clinic.close();
        postgres.close();
    }

    /** Whichever of them callers use: one dies, and when it is back, empty, and has been told of everybody, the others do. */
    @Test
    void requestsWhenRegistriesDieAllSucceed() {
        RunningLoad first = LOAD.start(Loads.pets(clinic, REQUESTS));
        first.awaitSent(REQUESTS / 20);
        peers.get(0).kill();
        Instance back = clinic.fleet().restart(peers.get(0));
        clinic.fleet().awaitHealthy(back);
        awaitWhole(back);
        LoadReport oneDied = first.report();

        RunningLoad second = LOAD.start(Loads.pets(clinic, REQUESTS / 3));
        second.awaitSent(REQUESTS / 20);
        List<Instance> others = peers.subList(1, peers.size());
        others.forEach(Instance::kill);
        LoadReport othersDied = second.report();
        peers = Stream.concat(Stream.of(back), others.stream().map(clinic.fleet()::restart))
                .toList();

        log.info("one registry killed: {}; the others killed: {}", oneDied, othersDied);
        assertThat(oneDied.failed()).isEmpty();
        assertThat(othersDied.failed()).isEmpty();
        awaitWhole(back);
    }

    @Test
    void rulesWhenStoredAtOnePeerAreReadAtTheOthers() {
        peers.forEach(clinic.fleet()::awaitHealthy);
        String document = "services:\n  dogs:\n    timeout: 2s\n";
        HttpRequest store = rules(peers.get(0))
                .header("If-None-Match", "*")
                .PUT(BodyPublishers.ofString(document))
                .build();

        // A peer that has just started takes no changes until clients may have come.
        clinic.fleet()
                .await("a change to be taken", () -> clinic.fleet().send(store).statusCode() == 201);

        for (Instance peer : peers) {
            clinic.fleet()
                    .await(
                            peer + " to have the rules",
                            () -> clinic.fleet()
                                    .send(rules(peer).build())
                                    .body()
                                    .equals(document));
        }
    }

    private static void awaitWhole(Instance peer) {
        clinic.fleet().await(peer + " to know everybody", () -> {
            String members = clinic.fleet().get(peer.uri("/eureka/apps")).body();
            return services.stream().allMatch(service -> members.contains(">" + service.port() + "<"));
        });
    }

    private static HttpRequest.Builder rules(Instance peer) {
        return HttpRequest.newBuilder(peer.uri("/mesh/v1/rules/dogs"))
                .header("Authorization", Logins.basic("admin", PASSWORD));
    }
}
