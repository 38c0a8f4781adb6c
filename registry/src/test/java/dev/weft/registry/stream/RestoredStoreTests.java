package dev.weft.registry.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.registry.RunningRegistry;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A store that was restored from a backup, and its clients, who know more than it does. */
@Tag("same-everywhere")
class RestoredStoreTests {

    private static final String GENERATION = "/mesh/v1/store/generation";
    private static final String SETTLED = "registry.settling=0s";
    private static final String UNSETTLED = "registry.settling=1h";
    private static final String ALL = "[\"timeout\"]";

    /** At revision 1, and later at 2: made once, each test takes copies of it. */
    @TempDir
    private static Path atOne;

    @TempDir
    private static Path atTwo;

    private static String knowsTwo;

    @TempDir
    private Path directory;

    private Path data;
    private Path backup;

    @BeforeAll
    static void makeStores() throws Exception {
        try (RunningRegistry registry = RunningRegistry.start(atOne)) {
            registry.put("pets", 0, text(1));
        }
        copy(atOne, atTwo);
        try (RunningRegistry registry = RunningRegistry.start(atTwo, SETTLED);
                WatchClient client = WatchClient.open(registry, ALL, "[{\"name\": \"pets\"}]")) {
            client.next("endpoints");
            client.next("rules");
            registry.put("pets", 1, text(2));
            JsonNode rules = client.next("rules");
            assertThat(rules.path("follows").booleanValue()).isTrue();
            knowsTwo = """
                    [{"name": "pets", "rules": {"id": "%s", "generation": 0, "revision": 2, "stamp": %d}}]""".formatted(
                            rules.path("store").path("id").textValue(),
                            rules.path("stamp").longValue());
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        for (String file : new String[] {"login", "store.mv.db"}) {
            Files.copy(from.resolve(file), to.resolve(file));
        }
    }

    @BeforeEach
    void makeDirectories() throws IOException {
        data = Files.createDirectory(directory.resolve("data"));
        backup = Files.createDirectory(directory.resolve("backup"));
    }

    /** What a client names that has been told of revision 2. */
    private String makeBackupOfRevisionOneAndStoreRevisionTwo() throws IOException {
        copy(atOne, backup);
        copy(atTwo, data);
        return knowsTwo;
    }

    @Test
    void streamWhenTheStoreIsOlderThanItsClientsIsAdoptedOnlyByPeople() throws Exception {
        String knows = makeBackupOfRevisionOneAndStoreRevisionTwo();

        try (RunningRegistry registry = RunningRegistry.start(backup, SETTLED);
                WatchClient client = WatchClient.open(registry, ALL, knows)) {
            client.next("endpoints");
            assertThat(client.next("rules").path("revision").longValue()).isEqualTo(1);
            assertThat(status(registry).path("ahead").path("revision").longValue())
                    .isEqualTo(2);
            HttpResponse<String> refused = registry.put("pets", 1, text(3));
            assertThat(refused.statusCode()).isEqualTo(409);
            assertThat(refused.body()).contains("petservice (" + client.name() + ")");
            assertThat(refused.body())
                    .contains("POST " + GENERATION + " with {\\\"comment\\\": \\\"why\\\"} as JSON, or meshctl adopt");
            assertThat(registry.send(registry.anonymous(GENERATION)
                                    .header("Content-Type", "application/json")
                                    .POST(BodyPublishers.noBody()))
                            .statusCode())
                    .isEqualTo(401);

            assertThat(WatchClient.json(registry.post(GENERATION, "{}").body())
                            .path("generation")
                            .longValue())
                    .isEqualTo(1);
            JsonNode adopted = client.next("rules");
            assertThat(adopted.path("store").path("generation").longValue()).isEqualTo(1);
            assertThat(adopted.path("revision").longValue()).isEqualTo(1);
            assertThat(adopted.path("document").textValue()).isEqualTo(text(1));
            assertThat(status(registry).path("ahead").isNull()).isTrue();
            assertThat(registry.put("pets", 1, text(3)).statusCode()).isEqualTo(200);
            assertThat(client.next("rules").path("revision").longValue()).isEqualTo(2);
        }
    }

    @Test
    void streamWhenARestoredStoreHasComeAsFarAgainIsKnownForAnotherHistory() throws Exception {
        String knows = makeBackupOfRevisionOneAndStoreRevisionTwo();

        try (RunningRegistry registry = RunningRegistry.start(backup, SETTLED)) {
            registry.put("pets", 1, text(20));
            registry.put("pets", 2, text(30));
            try (WatchClient client = WatchClient.open(registry, ALL, knows)) {
                client.next("endpoints");
                JsonNode rules = client.next("rules");
                assertThat(rules.path("revision").longValue()).isEqualTo(3);
                assertThat(rules.path("follows").booleanValue()).isFalse();
                assertThat(status(registry).path("ahead").path("instance").textValue())
                        .isEqualTo(client.name());
                HttpResponse<String> refused = registry.put("pets", 3, text(4));
                assertThat(refused.statusCode()).isEqualTo(409);
                assertThat(refused.body()).contains("another history").contains("petservice (" + client.name() + ")");

                registry.post(GENERATION, "{\"comment\": \"the backup of Monday holds\"}");
                JsonNode adopted = client.next("rules");
                assertThat(adopted.path("follows").booleanValue()).isTrue();
                assertThat(adopted.path("document").textValue()).isEqualTo(text(30));
                assertThat(registry.put("pets", 3, text(4)).statusCode()).isEqualTo(200);
            }
            assertThat(registry.get(GENERATION).body())
                    .contains("\"generation\":1")
                    .contains("\"author\":\"alice\"")
                    .contains("the backup of Monday holds");
        }
    }

    @Test
    void streamWhenTheSameRevisionIsOfAnotherHistoryTellsIt() throws Exception {
        String knows = makeBackupOfRevisionOneAndStoreRevisionTwo();

        try (RunningRegistry registry = RunningRegistry.start(backup, SETTLED)) {
            registry.put("pets", 1, text(20));
            try (WatchClient client = WatchClient.open(registry, ALL, knows)) {
                client.next("endpoints");
                assertThat(client.next("rules").path("follows").booleanValue()).isFalse();
                JsonNode its = WatchClient.json(registry.get("/mesh/v1/clients").body())
                        .path("clients")
                        .path(0)
                        .path("services")
                        .path(0);
                assertThat(its.path("sent").longValue()).isEqualTo(2);
                assertThat(its.has("applied")).isFalse();
            }
        }
    }

    @Test
    void writeWhenTheETagIsOfAnotherHistoryIsRefused() throws Exception {
        makeBackupOfRevisionOneAndStoreRevisionTwo();
        String lost;
        try (RunningRegistry registry = RunningRegistry.start(data, SETTLED)) {
            lost = registry.tag("pets", 2);
        }

        try (RunningRegistry registry = RunningRegistry.start(backup, SETTLED)) {
            registry.put("pets", 1, text(20));
            HttpResponse<String> refused = registry.send(registry.request("/mesh/v1/rules/pets")
                    .header("If-Match", lost)
                    .PUT(BodyPublishers.ofString(text(4))));

            assertThat(refused.statusCode()).isEqualTo(412);
            assertThat(refused.body()).contains("of what this one was before it was restored");
        }
    }

    @Test
    void writeWhenClientsMayNotHaveComeBackIsRefusedForAWhile() throws Exception {
        try (RunningRegistry registry = RunningRegistry.start(data, UNSETTLED)) {
            assertThat(registry.put("pets", 0, text(1)).statusCode())
                    .as("a new store has nothing to lose")
                    .isEqualTo(201);
            assertThat(registry.put("pets", 1, text(2)).statusCode()).isEqualTo(200);
        }
        try (RunningRegistry registry = RunningRegistry.start(data, UNSETTLED)) {
            HttpResponse<String> refused = registry.put("pets", 2, text(3));

            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(Long.parseLong(
                            refused.headers().firstValue("Retry-After").orElseThrow()))
                    .isBetween(1L, 3_600L);
            assertThat(refused.body()).contains("just started").contains("\"settled\":false");
            assertThat(status(registry).path("takesChanges").booleanValue()).isFalse();
        }
        try (RunningRegistry registry = RunningRegistry.start(data, SETTLED)) {
            assertThat(registry.put("pets", 2, text(3)).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void writeWhenAllClientsStartWithTheRegistryIsTakenAtOnceUnlessOneRemembers() throws Exception {
        String knows = makeBackupOfRevisionOneAndStoreRevisionTwo();

        try (RunningRegistry registry = RunningRegistry.start(backup, UNSETTLED, "registry.fresh-fleet=true")) {
            assertThat(status(registry).path("takesChanges").booleanValue()).isTrue();
            assertThat(registry.put("pets", 1, text(20)).statusCode()).isEqualTo(200);
            try (WatchClient client = WatchClient.open(registry, ALL, knows)) {
                client.next("endpoints");

                assertThat(registry.put("pets", 2, text(30)).statusCode()).isEqualTo(409);
            }
        }
    }

    @Test
    void writeWhenTheStoreIsABackupOfAnEmptyOneIsRefusedForAWhile() throws Exception {
        RunningRegistry.start(data, UNSETTLED).close();

        try (RunningRegistry registry = RunningRegistry.start(data, UNSETTLED)) {
            assertThat(registry.put("pets", 0, text(1)).statusCode()).isEqualTo(503);
        }
    }

    @Test
    void writeWhenTheStoreWasDeclaredValidSinceItsAuthorReadItSaysSo() throws Exception {
        try (RunningRegistry registry = RunningRegistry.start(data, SETTLED)) {
            registry.put("pets", 0, text(1));
            String read = registry.tag("pets", 1);
            registry.post(GENERATION, "{}");

            HttpResponse<String> refused = registry.send(registry.request("/mesh/v1/rules/pets")
                    .header("If-Match", read)
                    .PUT(BodyPublishers.ofString(text(2))));

            assertThat(refused.statusCode()).isEqualTo(412);
            assertThat(refused.body()).contains("the store was declared valid since");
        }
    }

    @Test
    void writeWhenAClientNamesWhatNoStoreCanHaveIsMadeAllTheSame() throws Exception {
        try (RunningRegistry registry = RunningRegistry.start(data, SETTLED)) {
            registry.put("pets", 0, text(1));
            String store = status(registry).path("store").path("id").textValue();
            String knows = """
                    [{"name": "pets", "rules": {"id": "%s", "generation": 0, "revision": %d}},
                     {"name": "dogs", "rules": {"id": "other", "generation": %d, "revision": 1}}]""".formatted(store, Long.MAX_VALUE, 1L << 40);
            try (WatchClient client = WatchClient.open(registry, ALL, knows)) {
                client.next("endpoints");

                assertThat(registry.put("pets", 1, text(2)).statusCode()).isEqualTo(200);
                assertThat(status(registry).path("ahead").isNull()).isTrue();
                assertThat(WatchClient.json(registry.post(GENERATION, "{}").body())
                                .path("generation")
                                .longValue())
                        .isEqualTo(1);
            }
        }
    }

    @Test
    void writeWhenAClientKnowsAnotherStoreAndThisOneIsOlderNamesThisOne() throws Exception {
        String knows = makeBackupOfRevisionOneAndStoreRevisionTwo();
        String both = knows.replace(
                "]", ", {\"name\": \"dogs\", \"rules\": {\"id\": \"other\", \"generation\": 3, \"revision\": 9}}]");

        try (RunningRegistry registry = RunningRegistry.start(backup, SETTLED);
                WatchClient client = WatchClient.open(registry, ALL, both)) {
            client.next("endpoints");

            assertThat(registry.put("pets", 1, text(3)).statusCode()).isEqualTo(409);
        }
    }

    @Test
    void writeWhenAClientKnowsAnotherStoreNamesIt() throws Exception {
        try (RunningRegistry registry = RunningRegistry.start(data, SETTLED)) {
            registry.put("pets", 0, text(1));
            String knows = "[{\"name\": \"pets\", \"rules\": {\"id\": \"other\", \"generation\": 3, \"revision\": 9}}]";
            try (WatchClient client = WatchClient.open(registry, ALL, knows)) {
                client.next("endpoints");
                HttpResponse<String> made = registry.put("pets", 1, text(2));

                assertThat(made.statusCode()).isEqualTo(200);
                JsonNode ahead = WatchClient.json(made.body()).path("ahead");
                assertThat(ahead.path("instance").textValue()).isEqualTo(client.name());
                assertThat(ahead.path("generation").longValue()).isEqualTo(3);
            }
        }
    }

    @Test
    void adoptWhenAnotherPeerHasHeardOfAHigherGenerationGoesThere() throws Exception {
        try (RunningRegistry registry = RunningRegistry.start(data, SETTLED)) {
            assertThat(WatchClient.json(registry.post(GENERATION, "{\"atLeast\": 5}")
                                    .body())
                            .path("generation")
                            .longValue())
                    .isEqualTo(5);
            assertThat(WatchClient.json(registry.post(GENERATION, "{\"atLeast\": 2}")
                                    .body())
                            .path("generation")
                            .longValue())
                    .isEqualTo(6);
            assertThat(registry.post(GENERATION, "{\"atLeast\": -1}").statusCode())
                    .isEqualTo(400);
        }
    }

    @Test
    void adoptWhenClientsMayNotHaveComeBackHasToWait() throws Exception {
        try (RunningRegistry registry = RunningRegistry.start(data, UNSETTLED)) {
            HttpResponse<String> refused = registry.post(GENERATION, "{}");

            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.headers().firstValue("Retry-After")).isPresent();
            assertThat(refused.body()).contains("\"settled\":false");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/x-www-form-urlencoded", "text/plain", "multipart/form-data"})
    void adoptWhenItComesFromAFormIsRefused(String type) throws Exception {
        try (RunningRegistry registry = RunningRegistry.start(data, SETTLED)) {
            for (String path : new String[] {GENERATION, WatchClient.PATH}) {
                assertThat(registry.send(registry.request(path)
                                        .header("Content-Type", type)
                                        .POST(BodyPublishers.ofString("{}")))
                                .statusCode())
                        .as(path)
                        .isEqualTo(415);
            }
            assertThat(status(registry).path("store").path("generation").longValue())
                    .isZero();
        }
    }

    private static String text(int seconds) {
        return "services: { pets: { timeout: " + seconds + "s } }";
    }

    private static JsonNode status(RunningRegistry registry) throws Exception {
        return WatchClient.json(registry.get("/mesh/v1/status").body());
    }
}
