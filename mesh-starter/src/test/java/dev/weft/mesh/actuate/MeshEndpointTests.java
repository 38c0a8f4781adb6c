package dev.weft.mesh.actuate;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import dev.weft.mesh.testkit.Behaviour;
import dev.weft.mesh.testkit.FixedDirectory;
import dev.weft.mesh.testkit.MisbehavingServer;
import dev.weft.mesh.testkit.RunningApp;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;

/** The view that people get, as JSON over HTTP. */
class MeshEndpointTests {

    private final MisbehavingServer good = MisbehavingServer.start(Behaviour.ok("fine"));
    private final MisbehavingServer failing = MisbehavingServer.start(Behaviour.status(503, "later"));
    private final MisbehavingServer overloaded =
            MisbehavingServer.start(Behaviour.status(503, "later", "Retry-After: 60"));
    private ConfigurableApplicationContext context;

    @AfterEach
    void stop() {
        context.close();
        good.close();
        failing.close();
        overloaded.close();
    }

    @ParameterizedTest
    @EnumSource(
            value = WebApplicationType.class,
            names = {"SERVLET", "REACTIVE"})
    void viewWhenCallsWereMadeTellsWhatAndWhy(WebApplicationType type) throws Exception {
        context = RunningApp.start(
                type,
                App.class,
                "--spring.application.name=petservice",
                "--mesh.zone=north",
                "--mesh.services.petdetails.timeout=5s",
                "--mesh.services.petdetails.routes[0].to[0].version=v1");
        context.getBean(FixedDirectory.class)
                .put(
                        "petdetails",
                        failing.endpoint("failing").withVersion("v1"),
                        overloaded.endpoint("overloaded").withVersion("v1"),
                        good.endpoint("good").withVersion("v1"),
                        good.endpoint("idle").withVersion("v2"));
        RunningApp app = new RunningApp(context);
        while (failing.received().isEmpty() || overloaded.received().isEmpty()) {
            app.get("/call/petdetails");
        }

        String mesh = app.get("/actuator/mesh").body();
        assertThat(JsonPath.<String>read(mesh, "$.service")).isEqualTo("petservice");
        assertThat(JsonPath.<String>read(mesh, "$.zone")).isEqualTo("north");
        String details = "$.destinations[?(@.service=='petdetails')]";
        assertThat(JsonPath.<List<String>>read(mesh, details + ".source")).containsExactly("test");
        assertThat(JsonPath.<List<String>>read(mesh, details + ".breakers['version=v1']"))
                .containsExactly("closed");
        assertThat(JsonPath.<List<Integer>>read(mesh, details + ".inFlight")).containsExactly(0);
        assertThat(JsonPath.<List<Object>>read(mesh, details + ".limits['requests', 'maxRequests', 'maxConnections']"))
                .containsExactly(Map.of("requests", 0, "maxRequests", 1_024, "maxConnections", 256));
        assertThat(JsonPath.<List<String>>read(mesh, details + ".rules.timeout"))
                .containsExactly("5000 ms");
        assertThat(JsonPath.<List<String>>read(mesh, details + ".endpoints[*].id"))
                .containsExactlyInAnyOrder("failing", "overloaded", "good", "idle");
        assertThat(JsonPath.<List<Double>>read(mesh, details + ".endpoints[*].latencyMillis"))
                .allMatch(millis -> millis > 0);

        String one = app.get("/actuator/mesh/petdetails").body();
        String ejected = "$.destination.endpoints[?(@.id=='overloaded')].ejected";
        assertThat(JsonPath.<List<String>>read(one, ejected + ".reason"))
                .containsExactly("asked to be left alone (Retry-After)");
        assertThat(Instant.parse(
                        JsonPath.<List<String>>read(one, ejected + ".until").get(0)))
                .isAfter(Instant.parse(
                        JsonPath.<List<String>>read(one, ejected + ".since").get(0)));
        String retried = "$.calls[?(@.attempts[0].endpoint=='failing')]";
        assertThat(JsonPath.<List<Integer>>read(one, retried + ".attempts[0].status"))
                .containsExactly(503);
        assertThat(JsonPath.<List<Integer>>read(one, retried + ".attempts[*].number"))
                .containsExactly(1, 2);
        assertThat(JsonPath.<List<String>>read(one, retried + ".attempts[1].endpoint"))
                .isSubsetOf("good", "overloaded");
        assertThat(JsonPath.<List<String>>read(one, retried + ".destination")).containsExactly("version=v1");
        assertThat(JsonPath.<List<String>>read(one, retried + ".path")).containsExactly("/pet/7");
    }

    @ParameterizedTest
    @EnumSource(
            value = WebApplicationType.class,
            names = {"SERVLET", "REACTIVE"})
    void viewWhenCallsAreManyKeepsTheLastHundred(WebApplicationType type) throws Exception {
        context = RunningApp.start(type, App.class);
        context.getBean(FixedDirectory.class).put("one", good.endpoint("1")).put("two", good.endpoint("2"));
        RunningApp app = new RunningApp(context);
        for (int i = 0; i < 120; i++) {
            app.get("/call/one");
        }
        app.get("/call/two");

        String mesh = app.get("/actuator/mesh").body();
        assertThat(JsonPath.<List<String>>read(mesh, "$.calls[*].service"))
                .hasSize(100)
                .startsWith("two", "one");
        assertThat(JsonPath.<List<Object>>read(app.get("/actuator/mesh/one").body(), "$.calls"))
                .hasSize(100);
        HttpResponse<String> unknown = app.get("/actuator/mesh/nobody");
        assertThat(unknown.statusCode()).isEqualTo(404);
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class App {

        @Bean
        FixedDirectory directory() {
            return new FixedDirectory();
        }

        @RestController
        static class Caller {

            private final WebClient client;

            Caller(WebClient.Builder client) {
                this.client = client.build();
            }

            @GetMapping("/call/{service}")
            Mono<String> call(@PathVariable("service") String service) {
                return client.get()
                        .uri("http://" + service + "/pet/7?secret=1")
                        .retrieve()
                        .bodyToMono(String.class);
            }
        }
    }
}
