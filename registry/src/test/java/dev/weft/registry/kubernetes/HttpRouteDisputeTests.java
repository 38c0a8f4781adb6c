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

/** Registries that share a store, but read different HTTPRoutes: of two clusters, or by two versions. */
@Tag("same-everywhere")
class HttpRouteDisputeTests {

    private final List<ApiServer> servers = new ArrayList<>();
    private final List<RunningRegistry> registries = new ArrayList<>();
    private Postgres postgres;

    @BeforeEach
    void start(@TempDir Path directory) throws Exception {
        postgres = new Postgres(directory);
        String store = postgres.newDatabase();
        for (String name : List.of("a", "b")) {
            ApiServer server = new ApiServer();
            servers.add(server);
            server.apply("pets", RouteTests.to("pets", "pets-" + name));
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
        for (ApiServer server : servers) {
            server.close();
        }
        postgres.close();
    }

    @Test
    void peersWhenTheySeeDifferentRoutesWriteThemOnceForEachChangeAndSaySo() throws Exception {
        for (RunningRegistry registry : registries) {
            RouteTests.eventually(() -> assertThat(RouteTests.asOf(registry)).isNotEmpty());
        }
        everybodyLooks(1);
        assertThat(revisions("pets")).isEqualTo(2);
        assertThat(registries)
                .anySatisfy(registry ->
                        assertThat(RouteTests.problem(registry)).contains("another registry", "pets", "one namespace"));

        servers.get(0).apply("pets", RouteTests.to("pets", "pets-c"));

        RouteTests.eventually(
                () -> assertThat(RouteTests.stored(registries.get(0), "pets")).contains("pets-c"));
        everybodyLooks(2);
        assertThat(RouteTests.stored(registries.get(0), "pets")).contains("pets-c");
        assertThat(revisions("pets")).isEqualTo(3);
    }

    /** So often that who is about to write has written. */
    private void everybodyLooks(int round) throws Exception {
        for (int time = 0; time < 3; time++) {
            for (RunningRegistry registry : registries) {
                RouteTests.lookAgain(registry, "dogs-" + round + "-" + time + "-" + registries.indexOf(registry));
            }
        }
    }

    private int revisions(String service) throws Exception {
        return WatchClient.json(registries
                        .get(0)
                        .get("/mesh/v1/rules/" + service + "/history?limit=500")
                        .body())
                .path("revisions")
                .size();
    }
}
