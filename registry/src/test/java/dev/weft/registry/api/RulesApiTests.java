package dev.weft.registry.api;

import static dev.weft.registry.api.RuleTexts.httpRoute;
import static dev.weft.registry.api.RuleTexts.split;
import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import dev.weft.registry.RunningRegistry;
import dev.weft.registry.SharedRegistry;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The API as people and programs use it, over HTTP. Each test has a service of its own. */
class RulesApiTests extends SharedRegistry {

    private static final String RULES = "/mesh/v1/rules/";

    private String service;
    private long revision;

    @BeforeEach
    void chooseService(TestInfo test) {
        service = "service-" + Integer.toHexString(test.getDisplayName().hashCode());
    }

    private String rules() {
        return RULES + service;
    }

    private String document(int v1, int v2) {
        return split(service, v1, v2);
    }

    private static long revision(HttpResponse<String> response) {
        String tag = response.headers().firstValue("ETag").orElseThrow();
        return Long.parseLong(tag.substring(1, tag.indexOf('.')));
    }

    private void stored(String document) throws Exception {
        HttpResponse<String> response = registry.put(service, revision, document);
        assertThat(response.statusCode()).as(response.body()).isBetween(200, 201);
        revision = revision(response);
    }

    private static void assertProblem(HttpResponse<String> response, int status) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
        assertThat(JsonPath.<Integer>read(response.body(), "$.status")).isEqualTo(status);
    }

    @Test
    void getWhenNothingIsStoredIsNotFoundAtRevisionNone() throws Exception {
        HttpResponse<String> response = registry.get(rules());

        assertProblem(response, 404);
        assertThat(revision(response)).isZero();
    }

    @Test
    void putWhenNothingIsStoredCreatesRulesByTheLogin() throws Exception {
        HttpResponse<String> created = registry.send(registry.request(rules() + "?comment=half%20%26%20h%C3%A4lf")
                .header("If-None-Match", "*")
                .PUT(BodyPublishers.ofString(document(50, 50))));

        assertThat(created.statusCode()).isEqualTo(201);
        assertThat(JsonPath.<String>read(created.body(), "$.author")).isEqualTo(RunningRegistry.USER);
        assertThat(JsonPath.<String>read(created.body(), "$.comment")).isEqualTo("half & hälf");
        HttpResponse<String> read = registry.get(rules());
        assertThat(read.body()).isEqualTo(document(50, 50));
        assertThat(revision(read)).isEqualTo(revision(created));
        assertThat(read.headers().firstValue("Content-Type").orElse("")).startsWith("application/yaml");
    }

    @Test
    void putWhenDocumentIsJsonIsReadAsJson() throws Exception {
        String json = "{\"services\": {\"" + service + "\": {\"timeout\": \"2s\"}}}";

        stored(json);

        HttpResponse<String> read = registry.get(rules());
        assertThat(read.body()).isEqualTo(json);
        assertThat(read.headers().firstValue("Content-Type")).contains("application/json");
    }

    @Test
    void getWhenNothingChangedSinceIsNotModified() throws Exception {
        stored(document(1, 1));

        HttpResponse<String> response =
                registry.send(registry.request(rules()).header("If-None-Match", registry.tag(service, revision)));

        assertThat(response.statusCode()).isEqualTo(304);
    }

    @Test
    void putWhenIfMatchIsMissingIsRefused() throws Exception {
        HttpResponse<String> response =
                registry.send(registry.request(rules()).PUT(BodyPublishers.ofString(document(1, 1))));

        assertProblem(response, 428);
        assertThat(JsonPath.<String>read(response.body(), "$.detail")).contains("If-Match");
    }

    @Test
    void putWhenIfMatchIsNoRevisionIsRefused() throws Exception {
        HttpResponse<String> response = registry.send(
                registry.request(rules()).header("If-Match", "W/\"x\"").PUT(BodyPublishers.ofString(document(1, 1))));

        assertProblem(response, 400);
    }

    @Test
    void putWhenSomebodyElseWasFirstShowsWhatTheyChanged() throws Exception {
        stored(document(100, 0));
        long base = revision;
        stored(document(90, 10));

        HttpResponse<String> response = registry.put(service, base, document(50, 50));

        assertProblem(response, 412);
        assertThat(revision(response)).isEqualTo(revision);
        assertThat(JsonPath.<String>read(response.body(), "$.changed")).contains("""
                        -          - { version: v1, weight: 100 }
                        -          - { version: v2, weight: 0 }
                        +          - { version: v1, weight: 90 }
                        +          - { version: v2, weight: 10 }
                        """);
        assertThat(JsonPath.<String>read(response.body(), "$.yours")).contains("weight: 90 }", "weight: 50 }");
        assertThat(JsonPath.<String>read(response.body(), "$.current.author")).isEqualTo(RunningRegistry.USER);
        assertThat(JsonPath.<String>read(response.body(), "$.current.document")).isEqualTo(document(90, 10));
    }

    @Test
    void putWhenTwoWriteAtOnceTakesOneAndTellsTheOther() throws Exception {
        stored(document(100, 0));
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            List<Callable<HttpResponse<String>>> writes = List.of(
                    () -> registry.put(service, revision, document(60, 40)),
                    () -> registry.put(service, revision, document(40, 60)));
            List<Integer> statuses = new ArrayList<>();
            for (Future<HttpResponse<String>> response : threads.invokeAll(writes)) {
                statuses.add(response.get().statusCode());
            }

            assertThat(statuses).containsExactlyInAnyOrder(200, 412);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void putWhenDocumentIsWrongSaysWhereAndWhatWouldBeRight() throws Exception {
        HttpResponse<String> response = registry.put(service, 0, document(-1, 1));

        assertProblem(response, 422);
        assertThat(JsonPath.<Integer>read(response.body(), "$.line")).isEqualTo(5);
        assertThat(JsonPath.<String>read(response.body(), "$.problems[0].path")).endsWith("weight");
        assertThat(JsonPath.<String>read(response.body(), "$.problems[0].expected"))
                .contains("0 to 1000000");
        assertThat(registry.get(rules()).statusCode()).isEqualTo(404);
    }

    @Test
    void putWhenDocumentSpeaksOfAnotherServiceIsRefused() throws Exception {
        HttpResponse<String> response = registry.put(service, 0, split("somebody-else", 1, 1));

        assertProblem(response, 422);
        assertThat(JsonPath.<String>read(response.body(), "$.detail")).contains("somebody-else", service);
    }

    @Test
    void putWhenDocumentSpeaksOfEgressAsWellIsRefusedAsClientsDo() throws Exception {
        HttpResponse<String> response =
                registry.put(service, 0, document(1, 1) + "---\nmesh.egress: { allow: [ example.com ] }\n");

        assertProblem(response, 422);
        assertThat(JsonPath.<String>read(response.body(), "$.detail")).contains("mesh.egress");
    }

    @Test
    void putWhenAnHttpRouteIsForAGatewayOfTheServicesNameIsRefused() throws Exception {
        String route = httpRoute(service, 1, 3).replace("group: \"\", kind: Service", "kind: Gateway");

        HttpResponse<String> response = registry.put(service, 0, route);

        assertProblem(response, 422);
        assertThat(JsonPath.<String>read(response.body(), "$.detail")).contains("routes for the gateway " + service);
    }

    @Test
    void putWhenARuleNamesAConditionOfTheApplicationsIsTakenAndMatchesNothingHere() throws Exception {
        stored("""
                services:
                  %s:
                    routes:
                      - match: { custom: { tenant: gold } }
                        to: [ { version: v2 } ]
                      - to: [ { version: v1 } ]
                """.formatted(service));

        HttpResponse<String> explained = registry.post(rules() + "/explain", "{}");

        assertThat(JsonPath.<String>read(explained.body(), "$.explanation.goes.route"))
                .isEqualTo("routes[1]");
        assertThat(JsonPath.<String>read(explained.body(), "$.explanation.passedOver[0].why"))
                .contains("custom tenant");
    }

    @Test
    void putWhenPartsContradictEachOtherIsRefusedAsClientsDo() throws Exception {
        HttpResponse<String> response =
                registry.put(service, 0, "services: { " + service + ": { timeout: 1s, attempt-timeout: 3s } }");

        assertProblem(response, 422);
        assertThat(JsonPath.<String>read(response.body(), "$.detail")).contains("attempt-timeout");
    }

    @Test
    void putWhenDocumentComesAsAFormIsTakenAsItIs() throws Exception {
        HttpResponse<String> response = registry.send(registry.request(rules() + "?comment=as+curl+does")
                .header("If-None-Match", "*")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .PUT(BodyPublishers.ofString(document(1, 1))));

        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
        assertThat(JsonPath.<String>read(response.body(), "$.comment")).isEqualTo("as curl does");
        assertThat(registry.get(rules()).body()).isEqualTo(document(1, 1));
    }

    @Test
    void putWhenDocumentIsAnHttpRouteIsTaken() throws Exception {
        stored(httpRoute(service, 1, 3));

        HttpResponse<String> explained = registry.post(rules() + "/explain", "{}");
        assertThat(JsonPath.<List<String>>read(explained.body(), "$.explanation.goes.to[*].to"))
                .containsExactly("petdetails-v1", "petdetails-v2");
        assertProblem(registry.put(service, revision, document(1, 1) + "---\n" + httpRoute(service, 1, 1)), 422);
    }

    @Test
    void putWhenDocumentIsTooLongIsRefused() throws Exception {
        assertProblem(registry.put(service, 0, "#".repeat(2 << 20)), 413);
    }

    @Test
    void putWhenServiceHasNoValidNameIsRefused() throws Exception {
        HttpResponse<String> response = registry.put("-no-", 0, document(1, 1));

        assertProblem(response, 400);
        assertThat(JsonPath.<String>read(response.body(), "$.detail")).contains("expected");
    }

    @Test
    void historyWhenRulesWereChangedRemovedAndBroughtBackTellsTheStory() throws Exception {
        stored(document(100, 0));
        long first = revision;
        stored(document(90, 10));
        HttpResponse<String> deleted = registry.send(registry.request(rules())
                .header("If-Match", registry.tag(service, revision))
                .DELETE());
        assertThat(deleted.statusCode()).as(deleted.body()).isEqualTo(200);
        assertProblem(registry.get(rules()), 404);
        HttpResponse<String> back = registry.send(registry.request(rules() + "/rollback?to=" + first)
                .header("If-Match", deleted.headers().firstValue("ETag").orElseThrow())
                .POST(BodyPublishers.noBody()));
        assertThat(back.statusCode()).as(back.body()).isEqualTo(201);

        HttpResponse<String> history = registry.get(rules() + "/history");
        assertThat(JsonPath.<List<String>>read(history.body(), "$.revisions[*].action"))
                .containsExactly("rollback", "delete", "put", "put");
        assertThat(JsonPath.<Integer>read(history.body(), "$.revisions[0].restores"))
                .isEqualTo((int) first);
        assertThat(registry.get(rules()).body()).isEqualTo(document(100, 0));
    }

    @Test
    void historyWhenItIsLongComesInPages() throws Exception {
        for (int i = 1; i <= 5; i++) {
            stored(document(i, 1));
        }

        HttpResponse<String> page = registry.get(rules() + "/history?limit=3");
        int before = JsonPath.read(page.body(), "$.before");
        HttpResponse<String> rest = registry.get(rules() + "/history?limit=3&before=" + before);

        assertThat(JsonPath.<List<Integer>>read(page.body(), "$.revisions[*].revision"))
                .hasSize(3);
        assertThat(JsonPath.<List<Integer>>read(rest.body(), "$.revisions[*].revision"))
                .hasSize(2);
        assertThat(JsonPath.<Map<String, Object>>read(rest.body(), "$")).doesNotContainKey("before");
        assertProblem(registry.get(rules() + "/history?limit=0"), 400);
    }

    @Test
    void rollbackWhenNobodySaysWhereToGoesBackByOne() throws Exception {
        stored(document(100, 0));
        long first = revision;
        stored(document(50, 50));

        HttpResponse<String> response = registry.send(registry.request(rules() + "/rollback")
                .header("If-Match", registry.tag(service, revision))
                .POST(BodyPublishers.noBody()));

        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(revision(response)).isGreaterThan(revision);
        assertThat(JsonPath.<Integer>read(response.body(), "$.restores")).isEqualTo((int) first);
        assertThat(registry.get(rules()).body()).isEqualTo(document(100, 0));
    }

    @Test
    void rollbackWhenItIsSentAgainIsTheSame() throws Exception {
        stored(document(100, 0));
        stored(document(50, 50));
        HttpRequest.Builder rollback = registry.request(rules() + "/rollback")
                .header("If-Match", registry.tag(service, revision))
                .POST(BodyPublishers.noBody());
        HttpResponse<String> first = registry.send(rollback);

        HttpResponse<String> second = registry.send(rollback);

        assertThat(second.statusCode()).as(second.body()).isEqualTo(200);
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(registry.get(rules()).body()).isEqualTo(document(100, 0));
    }

    @Test
    void rollbackWhenSomebodyElseWasFirstIsRefused() throws Exception {
        stored(document(100, 0));
        stored(document(50, 50));
        String seen = registry.tag(service, revision);
        stored(document(10, 90));

        assertProblem(
                registry.send(registry.request(rules() + "/rollback")
                        .header("If-Match", seen)
                        .POST(BodyPublishers.noBody())),
                412);
        assertThat(registry.get(rules()).body()).isEqualTo(document(10, 90));
    }

    @Test
    void rollbackWhenNobodySaysOfWhichRevisionIsRefused() throws Exception {
        stored(document(100, 0));
        stored(document(50, 50));

        HttpResponse<String> response = registry.send(
                registry.request(rules() + "/rollback").header("If-Match", "*").POST(BodyPublishers.noBody()));

        assertProblem(response, 400);
        assertThat(JsonPath.<String>read(response.body(), "$.detail")).contains("?to=");
    }

    @Test
    void rollbackWhenOnlyOneRevisionWasStoredLeavesNothing() throws Exception {
        stored(document(50, 50));

        HttpResponse<String> response = registry.send(registry.request(rules() + "/rollback")
                .header("If-Match", registry.tag(service, revision))
                .POST(BodyPublishers.noBody()));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(JsonPath.<Integer>read(response.body(), "$.restores")).isZero();
        assertProblem(registry.get(rules()), 404);
    }

    @Test
    void rollbackWhenThereIsNoSuchRevisionIsRefused() throws Exception {
        stored(document(50, 50));

        assertProblem(
                registry.send(registry.request(rules() + "/rollback?to=999999")
                        .header("If-Match", registry.tag(service, revision))
                        .POST(BodyPublishers.noBody())),
                404);
        assertProblem(registry.send(registry.request(rules() + "/rollback").POST(BodyPublishers.noBody())), 428);
    }

    @Test
    void diffWhenAWeightChangedShowsItsLines() throws Exception {
        stored(document(100, 0));
        long first = revision;
        stored(document(90, 10));
        String expected = """
                --- revision %d
                +++ revision %d
                """.formatted(first, revision);

        assertThat(registry.get(rules() + "/diff?from=" + first + "&to=" + revision)
                        .body())
                .startsWith(expected)
                .contains("weight: 100 }\n", "weight: 90 }\n");
        assertThat(registry.get(rules() + "/diff").body()).startsWith(expected);
        assertThat(registry.get(rules() + "/diff?from=0&to=" + first).body()).startsWith("--- revision 0\n");
        assertThat(JsonPath.<String>read(
                        registry.get(rules() + "/revisions/" + revision).body(), "$.diff"))
                .startsWith(expected);
        assertProblem(registry.get(rules() + "/diff?from=999999"), 404);
    }

    @Test
    void listWhenRulesAreStoredNamesTheirServices() throws Exception {
        stored(document(50, 50));

        HttpResponse<String> list = registry.get("/mesh/v1/rules");

        assertThat(JsonPath.<List<String>>read(list.body(), "$.services[*].service"))
                .contains(service);
        assertThat(JsonPath.<Integer>read(list.body(), "$.revision")).isGreaterThanOrEqualTo((int) revision);
        assertThat(JsonPath.<String>read(list.body(), "$.store")).hasSize(36);
    }

    @Test
    void dryRunWhenDocumentIsTooLongIsRefusedAsAPutIs() throws Exception {
        String lines = "#\\n".repeat(10_001);

        assertProblem(registry.post(rules() + "/dry-run", "{\"document\": \"" + lines + "\"}"), 413);
        assertProblem(registry.post(rules() + "/dry-run", "{\"document\": \"" + "#".repeat(9 << 20) + "\"}"), 413);
        assertProblem(registry.post("/mesh/v1/watch", "{\"a\": \"" + "#".repeat(2 << 20) + "\"}"), 413);
    }

    @ParameterizedTest
    @ValueSource(strings = {"image/png", "multipart/form-data; boundary=x", "application/yaml;charset=utf-16"})
    void putWhenItsTypeIsNoTextIsRefused(String type) throws Exception {
        assertProblem(
                registry.send(registry.request(rules())
                        .header("If-None-Match", "*")
                        .header("Content-Type", type)
                        .PUT(BodyPublishers.ofString(document(1, 1)))),
                415);
    }

    @Test
    void putWhenTheCommentComesAsAFieldIsReadWhateverItsCharacters() throws Exception {
        HttpResponse<String> response = registry.send(registry.request(rules())
                .header("If-None-Match", "*")
                .header("mesh-comment", "UTF-8''h%C3%A4lf%20%E2%82%AC")
                .PUT(BodyPublishers.ofString(document(1, 1))));

        assertThat(JsonPath.<String>read(response.body(), "$.comment")).isEqualTo("hälf €");
    }

    @Test
    void dryRunWhenDocumentSendsRequestsElsewhereSaysWhich() throws Exception {
        stored(document(100, 0));
        String trial = """
                {"document": %s, "requests": [{"url": "/pet/1"}, {"from": "petservice", "url": "http://%s/pet/1"}]}
                """.formatted(quoted(document(90, 10)), service);

        HttpResponse<String> response = registry.post(rules() + "/dry-run", trial);

        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(JsonPath.<List<Object>>read(response.body(), "$.problems")).isEmpty();
        assertThat(JsonPath.<List<Boolean>>read(response.body(), "$.requests[*].moves"))
                .containsExactly(true, true);
        assertThat(JsonPath.<List<Double>>read(response.body(), "$.requests[0].then.to[*].percent"))
                .containsExactly(90.0, 10.0);
        assertThat(JsonPath.<String>read(response.body(), "$.diff"))
                .contains("-          - { version: v1, weight: 100 }\n", "+          - { version: v1, weight: 90 }\n");
        assertThat(registry.get(rules()).body()).isEqualTo(document(100, 0));
    }

    @Test
    void dryRunWhenDocumentSaysTheSameInOtherWordsMovesNothing() throws Exception {
        stored(document(50, 50));

        HttpResponse<String> response = registry.post(
                rules() + "/dry-run",
                "{\"document\": " + quoted(document(5, 5)) + ", \"requests\": [{\"url\": \"/pet/1\"}]}");

        assertThat(JsonPath.<List<Boolean>>read(response.body(), "$.requests[*].moves"))
                .containsExactly(false);
    }

    @Test
    void dryRunWhenDocumentIsWrongSaysWhy() throws Exception {
        HttpResponse<String> response =
                registry.post(rules() + "/dry-run", "{\"document\": " + quoted(document(-1, 1)) + "}");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(JsonPath.<List<Integer>>read(response.body(), "$.problems[*].line"))
                .containsExactly(5);
        assertThat(JsonPath.<String>read(response.body(), "$.diff")).isEmpty();
        assertProblem(registry.post(rules() + "/dry-run", "{}"), 400);
        assertProblem(registry.post(rules() + "/dry-run", "{\"document\": \"a\", \"requests\": [null]}"), 400);
        assertProblem(registry.post(rules() + "/dry-run", "{"), 400);
    }

    @Test
    void explainWhenRulesAreStoredSaysWhereARequestGoes() throws Exception {
        assertThat(JsonPath.<List<String>>read(
                        registry.post(rules() + "/explain", "{\"url\": \"/pet/1\"}")
                                .body(),
                        "$.explanation.goes.to[*].to"))
                .containsExactly(service);
        stored(document(3, 1));

        HttpResponse<String> response = registry.post(rules() + "/explain", "{\"url\": \"/pet/1\"}");

        assertThat(JsonPath.<String>read(response.body(), "$.explanation.goes.route"))
                .isEqualTo("routes[0]");
        assertThat(JsonPath.<List<Double>>read(response.body(), "$.explanation.goes.to[*].percent"))
                .containsExactly(75.0, 25.0);
        assertProblem(registry.post(rules() + "/explain", "{\"url\": \"pet\"}"), 400);
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\"", "\\\"").replace("\n", "\\n") + "\"";
    }
}
