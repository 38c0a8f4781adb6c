package dev.weft.registry.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.mesh.document.KeyPaths;
import dev.weft.registry.SharedRegistry;
import dev.weft.registry.membership.EurekaHttp;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The stream as a client sees it. Each test has a service of its own. */
class WatchTests extends SharedRegistry {

    private static final String ALL = "[\"routes.match.path\", \"timeout\", \"retry.attempts\"]";

    /** What every HTTPRoute needs that sends requests somewhere. */
    private static final String ROUTES = """
            "HTTPRoute.spec.parentRefs.kind", "HTTPRoute.spec.parentRefs.group", "HTTPRoute.spec.parentRefs.name",
            "HTTPRoute.spec.rules.backendRefs.name", "HTTPRoute.spec.rules.backendRefs.port"
            """;

    private static final int BURST = 50;

    private static EurekaHttp instances;

    @BeforeAll
    static void reachInstances() {
        instances = EurekaHttp.at(registry.port());
    }

    @Test
    void openWhenTheClientNamesItselfInControlCharactersIsRefused() throws Exception {
        for (String key : new String[] {"service", "instance", "starter"}) {
            String body = """
                    {"client": {"service": "a", "instance": "a", "starter": "1", "features": []},
                     "services": []}""".replaceFirst("(\"" + key + "\": \")[a1]", "$1a\\\\u001b[2J");

            HttpResponse<String> refused = registry.send(registry.anonymous(WatchClient.PATH)
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString(body)));

            assertThat(refused.statusCode()).as(body).isEqualTo(400);
            assertThat(refused.body()).contains("client." + key).contains("control characters");
        }
    }

    @Test
    void openWhenAFeatureIsLongerThanAnyKeyIsRefused() throws Exception {
        assertThat(KeyPaths.all()).allMatch(key -> key.length() <= 200);

        HttpResponse<String> refused = registry.send(registry.anonymous(WatchClient.PATH)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(WatchClient.body("[\"" + "a.".repeat(101) + "\"]", "[]"))));

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("client.features").contains("200 characters");
    }

    @Test
    void addWhenASessionWatchesAsMuchAsItMayIsRefused() throws Exception {
        try (WatchClient client = watch("many-0")) {
            String first = services(0);
            for (int page = 0; page < 10; page++) {
                assertThat(client.add(services(page))).isEqualTo(204);
            }
            assertThat(client.add("[{\"name\": \"one-more\"}]")).isEqualTo(400);
            assertThat(client.add(first)).as("the same again").isEqualTo(204);
        }
    }

    private static String services(int page) {
        return IntStream.range(1_000 * page, 1_000 * (page + 1))
                .mapToObj(n -> "{\"name\": \"many-" + n + "\"}")
                .collect(Collectors.joining(",", "[", "]"));
    }

    @Test
    void openWhenNobodyHasTheNameTellsOfNobodyAndNothing() throws Exception {
        try (WatchClient client = watch("nobody")) {
            assertThat(client.hello().path("registry").textValue()).endsWith(":" + registry.port());
            assertThat(client.hello().path("heartbeatSeconds").intValue()).isEqualTo(5);
            assertThat(client.hello().path("store").path("id").textValue()).isNotBlank();

            JsonNode endpoints = client.next("endpoints");
            assertThat(endpoints.path("service").textValue()).isEqualTo("nobody");
            assertThat(endpoints.path("whole").booleanValue()).isTrue();
            assertThat(endpoints.path("put")).isEmpty();
            JsonNode rules = client.next("rules");
            assertThat(rules.path("revision").longValue()).isZero();
            assertThat(rules.path("document").isNull()).isTrue();
        }
    }

    @Test
    void openWhenInstancesAreUpTellsOfThemAndOfNoOther() throws Exception {
        instances.register("some", "up", "UP");
        instances.register("some", "starting", "STARTING");
        instances.metadata("some", "up", "version", "v2");

        try (WatchClient client = watch("some")) {
            JsonNode put = client.next("endpoints").path("put");
            assertThat(put).hasSize(1);
            assertThat(put.get(0).path("id").textValue()).isEqualTo("up");
            assertThat(put.get(0).path("host").textValue()).isEqualTo("127.0.0.1");
            assertThat(put.get(0).path("port").intValue()).isEqualTo(9999);
            assertThat(put.get(0).path("secure").booleanValue()).isFalse();
            assertThat(put.get(0).path("metadata").path("version").textValue()).isEqualTo("v2");
        }
    }

    @Test
    void streamWhenInstancesComeAndGoTellsIt() throws Exception {
        try (WatchClient client = watch("coming")) {
            client.next("endpoints");
            client.next("rules");

            instances.register("coming", "a", "UP");
            JsonNode come = client.next("endpoints");
            assertThat(come.path("whole").booleanValue()).isFalse();
            assertThat(come.path("put").get(0).path("id").textValue()).isEqualTo("a");
            instances.metadata("coming", "a", "version", "v2");
            assertThat(client.next("endpoints")
                            .path("put")
                            .get(0)
                            .path("metadata")
                            .path("version")
                            .textValue())
                    .isEqualTo("v2");
            instances.register("coming", "a", "DOWN");
            assertThat(client.next("endpoints").path("gone").get(0).textValue()).isEqualTo("a");
            instances.override("coming", "a", "UP");
            assertThat(client.next("endpoints").path("put")).hasSize(1);
            instances.cancel("coming", "a");
            assertThat(client.next("endpoints").path("gone").get(0).textValue()).isEqualTo("a");
        }
    }

    /** No limit of time: however long the burst takes, there is one event for each 100 ms of it, and one at its end. */
    @Test
    void streamWhenInstancesComeInABurstTellsOfManyTogetherAndOfAll() throws Exception {
        try (WatchClient client = watch("burst")) {
            client.next("endpoints");
            client.next("rules");
            long begin = System.nanoTime();
            for (int n = 0; n < BURST; n++) {
                instances.register("burst", "i" + n, "UP", 9_000 + n);
            }

            Set<String> known = new HashSet<>();
            int events = 0;
            while (known.size() < BURST) {
                client.next("endpoints")
                        .path("put")
                        .forEach(put -> known.add(put.path("id").textValue()));
                events++;
            }
            Duration elapsed = Duration.ofNanos(System.nanoTime() - begin);

            assertThat(events)
                    .as("events for %d changes in %s", BURST, elapsed)
                    .isLessThanOrEqualTo((int) (elapsed.toMillis() / 100) + 1);
            assertThat(registry.get("/mesh/v1/services/burst/instances").body().split("\"id\":", -1))
                    .hasSize(BURST + 1);
        }
    }

    @Test
    void streamWhenAnInstanceIsReplacedAtItsAddressTellsOfTheLatterWhateverTheClockSays() throws Exception {
        Instant now = Instant.now();
        instances.changedAt(now).register("replaced", "old", "UP");

        try (WatchClient client = watch("replaced")) {
            client.next("endpoints");
            client.next("rules");
            instances.changedAt(now.minus(Duration.ofHours(1))).register("replaced", "new", "UP");

            JsonNode change = client.next("endpoints");
            assertThat(change.path("put").get(0).path("id").textValue()).isEqualTo("new");
            assertThat(change.path("gone").get(0).textValue()).isEqualTo("old");
        }
    }

    @Test
    void streamWhenRulesChangeTellsThem() throws Exception {
        try (WatchClient client = watch("ruled")) {
            client.next("endpoints");
            client.next("rules");

            String text = "services: { ruled: { timeout: 2s } }\n# as it was written: ä\n";
            assertThat(registry.put("ruled", 0, text).statusCode()).isEqualTo(201);
            JsonNode rules = client.next("rules");
            assertThat(rules.path("document").textValue()).isEqualTo(text);
            assertThat(rules.path("withheld")).isEmpty();
            assertThat(rules.path("store").path("generation").longValue()).isZero();
            long revision = rules.path("revision").longValue();
            registry.send(registry.request("/mesh/v1/rules/ruled")
                    .header("If-Match", registry.tag("ruled", revision))
                    .DELETE());
            JsonNode removed = client.next("rules");
            assertThat(removed.path("document").isNull()).isTrue();
            assertThat(removed.path("revision").longValue()).isGreaterThan(revision);
        }
    }

    @Test
    void streamWhenTheClientLacksAFeatureWithholdsThePartThatNeedsIt() throws Exception {
        registry.put("partly", 0, "services: { partly: { timeout: 2s, retry: { attempts: 2, budget-percent: 10 } } }");

        try (WatchClient client = watch("partly")) {
            client.next("endpoints");
            JsonNode rules = client.next("rules");
            assertThat(rules.path("document").textValue())
                    .isEqualTo("{\"services\":{\"partly\":{\"timeout\":\"2s\"}}}");
            assertThat(rules.path("withheld").toString())
                    .isEqualTo("[{\"part\":\"retry\",\"needs\":[\"retry.budget-percent\"]}]");
        }
    }

    @Test
    void streamWhenTheClientLacksAKeyOfAnHttpRouteWithholdsTheRouteAndSendsItToOthers() throws Exception {
        String text = """
                apiVersion: gateway.networking.k8s.io/v1
                kind: HTTPRoute
                metadata: { name: mixed }
                spec:
                  parentRefs: [ { kind: Service, group: "", name: mixed } ]
                  rules: [ { backendRefs: [ { name: mixed, port: 80 } ], timeouts: { request: 3s } } ]
                ---
                services: { mixed: { timeout: 2s, retry: { attempts: 2 } } }
                """;
        assertThat(registry.put("mixed", 0, text).statusCode()).isEqualTo(201);

        String older = ROUTES + ", \"timeout\", \"retry.attempts\"";
        try (WatchClient client = watchKnowing(older, "mixed")) {
            JsonNode rules = client.next("rules");
            assertThat(rules.path("document").textValue())
                    .isEqualTo("{\"services\":{\"mixed\":{\"timeout\":\"2s\",\"retry\":{\"attempts\":\"2\"}}}}");
            assertThat(rules.path("withheld").toString())
                    .isEqualTo("[{\"part\":\"routes\",\"needs\":[\"HTTPRoute.spec.rules.timeouts\","
                            + "\"HTTPRoute.spec.rules.timeouts.request\"]}]");
        }
        String newer = ROUTES + ", \"timeout\", \"HTTPRoute.spec.rules.timeouts.request\"";
        try (WatchClient client = watchKnowing(newer, "mixed")) {
            JsonNode rules = client.next("rules");
            assertThat(rules.path("document").textValue())
                    .startsWith("{\"services\":{\"mixed\":{\"timeout\":\"2s\"}}}\n---\n")
                    .contains("\"port\":80", "\"request\":\"3s\"");
            assertThat(rules.path("withheld").toString())
                    .isEqualTo("[{\"part\":\"retry\",\"needs\":[\"retry.attempts\"]}]");
        }
    }

    @Test
    void openWhenTheClientKnowsWhatHoldsTellsNothing() throws Exception {
        instances.register("resumed", "a", "UP");
        registry.put("resumed", 0, "services: { resumed: { timeout: 2s } }");
        String known;
        try (WatchClient client = watch("resumed")) {
            known = known(client.next("endpoints"), client.next("rules"));
        }

        try (WatchClient again = WatchClient.open(registry, ALL, "[" + known + ", {\"name\": \"other\"}]")) {
            JsonNode change = again.next("endpoints");
            assertThat(change.path("service").textValue()).isEqualTo("resumed");
            assertThat(change.path("whole").booleanValue()).isFalse();
            assertThat(change.path("put")).isEmpty();
            assertThat(change.path("gone")).isEmpty();
            assertThat(again.next("endpoints").path("service").textValue()).isEqualTo("other");
        }
    }

    @Test
    void openWhenTheClientWantsItsRulesAgainTellsThem() throws Exception {
        registry.put("again", 0, "services: { again: { timeout: 2s } }");
        String known;
        try (WatchClient client = watch("again")) {
            known = known(client.next("endpoints"), client.next("rules"));
        }
        String again = known.replaceFirst("\\{", "{\"again\": true, ");

        try (WatchClient client = WatchClient.open(registry, ALL, "[" + again + "]")) {
            client.next("endpoints");
            assertThat(client.next("rules").path("document").textValue()).contains("2s");
        }
    }

    @Test
    void openWhenTheClientHasMissedChangesTellsThese() throws Exception {
        instances.register("missed", "a", "UP");
        instances.register("missed", "b", "UP", 9998);
        String known;
        try (WatchClient client = watch("missed")) {
            known = known(client.next("endpoints"), client.next("rules"));
        }
        instances.cancel("missed", "a");
        instances.register("missed", "c", "UP", 9997);

        try (WatchClient again = WatchClient.open(registry, ALL, "[" + known + "]")) {
            Set<String> put = new HashSet<>();
            Set<String> gone = new HashSet<>();
            // All at once, or one by one where they have only just happened.
            while (put.isEmpty() || gone.isEmpty()) {
                JsonNode change =
                        again.next(event -> event.name().equals("endpoints")).data();
                assertThat(change.path("whole").booleanValue()).isFalse();
                change.path("put")
                        .forEach(endpoint -> put.add(endpoint.path("id").textValue()));
                change.path("gone").forEach(id -> gone.add(id.textValue()));
            }
            assertThat(put).containsExactly("c");
            assertThat(gone).containsExactly("a");
        }
    }

    @Test
    void openWhenTheRulesHaveChangedTellsThem() throws Exception {
        String known;
        try (WatchClient client = watch("changed")) {
            known = known(client.next("endpoints"), client.next("rules"));
        }
        registry.put("changed", 0, "services: { changed: { timeout: 2s } }");

        try (WatchClient again = WatchClient.open(registry, ALL, "[" + known + "]")) {
            assertThat(again.next(event -> event.name().equals("rules"))
                            .data()
                            .path("document")
                            .textValue())
                    .contains("2s");
        }
    }

    /** What a client would name that has been told this. */
    private static String known(JsonNode endpoints, JsonNode rules) {
        return """
                {"name": "%s", "endpoints": "%s", "rules": {"id": "%s", "generation": 0, "revision": %d, "stamp": %d}}""".formatted(
                        endpoints.path("service").textValue(),
                        endpoints.path("version").textValue(),
                        rules.path("store").path("id").textValue(),
                        rules.path("revision").longValue(),
                        rules.path("stamp").longValue());
    }

    @Test
    void openWhenTheClientKnowsAnotherRegistrysVersionTellsEverything() throws Exception {
        instances.register("foreign", "a", "UP");

        try (WatchClient client =
                WatchClient.open(registry, ALL, "[{\"name\": \"foreign\", \"endpoints\": \"elsewhere.1\"}]")) {
            JsonNode endpoints = client.next("endpoints");
            assertThat(endpoints.path("whole").booleanValue()).isTrue();
            assertThat(endpoints.path("put")).hasSize(1);
        }
    }

    @Test
    void addTellsOfFurtherServices() throws Exception {
        instances.register("added", "a", "UP");

        try (WatchClient client = WatchClient.open(registry, ALL, "[]")) {
            assertThat(client.add("[{\"name\": \"added\"}]")).isEqualTo(204);
            assertThat(client.next("endpoints").path("put")).hasSize(1);
            client.next("rules");
            assertThat(client.add("[{\"name\": \"Added\"}]")).isEqualTo(204);
            instances.cancel("added", "a");
            assertThat(client.next("endpoints").path("gone")).hasSize(1);
        }
    }

    @Test
    void addWhenTheSessionIsUnknownIsNotFound() throws Exception {
        HttpResponse<String> answer = registry.send(registry.anonymous(WatchClient.PATH + "/none/services")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"services\": [{\"name\": \"a\"}]}")));

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).contains("open a new one");
    }

    @Test
    void openWhenTheRequestMakesNoSenseSaysWhy() throws Exception {
        assertRefused("{", "expected");
        assertRefused("null", "expected");
        assertRefused("{\"services\": []}", "client: nothing");
        assertRefused(WatchClient.body("null", "[]"), "client.features: nothing");
        assertRefused(WatchClient.body("[]", "[{\"name\": \"/..\"}]"), "service name");
        assertRefused(
                WatchClient.body("[]", "[{\"name\": \"a\", \"rules\": {\"id\": \"a\", \"generation\": -1}}]"),
                "generation -1");
    }

    private static void assertRefused(String body, String why) throws Exception {
        HttpResponse<String> answer = registry.send(registry.anonymous(WatchClient.PATH)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body)));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
        assertThat(WatchClient.json(answer.body()).path("detail").textValue()).contains(why);
    }

    @Test
    void streamWhenNothingHappensSaysThatItIsThere() throws Exception {
        try (WatchClient client = watch("quiet")) {
            assertThat(client.next(event -> event.name().equals(":")).name()).isEqualTo(":");
        }
    }

    private static WatchClient watchKnowing(String features, String service) throws Exception {
        WatchClient client = WatchClient.open(registry, "[" + features + "]", "[{\"name\": \"" + service + "\"}]");
        client.next("endpoints");
        return client;
    }

    private static WatchClient watch(String... services) throws Exception {
        return WatchClient.open(registry, ALL, "[{\"name\": \"" + String.join("\"}, {\"name\": \"", services) + "\"}]");
    }
}
