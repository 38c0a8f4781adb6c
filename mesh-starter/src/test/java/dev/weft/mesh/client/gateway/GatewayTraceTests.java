package dev.weft.mesh.client.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import brave.handler.MutableSpan;
import brave.handler.SpanHandler;
import brave.propagation.TraceContext;
import dev.weft.mesh.testkit.Behaviour;
import dev.weft.mesh.testkit.MisbehavingServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.catalina.startup.Tomcat;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;

/** The spans of a request: the server's, one for the call, and one below it for each attempt. */
class GatewayTraceTests {

    private static final String ROUTE = "--spring.cloud.gateway.server.webflux.routes[0].";
    private static final String INSTANCES = "--mesh.services.petservice.instances";
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

    @Test
    void attemptsOfTheGatewayAreBelowItsOneCall() throws Exception {
        List<MutableSpan> spans = spansOf("/pet/1");

        assertThat(spans).extracting(MutableSpan::traceId).containsOnly(TRACE);
        assertThat(spans).hasSize(4);
        MutableSpan server = only(spans, brave.Span.Kind.SERVER);
        MutableSpan call = childOf(spans, server);
        assertAttempts(spans, call);
    }

    @Test
    void attemptsOfWebClientAreBelowItsOneCall() throws Exception {
        List<MutableSpan> spans = spansOf("/own");

        assertThat(spans).hasSize(4);
        MutableSpan call = childOf(spans, only(spans, brave.Span.Kind.SERVER));
        assertAttempts(spans, call);
    }

    private static void assertAttempts(List<MutableSpan> spans, MutableSpan call) {
        List<MutableSpan> attempts =
                spans.stream().filter(span -> call.id().equals(span.parentId())).toList();
        assertThat(attempts).extracting(span -> span.tag("mesh.attempt")).containsExactly("1", "2");
        assertThat(attempts).extracting(span -> span.tag("status")).containsExactly("503", "200");
        assertThat(attempts.get(1).tag("mesh.retry.reason")).isEqualTo("status 503");
    }

    /** What was traced of a request to the path, whose call fails at one endpoint and succeeds at the next. */
    private static List<MutableSpan> spansOf(String path) throws Exception {
        try (MisbehavingServer failing = MisbehavingServer.start(Behaviour.status(503, "later"));
                MisbehavingServer good = MisbehavingServer.start(Behaviour.ok("fine"));
                ConfigurableApplicationContext app = start(failing, good)) {
            String port = app.getEnvironment().getProperty("local.server.port");
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                    .header("traceparent", "00-" + TRACE + "-00f067aa0ba902b7-01")
                    .build();
            assertThat(HttpClient.newHttpClient()
                            .send(request, BodyHandlers.ofString())
                            .body())
                    .isEqualTo("fine");
            List<MutableSpan> spans = app.getBean(Spans.class).finished;
            await().until(() -> spans.size() >= 4);
            String received = good.received().get(0).header("traceparent");
            assertThat(spans)
                    .filteredOn(span -> received.contains(span.id()))
                    .as("the span that the endpoint was told")
                    .extracting(span -> span.tag("mesh.attempt"))
                    .containsExactly("2");
            return spans;
        }
    }

    private static ConfigurableApplicationContext start(MisbehavingServer failing, MisbehavingServer good) {
        return new SpringApplicationBuilder(App.class)
                .web(WebApplicationType.REACTIVE)
                .resourceLoader(new DefaultResourceLoader(new FilteredClassLoader(Tomcat.class)))
                .run(
                        "--server.port=0",
                        "--server.address=127.0.0.1",
                        "--spring.main.banner-mode=off",
                        "--spring.reactor.netty.shutdown-quiet-period=0s",
                        "--spring.application.name=gateway",
                        "--eureka.client.enabled=false",
                        "--mesh.directory.last-known-good=",
                        "--management.tracing.sampling.probability=1.0",
                        ROUTE + "id=pets",
                        ROUTE + "uri=lb://petservice",
                        ROUTE + "predicates[0]=Path=/pet/**",
                        INSTANCES + "[0].host=127.0.0.1",
                        INSTANCES + "[0].port=" + failing.port(),
                        INSTANCES + "[1].host=127.0.0.1",
                        INSTANCES + "[1].port=" + good.port(),
                        INSTANCES + "[1].priority=1");
    }

    private static MutableSpan only(List<MutableSpan> spans, brave.Span.Kind kind) {
        List<MutableSpan> found =
                spans.stream().filter(span -> span.kind() == kind).toList();
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    private static MutableSpan childOf(List<MutableSpan> spans, MutableSpan parent) {
        List<MutableSpan> found = spans.stream()
                .filter(span -> parent.id().equals(span.parentId()))
                .toList();
        assertThat(found).as("below %s, of %s", parent.name(), spans).hasSize(1);
        return found.get(0);
    }

    static final class Spans extends SpanHandler {
        private final List<MutableSpan> finished = new CopyOnWriteArrayList<>();

        @Override
        public boolean end(TraceContext context, MutableSpan span, Cause cause) {
            finished.add(span);
            return true;
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class App {

        @Bean
        Spans spans() {
            return new Spans();
        }

        @Bean
        Own own(WebClient.Builder builder) {
            return new Own(builder.build());
        }
    }

    @RestController
    record Own(WebClient client) {

        @GetMapping("/own")
        Mono<String> own() {
            return client.get().uri("http://petservice/").retrieve().bodyToMono(String.class);
        }
    }
}
