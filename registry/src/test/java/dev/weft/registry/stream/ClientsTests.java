package dev.weft.registry.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.weft.registry.SharedRegistry;
import dev.weft.registry.membership.EurekaHttp;
import java.time.Duration;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.Test;

/** What people see of clients and members. Each test has a service of its own. */
class ClientsTests extends SharedRegistry {

    private static final Duration BOUND = Duration.ofSeconds(30);
    private static final String RULES = "services: { %s: { timeout: 2s, retry: { attempts: 2 } } }";

    @Test
    void clientWhenItHasAppliedItsRulesDoesNotLag() throws Exception {
        registry.put("applied", 0, RULES.formatted("applied"));

        try (WatchClient client = WatchClient.open(registry, "[\"timeout\"]", "[{\"name\": \"applied\"}]")) {
            client.next("endpoints");
            long revision = client.next("rules").path("revision").longValue();
            assertThat(lags("applied")).isTrue();
            assertThat(client.report(report("applied", revision, true))).isEqualTo(204);

            eventually(() -> assertThat(lags("applied")).isFalse());
            JsonNode its = service("applied");
            assertThat(its.path("sent").longValue()).isEqualTo(revision);
            assertThat(its.path("applied").longValue()).isEqualTo(revision);
            assertThat(its.path("withheld").get(0).path("part").textValue()).isEqualTo("retry");
            assertThat(its.path("endpoints").textValue()).contains(".");
        }
    }

    @Test
    void clientWhenItHasRefusedItsRulesIsShownWithItsReason() throws Exception {
        registry.put("refused", 0, RULES.formatted("refused"));

        try (WatchClient client = WatchClient.open(registry, "[]", "[{\"name\": \"refused\"}]")) {
            client.next("endpoints");
            long revision = client.next("rules").path("revision").longValue();
            client.report(report("refused", revision, false));

            eventually(() -> assertThat(
                            service("refused").path("refused").path("reason").textValue())
                    .isEqualTo("why not"));
            assertThat(lags("refused")).isTrue();
            assertThat(json("/mesh/v1/status").path("refusals").toString())
                    .contains("\"watches\":\"refused\"")
                    .contains("petservice-");
        }
    }

    @Test
    void clientWhenItsReasonIsLongAndSteersTerminalsIsShownWithAHarmlessPartOfIt() throws Exception {
        try (WatchClient client = WatchClient.open(registry, "[]", "[{\"name\": \"steering\"}]")) {
            client.next("endpoints");
            String reason = "a\\u001b[2Jb\\u009b2Jc\\nd" + "e".repeat(2_000);
            client.report(report("steering", 1, false).replace("why not", reason));

            eventually(() -> assertThat(
                            service("steering").path("refused").path("reason").asText())
                    .startsWith("a?[2Jb?2Jc?de")
                    .endsWith("e...")
                    .hasSize(1_003));
        }
    }

    @Test
    void clientWhenItsStreamEndsIsNotShownAnyMore() throws Exception {
        try (WatchClient client = WatchClient.open(registry, "[]", "[{\"name\": \"ended\"}]")) {
            client.next("endpoints");
            JsonNode shown = client("ended");
            assertThat(shown.path("service").textValue()).isEqualTo("petservice");
            assertThat(shown.path("starter").textValue()).isEqualTo("0.1.0");
            assertThat(shown.path("missingFeatures").toString()).contains("\"routes.match.headers\"");
            assertThat(json("/mesh/v1/clients").path("features").toString())
                    .contains("\"routes.match.headers\"", "\"timeout\"");
            assertThat(shown.path("since").textValue()).startsWith("20");
        }

        eventually(() -> assertThat(client("ended").isMissingNode()).isTrue());
    }

    @Test
    void servicesTellOfInstancesWhateverTheirStatus() throws Exception {
        EurekaHttp instances = EurekaHttp.at(registry.port());
        instances.register("listed", "a", "UP");
        instances.metadata("listed", "a", "version", "v2");
        instances.register("listed", "b", "DOWN");

        assertThat(json("/mesh/v1/services").path("services").toString())
                .contains("{\"name\":\"listed\",\"instances\":2,\"up\":1,\"versions\":[\"v2\"]}");
        JsonNode listed = json("/mesh/v1/services/listed/instances").path("instances");
        assertThat(listed).hasSize(2);
        assertThat(listed.get(0).path("version").textValue()).isEqualTo("v2");
        assertThat(listed.get(0).path("leaseAgeMillis").longValue()).isBetween(0L, BOUND.toMillis());
        assertThat(listed.get(1).path("status").textValue()).isEqualTo("DOWN");
        assertThat(registry.get("/mesh/v1/services/nobody/instances").statusCode())
                .isEqualTo(404);
    }

    @Test
    void statusTellsOfTheRegistry() throws Exception {
        JsonNode status = json("/mesh/v1/status");

        assertThat(status.path("registry").textValue()).isEqualTo("http://localhost:" + registry.port());
        assertThat(status.path("database").path("ok").booleanValue()).isTrue();
        assertThat(status.path("store").path("id").textValue()).isNotBlank();
        assertThat(status.path("ahead").isNull()).isTrue();
    }

    private static String report(String service, long revision, boolean applied) {
        return """
                [{"service": "%s", "store": {"id": "x", "generation": 0}, "revision": %d, "applied": %s,
                  "reason": "why not"}]""".formatted(service, revision, applied);
    }

    private static boolean lags(String service) throws Exception {
        return json("/mesh/v1/status").path("lagging").toString().contains("\"watches\":\"" + service + "\"");
    }

    /** Of the client that watches this service, what it makes of it. */
    private static JsonNode service(String name) throws Exception {
        return client(name).path("services").path(0);
    }

    private static JsonNode client(String watches) throws Exception {
        for (JsonNode client : json("/mesh/v1/clients").path("clients")) {
            if (client.path("services").path(0).path("name").asText().equals(watches)) {
                return client;
            }
        }
        return MissingNode.getInstance();
    }

    private static JsonNode json(String path) throws Exception {
        return WatchClient.json(registry.get(path).body());
    }

    private static void eventually(ThrowingRunnable assertion) {
        await().atMost(BOUND).untilAsserted(assertion);
    }
}
