package dev.weft.mesh.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weft.mesh.testkit.Behaviour;
import dev.weft.mesh.testkit.FixedDirectory;
import dev.weft.mesh.testkit.MisbehavingServer;
import dev.weft.mesh.testkit.Received;
import dev.weft.mesh.testkit.RunningApp;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;

/** Rules from properties, obeyed by either client over real HTTP. */
class RoutingOverHttpTests {

    private static final String ROUTE = "--mesh.services.back.routes[%d].%s";

    private static ConfigurableApplicationContext context;
    private static RunningApp app;

    private final List<MisbehavingServer> servers = new ArrayList<>();
    private final MisbehavingServer one = server(Behaviour.status(200, "one", "x-secret: inner"));
    private final MisbehavingServer two = server(Behaviour.ok("two"));
    private final MisbehavingServer other = server(Behaviour.ok("other"));

    @BeforeAll
    static void start() {
        context = RunningApp.start(
                WebApplicationType.SERVLET,
                App.class,
                "--spring.application.name=front",
                ROUTE.formatted(0, "to[0].version=v1"),
                ROUTE.formatted(0, "response-headers.remove=x-secret"),
                ROUTE.formatted(0, "response-headers.set.x-by=rule"),
                ROUTE.formatted(1, "match.headers.x-group=beta"),
                ROUTE.formatted(1, "to[0].version=v2"),
                ROUTE.formatted(1, "to[0].request-headers.set.x-lane=beta"),
                ROUTE.formatted(1, "request-headers.add.x-tag=b"),
                ROUTE.formatted(1, "request-headers.remove=x-drop"),
                ROUTE.formatted(2, "match.path-prefix=/other"),
                ROUTE.formatted(2, "to[0].service=other"),
                ROUTE.formatted(2, "rewrite.path-prefix=/new"),
                ROUTE.formatted(2, "rewrite.host=other.example"),
                ROUTE.formatted(3, "match.path=/moved"),
                ROUTE.formatted(3, "redirect.host=elsewhere.example"),
                ROUTE.formatted(3, "redirect.scheme=https"),
                ROUTE.formatted(3, "redirect.status=308"),
                ROUTE.formatted(4, "match.path=/broken"),
                ROUTE.formatted(4, "to[0].version=v1"),
                ROUTE.formatted(4, "fault.status=418"),
                ROUTE.formatted(4, "fault.abort-percent=100"),
                ROUTE.formatted(5, "match.path=/slow"),
                ROUTE.formatted(5, "to[0].version=v1"),
                ROUTE.formatted(5, "fault.delay=150ms"),
                ROUTE.formatted(5, "fault.delay-percent=100"),
                ROUTE.formatted(6, "match.path=/missing"),
                ROUTE.formatted(6, "to[0].version=v9"),
                ROUTE.formatted(6, "fallback.status=203"),
                ROUTE.formatted(6, "fallback.body=instead"),
                ROUTE.formatted(7, "match.path=/missing-too"),
                ROUTE.formatted(7, "to[0].version=v9"),
                ROUTE.formatted(7, "fallback.to.service=other"),
                ROUTE.formatted(8, "match.path=/impatient"),
                ROUTE.formatted(8, "to[0].version=v1"),
                ROUTE.formatted(8, "timeout=100ms"),
                ROUTE.formatted(8, "fault.delay=10s"),
                ROUTE.formatted(8, "fault.delay-percent=100"),
                ROUTE.formatted(9, "match.path=/silent"),
                ROUTE.formatted(9, "to[0].version=v3"),
                ROUTE.formatted(9, "attempt-timeout=100ms"),
                ROUTE.formatted(9, "retry.attempts=1"),
                ROUTE.formatted(9, "fallback.status=203"),
                ROUTE.formatted(9, "fallback.body=instead"),
                "--mesh.services.narrow.routes[0].match.path=/only",
                "--mesh.services.narrow.routes[0].to[0].service=back",
                "--mesh.services.narrow.routes[0].to[0].version=v1");
        app = new RunningApp(context);
    }

    @AfterAll
    static void stop() {
        context.close();
    }

