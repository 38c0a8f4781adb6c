package dev.weft.mesh.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import brave.Span;
import brave.handler.MutableSpan;
import dev.weft.mesh.testkit.Behaviour;
import dev.weft.mesh.testkit.FixedDirectory;
import dev.weft.mesh.testkit.MisbehavingServer;
import dev.weft.mesh.testkit.Received;
import dev.weft.mesh.testkit.RunningApp;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;

/** One trace from a caller through two hops, over real HTTP, on both web stacks and with both clients. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TracingTests {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String PARENT = "00f067aa0ba902b7";

    private final Map<List<Object>, ConfigurableApplicationContext> running = new HashMap<>();
    private ConfigurableApplicationContext front;
    private MisbehavingServer back;

    @AfterEach
    void stopBack() {
        back.close();
    }

    @AfterAll
    void stop() {
        running.values().forEach(ConfigurableApplicationContext::close);
    }

    @ParameterizedTest
    @CsvSource({"SERVLET, /blocking", "SERVLET, /reactive", "REACTIVE, /reactive"})
    void traceWhenItArrivesAsW3cGoesOnThroughCallAndAttempt(WebApplicationType type, String path) throws Exception {
        start(type, Behaviour.ok("fine"));

        assertThat(get(path, "traceparent", "00-" + TRACE + "-" + PARENT + "-01"))
                .isEqualTo("fine");

        List<MutableSpan> spans = spans(3);
        MutableSpan server = ofKind(spans, Span.Kind.SERVER).get(0);
        MutableSpan attempt = attempts(spans).get(0);
        MutableSpan call = spans.stream()
                .filter(span -> span.id().equals(attempt.parentId()))
                .findFirst()
                .orElseThrow();
        assertThat(spans).extracting(MutableSpan::traceId).containsOnly(TRACE);
        assertThat(server.parentId()).isEqualTo(PARENT);
        assertThat(call.parentId()).isEqualTo(server.id());
        assertThat(call.kind()).isEqualTo(Span.Kind.CLIENT);
        assertThat(attempt.tag("mesh.endpoint")).isEqualTo("back-1");
        assertThat(attempt.tag("mesh.zone")).isEqualTo("north");
        assertThat(attempt.tag("mesh.version")).isEqualTo("v7");
        assertThat(attempt.tag("mesh.attempt")).isEqualTo("1");
        assertThat(attempt.tag("mesh.retry.reason")).isNull();
        assertThat(attempt.tag("status")).isEqualTo("200");
        assertThat(attempt.tag("outcome")).isEqualTo("completed");
        assertThat(attempt.remoteServiceName()).isEqualTo("back");
        assertThat(only(back.received()).header("traceparent")).isEqualTo("00-" + TRACE + "-" + attempt.id() + "-01");
    }

    @ParameterizedTest
    @CsvSource({"SERVLET, /blocking", "REACTIVE, /reactive"})
    void spanWhenACopyIsServedSaysSo(WebApplicationType type, String path) throws Exception {
        start(type, Behaviour.ok("fine"));

        get(path, "mesh-shadow", "true");
        get(path);

        assertThat(ofKind(spans(6), Span.Kind.SERVER))
                .extracting(span -> span.tag("mesh.shadow"))
                .containsExactlyInAnyOrder("true", null);
        assertThat(back.received())
                .extracting(received -> received.header("mesh-shadow"))
                .containsExactly("true", null);
    }

    @ParameterizedTest
    @CsvSource({"SERVLET, /blocking", "SERVLET, /reactive", "REACTIVE, /reactive"})
    void spanOfACopyIsBesideThatOfItsCallAndSaysSo(WebApplicationType type, String path) throws Exception {
        start(
                type,
                "--mesh.services.back.routes[0].to[0].version=v7 --mesh.services.back.routes[0].mirror[0].to.version=v8",
                Behaviour.ok("fine"));
        try (MisbehavingServer copies = MisbehavingServer.start(Behaviour.ok("copy"))) {
            front.getBean(FixedDirectory.class)
                    .put(
                            "back",
                            back.endpoint("back-1").withVersion("v7"),
                            copies.endpoint("back-2").withVersion("v8"));

            get(path, "traceparent", "00-" + TRACE + "-" + PARENT + "-01");

            List<MutableSpan> attempts = attempts(spans(4));
            assertThat(attempts).hasSize(2);
            assertThat(attempts).extracting(MutableSpan::traceId).containsOnly(TRACE);
            assertThat(attempts)
                    .extracting(MutableSpan::parentId)
                    .containsOnly(attempts.get(0).parentId());
            assertThat(attempts)
                    .extracting(span -> span.tag("mesh.version"), span -> span.tag("mesh.shadow"))
                    .containsExactlyInAnyOrder(tuple("v7", null), tuple("v8", "true"));
            assertThat(only(copies.received()).header("traceparent")).startsWith("00-" + TRACE);
        }
    }

    @ParameterizedTest
    @CsvSource({"SERVLET, /blocking", "REACTIVE, /reactive"})
    void spansWhenACallIsRetriedAreOnePerAttemptAndSayWhy(WebApplicationType type, String path) throws Exception {
        start(type, Behaviour.status(503, "later"), Behaviour.ok("fine"));

        assertThat(get(path)).isEqualTo("fine");

        List<MutableSpan> attempts = attempts(spans(4));
        assertThat(attempts).hasSize(2);
        assertThat(attempts).extracting(span -> span.tag("mesh.attempt")).containsExactly("1", "2");
        assertThat(attempts).extracting(span -> span.tag("status")).containsExactly("503", "200");
        assertThat(attempts).extracting(span -> span.tag("mesh.retry.reason")).containsExactly(null, "status 503");
        assertThat(attempts)
                .extracting(MutableSpan::parentId)
                .containsOnly(attempts.get(0).parentId());
        for (int i = 0; i < 2; i++) {
            assertThat(back.received().get(i).header("traceparent"))
                    .contains("-" + attempts.get(i).id() + "-");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "SERVLET, /blocking, b3",
        "SERVLET, /blocking, X-B3",
        "REACTIVE, /reactive, b3",
        "REACTIVE, /reactive, X-B3"
    })
    void traceWhenItArrivesAsB3GoesOnAsW3c(WebApplicationType type, String path, String form) throws Exception {
        start(type, Behaviour.ok("fine"));
        String[] headers = form.equals("b3")
                ? new String[] {"b3", TRACE + "-" + PARENT + "-1"}
                : new String[] {"X-B3-TraceId", TRACE, "X-B3-SpanId", PARENT, "X-B3-Sampled", "1"};

        get(path, headers);

        MutableSpan attempt = attempts(spans(3)).get(0);
        assertThat(ofKind(spans(3), Span.Kind.SERVER).get(0).parentId()).isEqualTo(PARENT);
        Received received = only(back.received());
        assertThat(received.header("traceparent")).isEqualTo("00-" + TRACE + "-" + attempt.id() + "-01");
        assertThat(received.header("b3")).isNull();
        assertThat(received.header("X-B3-TraceId")).isNull();
    }

    @ParameterizedTest
    @CsvSource({"SERVLET, /blocking", "REACTIVE, /reactive"})
    void traceWhenB3IsConfiguredLeavesAsB3(WebApplicationType type, String path) throws Exception {
        start(type, "--management.tracing.propagation.produce=B3,B3_MULTI", Behaviour.ok("fine"));

        get(path, "traceparent", "00-" + TRACE + "-" + PARENT + "-01");

        MutableSpan attempt = attempts(spans(3)).get(0);
        Received received = only(back.received());
        assertThat(received.header("b3")).startsWith(TRACE + "-" + attempt.id() + "-1");
        assertThat(received.header("X-B3-TraceId")).isEqualTo(TRACE);
        assertThat(received.header("X-B3-SpanId")).isEqualTo(attempt.id());
        assertThat(received.header("traceparent")).isNull();
    }

    @ParameterizedTest
    @CsvSource({"SERVLET, /blocking", "REACTIVE, /reactive"})
    void traceWhenTheHeaderIsGarbageBeginsAnewAndTheGarbageIsCounted(WebApplicationType type, String path)
            throws Exception {
        start(type, Behaviour.ok("fine"));

        assertThat(get(path, "traceparent", "${jndi:ldap://x}")).isEqualTo("fine");

        assertThat(only(back.received()).header("traceparent")).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-01");
        assertThat(front.getBean(MeterRegistry.class)
                        .get("mesh.headers.ignored")
                        .tag("header", "traceparent")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void spansWhenZipkinHasAnAddressAreExported() throws Exception {
        try (MisbehavingServer zipkin = MisbehavingServer.start(Behaviour.status(202, ""))) {
            start(
                    WebApplicationType.SERVLET,
                    "--management.zipkin.tracing.endpoint=http://localhost:" + zipkin.port() + "/api/v2/spans",
                    Behaviour.ok("fine"));

            get("/blocking", "traceparent", "00-" + TRACE + "-" + PARENT + "-01");

            await().until(() -> zipkin.received().stream()
                    .anyMatch(received -> received.target().equals("/api/v2/spans")));
        }
    }

    @ParameterizedTest
    @CsvSource({"SERVLET, /blocking", "SERVLET, /reactive", "REACTIVE, /reactive"})
    void callWhenItFailsIsAnErrorOfTheServersSpanAndSaysWhy(WebApplicationType type, String path) throws Exception {
        start(type, Behaviour.ok("fine"));
        front.getBean(FixedDirectory.class).put("back");

        HttpResponse<String> answer = new RunningApp(front).get(path);

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("mesh-reason").orElse("")).contains("back: no endpoint");
        assertThat(answer.headers().firstValue("content-type")).contains("application/problem+json");
        assertThat(ofKind(spans(2), Span.Kind.SERVER).get(0).error()).isNotNull();
    }

    @ParameterizedTest
    @CsvSource({"SERVLET, /blocking", "SERVLET, /reactive", "REACTIVE, /reactive"})
    void requestWhenItIsPassedOnKeepsItsIdAndWhatIsLeftOfItsTime(WebApplicationType type, String path)
            throws Exception {
        start(type, Behaviour.ok("fine"));

        get(path, "x-request-id", "id-1", "mesh-timeout-ms", "4000");

        Received received = only(back.received());
        assertThat(received.header("x-request-id")).isEqualTo("id-1");
        assertThat(Long.parseLong(received.header("mesh-timeout-ms"))).isBetween(1L, 4000L);
        assertThat(received.header("mesh-caller")).isEqualTo("front");
    }

    private void start(WebApplicationType type, Behaviour... behaviours) {
        start(type, "", behaviours);
    }

    private void start(WebApplicationType type, String more, Behaviour... behaviours) {
        back = MisbehavingServer.start(behaviours);
        front = running.computeIfAbsent(List.of(type, more), key -> run(type, more));
        front.getBean(TracingApp.class).spans().clear();
        front.getBean(FixedDirectory.class)
                .put("back", back.endpoint("back-1").withVersion("v7").withZone("north"));
    }

    private static ConfigurableApplicationContext run(WebApplicationType type, String more) {
        List<String> arguments = new ArrayList<>(
                List.of("--spring.application.name=front", "--management.tracing.sampling.probability=1"));
        if (!more.isEmpty()) {
            arguments.addAll(List.of(more.split(" ")));
        }
        return RunningApp.start(type, TracingApp.class, arguments.toArray(String[]::new));
    }

    private String get(String path, String... headers) throws Exception {
        return new RunningApp(front).get(path, headers).body();
    }

    private List<MutableSpan> spans(int atLeast) {
        TracingApp app = front.getBean(TracingApp.class);
        await().until(() -> app.spans().size() >= atLeast);
        return app.spans();
    }

    private static List<MutableSpan> attempts(List<MutableSpan> spans) {
        return spans.stream()
                .filter(span -> span.tag("mesh.attempt") != null)
                .sorted(Comparator.comparing(span -> span.tag("mesh.attempt")))
                .toList();
    }

    private static List<MutableSpan> ofKind(List<MutableSpan> spans, Span.Kind kind) {
        return spans.stream().filter(span -> span.kind() == kind).toList();
    }

    private static Received only(List<Received> received) {
        assertThat(received).hasSize(1);
        return received.get(0);
    }
}
