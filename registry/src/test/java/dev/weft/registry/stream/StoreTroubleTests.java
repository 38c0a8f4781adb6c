package dev.weft.registry.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.mesh.model.ServiceName;
import dev.weft.registry.Postgres;
import dev.weft.registry.RunningRegistry;
import dev.weft.registry.membership.EurekaHttp;
import dev.weft.registry.store.Change;
import dev.weft.registry.store.Precondition;
import dev.weft.registry.store.RuleStore;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What watchers see of the store's troubles, and of its peers. */
class StoreTroubleTests {

    private static final Duration BOUND = Duration.ofSeconds(30);
    private static final String ALL = "[\"timeout\"]";
    private static final String WISH = "[{\"name\": \"pets\"}]";

    @TempDir
    private Path directory;

    @Test
    void streamWhenAnotherPeerStoresRulesTellsThem() throws Exception {
        try (Postgres postgres = new Postgres(directory)) {
            String url = postgres.newDatabase();
            try (RunningRegistry here = peer("here", url);
                    RunningRegistry there = peer("there", url);
                    WatchClient client = WatchClient.open(here, ALL, WISH)) {
                client.next("endpoints");
                client.next("rules");

                there.put("pets", 0, text(1));

                assertThat(client.next("rules").path("document").textValue()).isEqualTo(text(1));
            }
        }
    }

    @Test
    void streamWhenTheDatabaseIsGoneGoesOnAndWritesAreRefused() throws Exception {
        try (Postgres postgres = new Postgres(directory);
                RunningRegistry registry = peer("here", postgres.newDatabase())) {
            registry.put("pets", 0, text(1));
            postgres.stop();
            try (WatchClient client = WatchClient.open(registry, ALL, WISH)) {
                client.next("endpoints");
                assertThat(client.next("rules").path("document").textValue()).isEqualTo(text(1));

                EurekaHttp.at(registry.port()).register("pets", "a", "UP");
                assertThat(client.next("endpoints").path("put")).hasSize(1);
                HttpResponse<String> refused = registry.put("pets", 1, text(2));
                assertThat(refused.statusCode()).isEqualTo(503);
                assertThat(refused.body()).contains("database");
                assertThat(status(registry).path("database").path("ok").booleanValue())
                        .isFalse();
                assertThat(status(registry).path("database").path("problem").textValue())
                        .isNotBlank();
            } finally {
                postgres.startAgain();
            }
            await().atMost(BOUND)
                    .untilAsserted(() -> assertThat(
                                    status(registry).path("database").path("ok").booleanValue())
                            .isTrue());
        }
    }

    /** A store that was restored, and one that can't be read, are told apart. */
    @Test
    void writeWhenAClientKnowsMoreAndTheDatabaseIsGoneIsTriedAgainLater() throws Exception {
        try (Postgres postgres = new Postgres(directory);
                RunningRegistry registry = peer("here", postgres.newDatabase())) {
            registry.put("pets", 0, text(1));
            String store = status(registry).path("store").path("id").textValue();
            postgres.stop();
            String knows = """
                    [{"name": "pets", "rules": {"id": "%s", "generation": 0, "revision": 2, "stamp": 5}}]""".formatted(store);
            try (WatchClient client = WatchClient.open(registry, ALL, knows)) {
                client.next("endpoints");

                assertThat(registry.put("pets", 1, text(2)).statusCode()).isEqualTo(503);
            } finally {
                postgres.startAgain();
            }
            try (WatchClient client = WatchClient.open(registry, ALL, knows)) {
                client.next("endpoints");
                await().atMost(BOUND)
                        .untilAsserted(() -> assertThat(
                                        registry.put("pets", 1, text(2)).statusCode())
                                .isEqualTo(409));
            }
        }
    }

    @Test
    void startWhenANewerPeerHasStoredWhatThisOneCanNotReadServesItAsItIs() throws Exception {
        String newer = "services: { pets: { timeout: 1s, moon-phase: full, \"a b\": 1 } }";
        try (RunningRegistry registry = RunningRegistry.start(directory)) {
            registry.bean(RuleStore.class)
                    .commit(new Change(ServiceName.of("pets"), "newer", "", newer, null), new Precondition.Absent());
        }

        try (RunningRegistry registry = RunningRegistry.start(directory, "registry.settling=0s");
                WatchClient client = WatchClient.open(registry, ALL, WISH)) {
            client.next("endpoints");
            assertThat(client.next("rules").path("document").textValue()).isEqualTo(newer);
            assertThat(registry.get("/mesh/v1/rules/pets").body()).isEqualTo(newer);
            JsonNode tried = WatchClient.json(registry.post(
                            "/mesh/v1/rules/pets/dry-run", "{\"document\": \"" + text(2) + "\", \"requests\": [{}]}")
                    .body());
            assertThat(tried.path("requests").get(0).path("today").path("match").textValue())
                    .contains("can't be read by this registry");
            assertThat(registry.put("pets", 1, text(2)).statusCode()).isEqualTo(200);
            assertThat(client.next("rules").path("document").textValue()).isEqualTo(text(2));
        }
    }

    private RunningRegistry peer(String name, String url) throws IOException {
        return RunningRegistry.start(
                Files.createDirectories(directory.resolve(name)),
                "registry.settling=0s",
                "spring.datasource.url=" + url,
                "spring.datasource.username=" + Postgres.USER);
    }

    private static String text(int seconds) {
        return "services: { pets: { timeout: " + seconds + "s } }";
    }

    private static JsonNode status(RunningRegistry registry) throws Exception {
        return WatchClient.json(registry.get("/mesh/v1/status").body());
    }
}
