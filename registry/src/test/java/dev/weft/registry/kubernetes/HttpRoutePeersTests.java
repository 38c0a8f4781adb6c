package dev.weft.registry.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.registry.Postgres;
import dev.weft.registry.RunningRegistry;
import dev.weft.registry.stream.WatchClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Registries that share a store, and read the same HTTPRoutes. */
@Tag("same-everywhere")
class HttpRoutePeersTests {

    private static final int CHANGES = 10;

    private final List<RunningRegistry> registries = new ArrayList<>();
    private Postgres postgres;
    private ApiServer server;

    @BeforeEach
    void start(@TempDir Path directory) throws Exception {
        postgres = new Postgres(directory);
        server = new ApiServer();
        String store = postgres.newDatabase();
        for (String name : List.of("a", "b")) {
            registries.add(RouteTests.registry(
                    server,
                    Files.createDirectories(directory.resolve(name)),
                    "spring.datasource.url=" + store,
                    "spring.datasource.username=" + Postgres.USER));
        }
    }

    @AfterEach
    void stop() throws Exception {
        registries.forEach(RunningRegistry::close);
        server.close();
        postgres.close();
    }

    @Test
    void peersWhenARouteChangesStoreItOnceAndWriteItsStatusOnce() throws Exception {
        for (int change = 1; change <= CHANGES; change++) {
            server.apply("pets", RouteTests.to("pets", "pets-v" + change));
            String expected = "\"pets-v" + change + "\"";
            RouteTests.eventually(() -> assertThat(registries)
                    .allSatisfy(registry ->
                            assertThat(RouteTests.stored(registry, "pets")).contains(expected)));
            int generation = change;
            RouteTests.eventually(() -> assertThat(observedGeneration()).isEqualTo(generation));
        }

        // So that nobody is still about to write what the other one has written.
        RouteTests.lookAgain(registries.get(0), "dogs");
        RouteTests.lookAgain(registries.get(1), "cats");
        assertThat(server.calls("written")).isEqualTo(CHANGES);
        assertThat(revisions("pets")).isEqualTo(CHANGES);
    }

    @Test
    void peerWhenItIsSlowNeverGoesBackToAnOlderRoute() throws Exception {
        for (RunningRegistry registry : registries) {
            RouteTests.eventually(() -> assertThat(RouteTests.asOf(registry)).isNotEmpty());
        }
        RouteTests.eventually(() -> assertThat(server.calls("watch")).isGreaterThanOrEqualTo(registries.size()));
        server.delayNextList();
        server.apply("pets", RouteTests.to("pets", "pets-v1"));
        RouteTests.eventually(
                () -> assertThat(RouteTests.stored(registries.get(0), "pets")).contains("pets-v1"));
        assertThat(server.held()).isEqualTo(1);
        server.apply("pets", RouteTests.to("pets", "pets-v2"));
        RouteTests.eventually(
                () -> assertThat(RouteTests.stored(registries.get(0), "pets")).contains("pets-v2"));

        server.release();

        RouteTests.lookAgain(registries.get(0), "dogs");
        RouteTests.lookAgain(registries.get(1), "cats");
        assertThat(RouteTests.stored(registries.get(0), "pets")).contains("pets-v2");
        assertThat(revisions("pets")).isEqualTo(2);
    }

    private int observedGeneration() {
        return server.parents("pets")
                .path(0)
                .path("conditions")
                .path(0)
                .path("observedGeneration")
                .asInt();
    }

    private int revisions(String service) throws Exception {
        return WatchClient.json(registries
                        .get(0)
                        .get("/mesh/v1/rules/" + service + "/history")
                        .body())
                .path("revisions")
                .size();
    }
}
