package dev.weft.mesh.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.netflix.discovery.EurekaClient;
import dev.weft.mesh.directory.Directory;
import dev.weft.mesh.directory.FakeRegistry;
import dev.weft.mesh.model.EndpointSet;
import dev.weft.mesh.model.ServiceName;
import dev.weft.mesh.rules.RuleBook;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.cloud.client.discovery.event.HeartbeatEvent;
import org.springframework.cloud.openfeign.EnableFeignClients;
import org.springframework.cloud.openfeign.FeignClient;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.GetMapping;

/** A service that only adds the starter, beside a registry that polls are made to and one that streams. */
class StreamInServiceTests {

    private static final ServiceName PETS = ServiceName.of("petdetails");
    private static final Duration BOUND = Duration.ofSeconds(30);

    private final FakeRegistry eureka = new FakeRegistry(0);
    private final ScriptedRegistry registry = new ScriptedRegistry(0);
    private ConfigurableApplicationContext service;

    @TempDir
    private Path folder;

    @AfterEach
    void close() {
        service.close();
        registry.close();
        eureka.close();
    }

    @Test
    void startWhenOnlyTheSecretIsSetShowsItToBothDoors() {
        start("--mesh.registry.join-secret=s3cret/%+@");

        registry.opened();

        String basic = "Basic bWVzaDpzM2NyZXQvJStA";
        assertThat(registry.authorizations()).containsExactly(basic);
        await().atMost(BOUND).until(() -> eureka.instance("petservice") != null);
        assertThat(eureka.credentials()).containsExactly(basic);
    }

    @Test
    void startWhenClientsAreDeclaredNamesTheirServices() {
        start();

        JsonNode asked = registry.opened().asked();

        assertThat(asked.path("services").findValuesAsText("name")).contains("declared-by-feign", "named-in-rules");
        assertThat(asked.path("client").path("instance").asText())
                .isEqualTo(service.getEnvironment().getProperty("eureka.instance.instance-id"));
    }

    @Test
    void streamWhenItIsOpenIsShownAndCounted() throws Exception {
        startGreeted()
                .endpoints("petdetails", "e.1", "a:9001")
                .rules("petdetails", "store", 0, 7, "services: { petdetails: { timeout: 2s } }")
                .rules("named-in-rules", "store", 0, 8, "services: { named-in-rules: { timeout: never } }");

        await().atMost(BOUND)
                .until(() -> service.getBean(StoreRules.class).standings().size() == 2);

        JsonNode view = ScriptedRegistry.JSON.readTree(get("/actuator/mesh")).path("stream");
        assertThat(view.path("peer").asText()).isEqualTo("http://127.0.0.1:" + registry.port());
        assertThat(view.path("connectedSince").asText()).startsWith("20");
        JsonNode refused = view.path("services").get(0);
        assertThat(refused.path("service").asText()).isEqualTo("named-in-rules");
        assertThat(refused.path("refused").path("reason").asText()).contains("timeout: \"never\"");
        JsonNode applied = view.path("services").get(1);
        assertThat(applied.path("endpoints").asText()).isEqualTo("e.1");
        assertThat(applied.path("applied").path("revision").asInt()).isEqualTo(7);
        MeterRegistry meters = service.getBean(MeterRegistry.class);
        assertThat(meters.get("mesh.stream.connected").gauge().value()).isEqualTo(1);
        assertThat(meters.get("mesh.rules.version")
                        .tag("service", "petdetails")
                        .gauge()
                        .value())
                .isEqualTo(7);
        assertThat(get("/actuator/prometheus")).contains("mesh_rules_version{service=\"petdetails\"} 7");
        assertThat(service.getBean(RuleBook.class).rules(PETS).timeouts().total())
                .isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void fetchWhenTheStreamTellsAllIsRareAndComesBackWhenItEnds() throws Exception {
        eureka.knows("somebody", "one", 9001);
        ScriptedRegistry.Stream stream = startGreeted();
        // Its own neighbours are of interest to it as well.
        stream.endpoints("petservice", "e.1");
        AtomicInteger fetchesBefore = new AtomicInteger();
        AtomicInteger spared = new AtomicInteger();
        service.addApplicationListener((HeartbeatEvent refreshed) -> {
            int fetches = eureka.fetches();
            spared.set(fetchesBefore.getAndSet(fetches) == fetches ? spared.get() + 1 : 0);
        });

        await().atMost(BOUND).until(() -> {
            stream.raw(":\n\n");
            return spared.get() >= 4;
        });
        assertThat(service.getBean(EurekaClient.class)
                        .getApplication("somebody")
                        .getInstances())
                .hasSize(1);
        assertThat(get("/actuator/prometheus"))
                .containsPattern("mesh_directory_fetches_total\\{result=\"spared\"\\} [1-9]")
                .containsPattern("mesh_directory_fetches_total\\{result=\"all\"\\} [1-9]")
                .contains("mesh_directory_fetches_total{result=\"changes\"}");

        registry.refuseWith(503);
        stream.end();

        await().atMost(BOUND).until(() -> spared.get() == 0);
        assertThat(service.getBean(Directory.class).knows(ServiceName.of("somebody")))
                .isTrue();
    }

    @Test
    void streamWhenItIsSwitchedOffIsNotOpened() {
        eureka.knows("petdetails", "one", 9001);
        start("--mesh.registry.stream=false");
        AtomicReference<EndpointSet> pets = new AtomicReference<>();
        service.getBean(Directory.class).watch(PETS, pets::set);

        await().atMost(BOUND).until(() -> pets.get().endpoints().size() == 1);

        assertThat(service.getBeansOfType(WatchStream.class)).isEmpty();
        assertThat(registry.hasOpened()).isFalse();
    }

    private String get(String path) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + service.getEnvironment().getProperty("local.server.port") + path);
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                .body();
    }

    /** A start may last longer than a client waits for the word of its registry. */
    private ScriptedRegistry.Stream startGreeted() {
        CompletableFuture<ScriptedRegistry.Stream> greeted =
                CompletableFuture.supplyAsync(() -> registry.opened().hello(true, 60));
        start();
        return greeted.join();
    }

    private void start(String... properties) {
        List<String> all = List.of(
                "--spring.application.name=petservice",
                "--server.port=0",
                "--eureka.client.service-url.defaultZone=" + eureka.url(),
                "--eureka.client.registry-fetch-interval-seconds=1",
                // Its client waits for the next of these when it ends, for up to three seconds.
                "--eureka.client.instance-info-replication-interval-seconds=1",
                "--mesh.registry.urls=" + registry.url(),
                "--mesh.services.named-in-rules.timeout=5s",
                "--mesh.drain.wait=0s",
                "--mesh.directory.last-known-good=" + folder.resolve("known.json"),
                "--spring.cloud.gateway.enabled=false",
                "--spring.cloud.gateway.server.webflux.enabled=false");
        service = new SpringApplicationBuilder(Service.class)
                .web(WebApplicationType.SERVLET)
                .run(Stream.concat(all.stream(), Stream.of(properties)).toArray(String[]::new));
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @EnableFeignClients(clients = Declared.class)
    static class Service {}

    @FeignClient("declared-by-feign")
    interface Declared {

        @GetMapping("/")
        String get();
    }
}
