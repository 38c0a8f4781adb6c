package dev.weft.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.netflix.discovery.EurekaClient;
import dev.weft.bench.fleet.Fleet;
import dev.weft.bench.fleet.Instance;
import dev.weft.bench.fleet.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.cloud.netflix.eureka.server.EnableEurekaServer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** A caller that has the starter, where neither the Eureka server nor the instances that it calls know of the mesh. */
class PlainEurekaIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path ROOT = Path.of(System.getProperty("weft.root"));

    private static final List<ConfigurableApplicationContext> PLAIN = new ArrayList<>();
    private static Fleet fleet;
    private static URI eureka;
    private static Instance caller;

    @BeforeAll
    static void start() throws IOException {
        Path logs = Path.of("target", "e2e-plain-eureka").toAbsolutePath();
        fleet = new Fleet(ROOT, logs);
        int port = Fleet.freePort();
        eureka = URI.create("http://127.0.0.1:" + port + "/eureka/");
        run(
                EurekaServer.class,
                port,
                Map.of(
                        "eureka.client.register-with-eureka", "false",
                        "eureka.client.fetch-registry", "false",
                        // As all the others: not 30 s, so that the test is short.
                        "eureka.server.response-cache-update-interval-ms", "500"));
        Files.deleteIfExists(logs.resolve("caller.log"));
        caller = fleet.launch(
                Program.of(ROOT.resolve("bench/outside/servlet")).at("dev.weft.outside.restclient.RestClientApp"),
                "caller",
                Map.of(
                        "spring.application.name", "caller",
                        "eureka.client.service-url.defaultZone", eureka.toString(),
                        "eureka.client.registry-fetch-interval-seconds", "1",
                        "mesh.directory.last-known-good", ""));
    }

    @AfterAll
    static void stop() {
        fleet.close();
        Collections.reverse(PLAIN);
        PLAIN.forEach(ConfigurableApplicationContext::close);
    }

    @Test
    void callsWhenTheRegistryIsPlainEurekaGoToWhoIsRegisteredThereAndNoLongerToWhoHasLeft() {
        ConfigurableApplicationContext staying = peer();
        ConfigurableApplicationContext leaving = peer();
        fleet.awaitHealthy(caller);
        Set<String> seen = new HashSet<>();
        fleet.await("answers of both", () -> {
            seen.addAll(answers(20));
            return seen.equals(Set.of(name(staying), name(leaving)));
        });
        assertThat(seen).allMatch(PlainEurekaIT::knows);
        fleet.await("the caller to be registered", () -> fleet.status(eureka.resolve("apps/CALLER")) == 200);

        // Says so to the registry, and would answer on.
        leaving.getBean(EurekaClient.class).shutdown();

        fleet.await("the caller to hear of it", () -> !knows(name(leaving)));
        assertThat(answers(20)).containsExactly(name(staying));
        assertThat(fleet.get(URI.create("http://127.0.0.1:" + name(leaving) + "/hello"))
                        .statusCode())
                .isEqualTo(200);
        assertThat(log())
                .filteredOn(line -> line.contains("offers no stream"))
                .singleElement()
                .asString()
                .contains(" INFO ", eureka.getAuthority());
        assertThat(log())
                .filteredOn(line -> line.contains(" WARN ") || line.contains(" ERROR "))
                .noneMatch(line -> line.contains("registry"));
    }

    /** Whether the caller, as it says, may call this peer. */
    private static boolean knows(String peer) {
        String known = fleet.get(caller.uri("/actuator/mesh/peer")).body();
        try {
            return JSON.readTree(known)
                    .path("destination")
                    .path("endpoints")
                    .findValuesAsText("address")
                    .contains("127.0.0.1:" + peer);
        } catch (JsonProcessingException e) {
            throw new AssertionError(known, e);
        }
    }

    /** Who has answered so many calls; none if one of them failed. */
    private static Set<String> answers(int calls) {
        List<HttpResponse<String>> answers = IntStream.range(0, calls)
                .mapToObj(call -> fleet.get(caller.uri("/ask")))
                .toList();
        return answers.stream().allMatch(answer -> answer.statusCode() == 200)
                ? answers.stream().map(HttpResponse::body).collect(Collectors.toSet())
                : Set.of();
    }

    private static List<String> log() {
        try {
            return Files.readAllLines(caller.log());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ConfigurableApplicationContext peer() {
        return run(
                Peer.class,
                Fleet.freePort(),
                Map.of(
                        "spring.application.name", "peer",
                        // Is here because of the server only.
                        "eureka.client.jersey.enabled", "false"));
    }

    /** What a peer answers. */
    private static String name(ConfigurableApplicationContext peer) {
        return peer.getEnvironment().getRequiredProperty("server.port");
    }

    private static ConfigurableApplicationContext run(Class<?> application, int port, Map<String, String> properties) {
        SpringApplication spring = new SpringApplication(application);
        List<String> arguments = new ArrayList<>(List.of(
                "--server.address=127.0.0.1",
                "--server.port=" + port,
                "--eureka.instance.hostname=127.0.0.1",
                "--eureka.client.service-url.defaultZone=" + eureka));
        properties.forEach((property, value) -> arguments.add("--" + property + "=" + value));
        ConfigurableApplicationContext running = spring.run(arguments.toArray(String[]::new));
        PLAIN.add(running);
        return running;
    }

    /** As Spring Cloud's own documentation has it. */
    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @EnableEurekaServer
    static class EurekaServer {}

    /** Has Eureka's client, and no starter. */
    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @RestController
    static class Peer {

        private final Environment environment;

        Peer(Environment environment) {
            this.environment = environment;
        }

        @GetMapping("/hello")
        String hello() {
            return environment.getRequiredProperty("server.port");
        }
    }
}
