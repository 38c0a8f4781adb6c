package dev.weft.mesh.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.jayway.jsonpath.JsonPath;
import com.sun.net.httpserver.HttpServer;
import dev.weft.mesh.testkit.Behaviour;
import dev.weft.mesh.testkit.MisbehavingServer;
import dev.weft.mesh.testkit.RunningApp;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.search.Search;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;

/** Health checks by either transport, over real sockets: what they find, and that calls are spared by it. */
class HealthCheckTests {

    private static final String WITHOUT_REACTOR = "dev.weft.mesh.autoconfigure.MeshReactiveAutoConfiguration,"
            + "dev.weft.mesh.autoconfigure.MeshGatewayAutoConfiguration";

    private final List<HttpServer> servers = new ArrayList<>();
    private final List<String> seen = new CopyOnWriteArrayList<>();
    private ConfigurableApplicationContext context;
    private RunningApp app;

    @AfterEach
    void close() {
        context.close();
        servers.forEach(server -> server.stop(0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", WITHOUT_REACTOR})
    void idleEndpointWhenItIsKilledIsEjectedBeforeARequestMeetsItAndReadmittedWhenItIsBack(String excluded)
            throws Exception {
        HttpServer one = serve(0);
        HttpServer two = serve(0);
        start(excluded, port(one), port(two));
        assertThat(call()).isEqualTo("200 fine");
        assertThat(context.getBean(HealthProber.class).getClass().getSimpleName())
                .isEqualTo(excluded.isEmpty() ? "ReactiveHealthProber" : "BlockingHealthProber");
        awaitPassed("one");
        awaitPassed("two");

        int port = port(one);
        one.stop(0);
        await().atMost(Duration.ofSeconds(30)).until(() -> ejected("one") != null);
        assertThat(ejected("one")).isEqualTo("health checks failed in a row");
        assertThat(ejected("two")).isNull();
        for (int i = 0; i < 20; i++) {
            assertThat(call()).isEqualTo("200 fine");
        }
        assertThat(attempts()).as("none of which met the dead one").isEqualTo(21);
        assertThat(count("mesh.endpoint.ejections", "reason", "health-check")).isOne();

        serve(port);
        await().atMost(Duration.ofSeconds(30)).until(() -> ejected("one") == null);
        assertThat(call()).isEqualTo("200 fine");
        assertThat(count("mesh.endpoint.checks", "result", "failed")).isGreaterThanOrEqualTo(3);
        assertThat(attempts()).as("checks are no attempts").isEqualTo(22);
        assertThat(seen).contains("GET back /up weft-health-check");
    }

    /** It accepts, since the kernel does, and never answers. */
    @ParameterizedTest
    @ValueSource(strings = {"", WITHOUT_REACTOR})
    void idleEndpointWhenItHangsIsEjectedAndNothingIsLeftBehind(String excluded) throws Exception {
        try (MisbehavingServer hole = MisbehavingServer.start(exchange ->
                (exchange.target().equals("/up") ? Behaviour.blackHole() : Behaviour.ok("fine")).serve(exchange))) {
            start(excluded, hole.port(), port(serve(0)));
            assertThat(call()).isEqualTo("200 fine");

            await().atMost(Duration.ofSeconds(30)).until(() -> ejected("one") != null);
            assertThat(hole.openConnections()).isLessThanOrEqualTo(2);
            for (int i = 0; i < 20; i++) {
                assertThat(call()).isEqualTo("200 fine");
            }
        }
    }

    private void start(String excluded, int one, int two) {
        String service = "--mesh.services.back.";
        context = RunningApp.start(
                WebApplicationType.SERVLET,
                App.class,
                "--spring.application.name=front",
                "--spring.autoconfigure.exclude=" + excluded,
                service + "health.path=/up",
                service + "health.interval=1s",
                service + "instances[0].id=one",
                service + "instances[0].host=127.0.0.1",
                service + "instances[0].port=" + one,
                service + "instances[1].id=two",
                service + "instances[1].host=127.0.0.1",
                service + "instances[1].port=" + two);
        app = new RunningApp(context);
    }

    /** Answers /up and everything else. */
    private HttpServer serve(int port) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/", exchange -> {
            seen.add(String.join(
                    " ",
                    exchange.getRequestMethod(),
                    exchange.getRequestHeaders().getFirst("Host"),
                    exchange.getRequestURI().toString(),
                    exchange.getRequestHeaders().getFirst("User-Agent")));
            byte[] body = "fine".getBytes();
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        servers.add(server);
        return server;
    }

    private static int port(HttpServer server) {
        return server.getAddress().getPort();
    }

    private String call() throws Exception {
        HttpResponse<String> response = app.get("/call");
        return response.statusCode() + " " + response.body();
    }

    private void awaitPassed(String endpoint) {
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            List<Integer> passed = read("$.destination.endpoints[?(@.id=='" + endpoint + "')].checks.passed");
            return !passed.isEmpty() && passed.get(0) > 0;
        });
    }

    private String ejected(String endpoint) throws Exception {
        List<String> reasons = read("$.destination.endpoints[?(@.id=='" + endpoint + "')].ejected.reason");
        return reasons.isEmpty() ? null : reasons.get(0);
    }

    private <T> List<T> read(String path) throws Exception {
        return JsonPath.read(app.get("/actuator/mesh/back").body(), path);
    }

    private long attempts() {
        return find("mesh.client.attempts").timers().stream()
                .mapToLong(timer -> timer.count())
                .sum();
    }

    private double count(String meter, String tag, String value) {
        Search found = find(meter).tag(tag, value);
        return found.counters().stream().mapToDouble(counter -> counter.count()).sum()
                + found.timers().stream().mapToDouble(timer -> timer.count()).sum();
    }

    private Search find(String meter) {
        return Objects.requireNonNull(context.getBean(MeterRegistry.class))
                .find(meter)
                .tag("service", "back");
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class App {

        @RestController
        static class Front {

            private final RestClient client;

            Front(RestClient.Builder client) {
                this.client = client.build();
            }

            @GetMapping("/call")
            String call() {
                return client.get().uri("http://back/thing").retrieve().body(String.class);
            }
        }
    }
}