    @AfterEach
    void close() {
        servers.forEach(MisbehavingServer::close);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/blocking", "/reactive"})
    void requestWhenAHeaderRuleTakesItGoesThereWithItsChanges(String client) throws Exception {
        serve();

        assertThat(app.get(client + "?path=/pet").body()).isEqualTo("200 one");
        HttpResponse<String> beta = app.get(client + "?path=/pet", "x-group", "beta", "x-drop", "me", "x-tag", "a");

        assertThat(beta.body()).isEqualTo("200 two");
        Received received = two.received().get(0);
        assertThat(received.header("x-lane")).isEqualTo("beta");
        assertThat(received.header("x-drop")).isNull();
        assertThat(received.headers().get("x-tag")).containsExactly("a", "b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/blocking", "/reactive"})
    void responseWhenARuleChangesItsFieldsArrivesChanged(String client) throws Exception {
        serve();

        HttpResponse<String> answer = app.get(client + "?path=/pet");

        assertThat(answer.headers().firstValue("seen-x-by")).contains("rule");
        assertThat(answer.headers().firstValue("seen-x-secret")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/blocking", "/reactive"})
    void requestWhenARuleNamesAnotherServiceGoesThereRewritten(String client) throws Exception {
        serve();

        assertThat(app.get(client + "?path=/other/pet?x=1").body()).isEqualTo("200 other");

        assertThat(other.received().get(0).target()).isEqualTo("/new/pet?x=1");
        assertThat(other.received().get(0).header("Host")).isEqualTo("other.example");
        assertThat(other.received().get(0).header("mesh-caller")).isEqualTo("front");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/blocking", "/reactive"})
    void requestWhenARuleRedirectsItIsAnsweredAtOnce(String client) throws Exception {
        serve();

        HttpResponse<String> answer = app.get(client + "?path=/moved");

        assertThat(answer.body()).isEqualTo("308 ");
        assertThat(answer.headers().firstValue("seen-location")).contains("https://elsewhere.example/moved");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/blocking", "/reactive"})
    void requestWhenAFaultAbortsItReachesNobodyAndTheAnswerSaysWhy(String client) throws Exception {
        serve();

        HttpResponse<String> answer = app.get(client + "?path=/broken");

        assertThat(answer.body()).isEqualTo("418 ");
        assertThat(answer.headers().firstValue("seen-mesh-fault")).contains("abort 418");
        assertThat(one.received()).isEmpty();
        assertThat(app.get("/actuator/mesh/back").body()).contains("418, by a fault rule: abort 418");
        assertThat(meters().get("mesh.client.requests")
                        .tags("service", "back", "outcome", "by-rule", "status", "4xx")
                        .timer()
                        .count())
                .isEqualTo(faults("abort"))
                .isPositive();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/blocking", "/reactive"})
    void requestWhenAFaultDelaysItIsAnsweredAllTheSameAndSaysSo(String client) throws Exception {
        serve();
        long began = System.nanoTime();

        HttpResponse<String> answer = app.get(client + "?path=/slow");

        assertThat(answer.body()).isEqualTo("200 one");
        assertThat(answer.headers().firstValue("seen-mesh-fault")).contains("delay 150 ms");
        assertThat(System.nanoTime() - began).isGreaterThanOrEqualTo(150_000_000);
        await().until(() -> app.get("/actuator/mesh/back").body().contains("200, after a fault rule: delay 150 ms"));
        assertThat(faults("delay")).isPositive();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/blocking", "/reactive"})
    void requestWhenAFaultDelaysItBeyondItsTimeEndsInTime(String client) throws Exception {
        serve();

        assertThat(app.get(client + "?path=/impatient").body())
                .startsWith("504 ")
                .contains("the time of ", " ms ran out; no attempt was made, after a fault rule: delay 10000 ms");
        assertThat(one.received()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/blocking", "/reactive"})
    void requestWhenNothingCanTakeItGetsTheFallback(String client) throws Exception {
        serve();

        HttpResponse<String> fixed = app.get(client + "?path=/missing");
        assertThat(fixed.body()).isEqualTo("203 instead");
        assertThat(fixed.headers().firstValue("seen-mesh-fallback")).contains("no-endpoint");

        HttpResponse<String> served = app.get(client + "?path=/missing-too");
        assertThat(served.body()).isEqualTo("200 other");
        assertThat(served.headers().firstValue("seen-mesh-fallback")).contains("no-endpoint");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/blocking", "/reactive"})
    void requestWhenItsLastAttemptTimesOutGetsTheFixedFallback(String client) throws Exception {
        MisbehavingServer silent = server(Behaviour.blackHole());
        context.getBean(FixedDirectory.class)
                .put("back", silent.endpoint("silent").withVersion("v3"));

        HttpResponse<String> fixed = app.get(client + "?path=/silent");

        assertThat(fixed.body()).isEqualTo("203 instead");
        assertThat(fixed.headers().firstValue("seen-mesh-fallback")).contains("attempts-failed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/blocking", "/reactive"})
    void requestWhenNoRouteTakesItIsRefused(String client) throws Exception {
        serve();

        assertThat(app.get(client + "?service=narrow&path=/else").body())
                .startsWith("404 ")
                .contains("narrow: no route takes GET /else");
        assertThat(app.get(client + "?service=narrow&path=/only").body()).isEqualTo("200 one");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/blocking", "/reactive"})
    void overrideWhenTheRequestBringsOneDecidesAndIsPassedOn(String client) throws Exception {
        serve();

        assertThat(app.get(client + "?path=/pet", "mesh-route", "other=v7, back=v2")
                        .body())
                .isEqualTo("200 two");

        assertThat(two.received().get(0).header("mesh-route")).isEqualTo("other=v7,back=v2");
        assertThat(app.get("/actuator/mesh/back").body()).contains("version=v2, by mesh-route");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/blocking", "/reactive"})
    void overrideWhenAnInstanceHasNoWeightIsAllThatItGets(String client) throws Exception {
        context.getBean(FixedDirectory.class)
                .put(
                        "back",
                        one.endpoint("one").withVersion("v1"),
                        two.endpoint("laptop").withVersion("v1").withWeight(0),
                        other.endpoint("mine").withVersion("v3").withWeight(0));

        for (int i = 0; i < 20; i++) {
            assertThat(app.get(client + "?path=/pet").body()).isEqualTo("200 one");
        }
        assertThat(app.get(client + "?path=/pet", "mesh-route", "back=v3").body())
                .isEqualTo("200 other");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/blocking", "/reactive"})
    void overrideWhenItNamesWhatNobodyRunsIsRefusedInWords(String client) throws Exception {
        serve();

        assertThat(app.get(client + "?path=/pet", "mesh-route", "back=v9").body())
                .startsWith("503 ")
                .contains("no endpoint with version=v9, which mesh-route asks for");
    }

    @ParameterizedTest
    @ValueSource(strings = {"back", "back=v2;x", "=v2", "back=", "back=v2,,", "${jndi:x}=v2"})
    void overrideWhenItIsGarbageIsIgnored(String garbage) throws Exception {
        serve();

        assertThat(app.get("/blocking?path=/pet", "mesh-route", garbage).body()).isEqualTo("200 one");
        assertThat(one.received().get(0).header("mesh-route")).isNull();
    }

    private static MeterRegistry meters() {
        return context.getBean(MeterRegistry.class);
    }

    private static long faults(String fault) {
        return (long) meters().get("mesh.client.faults")
                .tags("service", "back", "fault", fault)
                .counter()
                .count();
    }

    private MisbehavingServer server(Behaviour behaviour) {
        MisbehavingServer server = MisbehavingServer.start(behaviour);
        servers.add(server);
        return server;
    }

    private void serve() {
        context.getBean(FixedDirectory.class)
                .put(
                        "back",
                        one.endpoint("one").withVersion("v1"),
                        two.endpoint("two").withVersion("v2"))
                .put("narrow")
                .put("other", other.endpoint("other"));
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class App {

        @Bean
        FixedDirectory directory() {
            return new FixedDirectory().put("back").put("other").put("narrow");
        }

        /** Passes on what it is asked with, and tells what it was answered. */
        @RestController
        static class Front {

            private final RestClient blocking;
            private final WebClient reactive;

            Front(RestClient.Builder blocking, WebClient.Builder reactive) {
                this.blocking = blocking.build();
                this.reactive = reactive.build();
            }

            @GetMapping("/blocking")
            ResponseEntity<String> blocking(
                    @RequestHeader(name = "x-group", required = false) String group,
                    @RequestHeader(name = "x-tag", required = false) String tag,
                    @RequestHeader(name = "x-drop", required = false) String drop,
                    @RequestParam(name = "service", defaultValue = "back") String service,
                    @RequestParam("path") String path) {
                try {
                    return blocking.get()
                            .uri("http://" + service + path)
                            .headers(headers -> fill(headers::set, group, tag, drop))
                            .exchange((request, response) -> told(
                                    response.getStatusCode().value(),
                                    response.getHeaders()::getFirst,
                                    new String(response.getBody().readAllBytes())));
                } catch (RuntimeException e) {
                    return failed(e);
                }
            }

            @GetMapping("/reactive")
            Mono<ResponseEntity<String>> reactive(
                    @RequestHeader(name = "x-group", required = false) String group,
                    @RequestHeader(name = "x-tag", required = false) String tag,
                    @RequestHeader(name = "x-drop", required = false) String drop,
                    @RequestParam(name = "service", defaultValue = "back") String service,
                    @RequestParam("path") String path) {
                return reactive.get()
                        .uri("http://" + service + path)
                        .headers(headers -> fill(headers::set, group, tag, drop))
                        .exchangeToMono(response -> response.bodyToMono(String.class)
                                .defaultIfEmpty("")
                                .map(body -> told(
                                        response.statusCode().value(),
                                        response.headers().asHttpHeaders()::getFirst,
                                        body)))
                        .onErrorResume(RuntimeException.class, e -> Mono.just(failed(e)));
            }

            private static void fill(
                    java.util.function.BiConsumer<String, String> headers, String group, String tag, String drop) {
                if (group != null) {
                    headers.accept("x-group", group);
                    headers.accept("x-tag", tag);
                    headers.accept("x-drop", drop);
                }
            }

            private static ResponseEntity<String> told(
                    int status, java.util.function.UnaryOperator<String> header, String body) {
                ResponseEntity.BodyBuilder answer = ResponseEntity.ok();
                for (String name : List.of("x-by", "x-secret", "location", "mesh-fault", "mesh-fallback")) {
                    String value = header.apply(name);
                    if (value != null) {
                        answer.header("seen-" + name, value);
                    }
                }
                return answer.body(status + " " + body);
            }

            private static ResponseEntity<String> failed(Throwable e) {
                Throwable cause = e;
                while (!(cause instanceof MeshException)) {
                    cause = cause.getCause();
                }
                return ResponseEntity.ok(((MeshException) cause).status() + " " + cause.getMessage());
            }
        }
    }
}
