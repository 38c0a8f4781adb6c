package dev.weft.mesh.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weft.mesh.testkit.RunningApp;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;

/** What a member of the mesh does with requests, whatever server it runs on. Over real HTTP. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ServerContract {

    private final WebApplicationType type;
    private RunningApp http;
    private ConfigurableApplicationContext context;
    private ServerApp app;

    ServerContract(WebApplicationType type) {
        this.type = type;
    }

    @BeforeAll
    void start() {
        context = RunningApp.start(
                type,
                ServerApp.class,
                "--spring.application.name=petservice",
                "--eureka.instance.instance-id=petservice-1");
        app = context.getBean(ServerApp.class);
        http = new RunningApp(context);
    }

    @AfterAll
    void stop() {
        context.close();
    }

    @Test
    void answerWhenServedNamesTheInstance() throws Exception {
        HttpResponse<String> answer = get("/hello");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("mesh-via")).contains("petservice/petservice-1");
        assertThat(answer.headers().firstValue("mesh-retry")).isEmpty();
        assertThat(answer.headers().firstValue("mesh-leaving")).isEmpty();
        assertThat(answer.headers().firstValue("connection").orElse("")).isNotEqualToIgnoringCase("close");
    }

    @Test
    void answerWhenOthersWereAskedNamesThemAfterItself() throws Exception {
        assertThat(get("/hops").headers().firstValue("mesh-via"))
                .contains("petservice/petservice-1, petdetails/b, petmedicalhistory/c");
    }

    @Test
    void requestIdWhenGivenIsKept() throws Exception {
        assertThat(get("/id", "x-request-id", "edge-42/a:b").body()).isEqualTo("edge-42/a:b");
    }

    @Test
    void requestIdWhenAbsentIsMade() throws Exception {
        String one = get("/id").body();
        String other = get("/id").body();
        assertThat(one).hasSize(36).isNotEqualTo(other);
    }

    @ParameterizedTest
    @ValueSource(strings = {"<b>", "a b", "a\"b", "${jndi:ldap}", "%0d%0a"})
    void requestIdWhenGarbageIsMadeAndTheGarbageCounted(String garbage) throws Exception {
        double before = ignored("x-request-id");
        assertThat(get("/id", "x-request-id", garbage).body()).hasSize(36);
        assertThat(get("/id", "x-request-id", "x".repeat(129)).body()).hasSize(36);
        assertThat(ignored("x-request-id")).isEqualTo(before + 2);
    }

    @Test
    void shadowWhenTheRequestIsMarkedIsTold() throws Exception {
        double before = ignored("mesh-shadow");
        assertThat(get("/shadow").body()).isEqualTo("false");
        assertThat(get("/shadow", "mesh-shadow", "true").body()).isEqualTo("true");
        assertThat(get("/shadow", "mesh-shadow", "maybe").body()).isEqualTo("false");
        assertThat(ignored("mesh-shadow")).isEqualTo(before + 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/mono", "/async"})
    void requestIdWhenTheHandlerWorksOnAnotherThreadIsThere(String path) throws Exception {
        assertThat(get(path, "x-request-id", "id-7").body()).isEqualTo("id-7");
    }

    @Test
    void requestWhenItsTimeEndsInFiltersOfTheApplicationIsRefusedWithoutWork() throws Exception {
        int before = app.started.get();

        HttpResponse<String> answer = get("/hello", "mesh-timeout-ms", "50", "hold", "yes");

        assertThat(answer.statusCode()).isEqualTo(504);
        assertThat(app.started).hasValue(before);
        assertThat(answer.headers().firstValue("mesh-reason").orElse(""))
                .contains("petservice", "on its way through filters; no work was started");
        assertThat(answer.headers().firstValue("mesh-via")).contains("petservice/petservice-1");
    }

    @ParameterizedTest
    @CsvSource({"mesh-timeout-ms, 5000", "x-envoy-expected-rq-timeout-ms, 5000", "grpc-timeout, 5S"})
    void deadlineWhenTheCallerSaysOneIsArmed(String header, String value) throws Exception {
        assertThat(Long.parseLong(get("/left", header, value).body())).isBetween(1L, 5000L);
    }

    @Test
    void deadlineWhenTheCallerSaysNoneIsNone() throws Exception {
        assertThat(get("/left").body()).isEqualTo("none");
    }

    @Test
    void deadlineWhenGarbageIsNoneAndTheGarbageCounted() throws Exception {
        double before = ignored("mesh-timeout-ms");
        HttpResponse<String> answer = get("/left", "mesh-timeout-ms", "soon");
        assertThat(answer.body()).isEqualTo("none");
        assertThat(ignored("mesh-timeout-ms")).isEqualTo(before + 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "0", "-15"})
    void requestWhenItsTimeIsOverOrAsGoodAsOverIsRefusedWithoutWork(String left) throws Exception {
        int before = app.started.get();
        HttpResponse<String> answer = get("/hello", "mesh-timeout-ms", left);
        assertThat(answer.statusCode()).isEqualTo(504);
        assertThat(app.started).hasValue(before);
        assertThat(answer.headers().firstValue("mesh-reason").orElse("")).contains("petservice", "no work was started");
        assertThat(answer.headers().firstValue("content-type")).contains("application/problem+json");
        assertThat(answer.headers().firstValue("mesh-via")).contains("petservice/petservice-1");
        assertThat(answer.body()).startsWith("{").contains("\"status\":504", "\"detail\":\"petservice: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/mesh-failure", "/mesh-failure-later"})
    void meshFailureWhenNobodyHandlesItIsAnsweredInWords(String path) throws Exception {
        HttpResponse<String> answer = get(path);
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("content-type")).contains("application/problem+json");
        assertThat(answer.headers().firstValue("mesh-reason").orElse("")).contains("petdetial", "petdetails");
        assertThat(answer.body()).contains("\"status\":503", "the nearest known names are petdetails");
    }

    @Test
    void meshFailureWhenTheApplicationHandlesItIsTheApplications() throws Exception {
        HttpResponse<String> answer = get("/handled");
        assertThat(answer.statusCode()).isEqualTo(418);
        assertThat(answer.body()).isEqualTo("own answer for petdetial");
    }

    @Test
    void meshFailureWhenTheApplicationGaveItAStatusKeepsIt() throws Exception {
        assertThat(get("/mesh-failure-with-own-status").statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({"/spent, 503", "/crash, 500"})
    void failureWhenRetriesWereSpentBelowAsksForNone(String path, int status) throws Exception {
        HttpResponse<String> answer = get(path);
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("mesh-retry")).contains("no");
        assertThat(answer.headers().firstValue("mesh-via")).contains("petservice/petservice-1");
    }

    @Test
    void successWhenRetriesWereSpentBelowSaysNothingOfThem() throws Exception {
        assertThat(get("/spent-but-well").headers().firstValue("mesh-retry")).isEmpty();
    }

    @Test
    void answerWhileDrainingAsksToCloseTheConnectionAndSaysThatTheInstanceLeaves() throws Exception {
        app.draining.set(true);
        try {
            HttpResponse<String> answer = get("/hello");
            assertThat(answer.headers().firstValue("connection")).contains("close");
            assertThat(answer.headers().firstValue("mesh-leaving")).contains("true");
            assertThat(get("/mesh-failure").headers().firstValue("mesh-leaving"))
                    .as("an error")
                    .contains("true");
        } finally {
            app.draining.set(false);
        }
    }

    @Test
    void answerWhenTheApplicationRelaysThatAnotherInstanceLeavesDoesNotSayItOfThisOne() throws Exception {
        assertThat(get("/relayed").headers().firstValue("mesh-leaving")).isEmpty();
        app.draining.set(true);
        try {
            assertThat(get("/relayed").headers().allValues("mesh-leaving")).containsExactly("true");
        } finally {
            app.draining.set(false);
        }
    }

    @Test
    void metersWhenAnAsyncAnswerIsAwaitedCountItInFlightUntilItEnds() throws Exception {
        await().until(() -> inFlight() == 0);
        CompletableFuture<HttpResponse<String>> answer = http.getAsync("/later");
        assertThat(app.entered.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(inFlight()).isEqualTo(1);
        app.released.countDown();
        assertThat(answer.get(10, TimeUnit.SECONDS).body()).isEqualTo("later");
        await().until(() -> inFlight() == 0);
    }

    @Test
    void metersWhenRequestsEndTellCallerAndStatus() throws Exception {
        get("/hello", "mesh-caller", "gateway");
        get("/spent", "mesh-caller", "gateway");
        get("/mesh-failure", "mesh-caller", "gateway");
        await().untilAsserted(() -> {
            assertThat(requests("gateway", "2xx")).isEqualTo(1);
            assertThat(requests("gateway", "5xx")).isEqualTo(2);
        });
    }

    @Test
    void metersWhenTheManagementEndpointsAreAskedCountNothing() throws Exception {
        HttpResponse<String> health = get("/actuator/health", "mesh-caller", "prober", "mesh-timeout-ms", "0");
        assertThat(health.statusCode()).isEqualTo(200);
        assertThat(get("/hello", "mesh-caller", "after").statusCode()).isEqualTo(200);
        await().until(() -> requests("after", "2xx") == 1);
        assertThat(registry()
                        .find("mesh.server.requests")
                        .tag("caller", "prober")
                        .timer())
                .isNull();
    }

    @Test
    void scrapeWhenRequestsWereServedShowsTheMeters() throws Exception {
        get("/hello");
        String scrape = get("/actuator/prometheus").body();
        assertThat(scrape).contains("mesh_server_requests_seconds_count{", "mesh_server_inflight ");
    }

    private double inFlight() {
        return registry().get("mesh.server.inflight").gauge().value();
    }

    private long requests(String caller, String status) {
        Timer timer = registry()
                .find("mesh.server.requests")
                .tags("caller", caller, "status", status)
                .timer();
        return timer == null ? 0 : timer.count();
    }

    private double ignored(String header) {
        var counter =
                registry().find("mesh.headers.ignored").tag("header", header).counter();
        return counter == null ? 0 : counter.count();
    }

    private MeterRegistry registry() {
        return context.getBean(MeterRegistry.class);
    }

    final HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        return http.get(path, headers);
    }
}
