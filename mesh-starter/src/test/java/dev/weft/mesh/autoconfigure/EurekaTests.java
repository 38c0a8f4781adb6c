package dev.weft.mesh.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.springframework.boot.availability.ReadinessState.ACCEPTING_TRAFFIC;
import static org.springframework.boot.availability.ReadinessState.REFUSING_TRAFFIC;

import com.fasterxml.jackson.databind.JsonNode;
import com.netflix.appinfo.ApplicationInfoManager;
import com.netflix.appinfo.InstanceInfo;
import dev.weft.mesh.directory.Directory;
import dev.weft.mesh.directory.EurekaPresence;
import dev.weft.mesh.directory.FakeRegistry;
import dev.weft.mesh.model.Endpoint;
import dev.weft.mesh.model.EndpointSet;
import dev.weft.mesh.model.ServiceName;
import dev.weft.mesh.server.DrainState;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.cloud.netflix.eureka.EurekaClientConfigBean;
import org.springframework.cloud.netflix.eureka.serviceregistry.EurekaAutoServiceRegistration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/** A service that only adds the starter, beside a registry, over HTTP. */
@ExtendWith(OutputCaptureExtension.class)
class EurekaTests {

    private static final ServiceName PETS = ServiceName.of("petdetails");
    private static final Duration BOUND = Duration.ofSeconds(30);

    private static final String[] RARE_HEARTBEATS = {
        "eureka.client.instance-info-replication-interval-seconds=3600",
        "eureka.instance.lease-renewal-interval-in-seconds=3600"
    };

    private FakeRegistry registry = new FakeRegistry(0);
    private final List<ConfigurableApplicationContext> services = new ArrayList<>();
    private final AtomicReference<EndpointSet> pets = new AtomicReference<>(EndpointSet.empty(PETS));

    @TempDir
    private Path folder;

    @AfterEach
    void close() {
        services.forEach(ConfigurableApplicationContext::close);
        registry.close();
    }

    @Test
    void startWhenThePortIsRandomRegistersTheRealOneByAddress() {
        ConfigurableApplicationContext service = service();

        await().atMost(BOUND).untilAsserted(() -> assertThat(status()).isEqualTo("UP"));
        JsonNode self = registry.instance("petservice");
        assertThat(self.path("port").path("$").asInt())
                .isEqualTo(service.getEnvironment().getProperty("local.server.port", Integer.class));
        assertThat(self.path("hostName").asText()).isEqualTo(self.path("ipAddr").asText());
        assertThat(self.path("instanceId").asText()).matches("petservice-[0-9a-f]{8}");
        assertThat(self.path("leaseInfo").path("durationInSecs").asInt()).isEqualTo(7);
    }

    @Test
    void startWhenAnotherInstanceRunsGetsAnIdOfItsOwn() {
        String first = id(service());
        String second = id(service());

        assertThat(first).isNotEqualTo(second);
    }

    @Test
    void startWhenThePortIsSetIsNotUpBeforeTheServiceIsReady() {
        service("server.port=" + freePort());

        await().atMost(BOUND).untilAsserted(() -> assertThat(status()).isEqualTo("UP"));
        assertThat(registry.story().get(0)).isNotEqualTo("UP petservice");
    }

    @Test
    void startWhenNobodyChecksHealthIsUpAllTheSame() {
        service("eureka.client.healthcheck.enabled=false");

        await().atMost(BOUND).untilAsserted(() -> assertThat(status()).isEqualTo("UP"));
    }

    @ParameterizedTest
    @CsvSource({"121s, PT2M1S", "-1s, PT-1S"})
    void startWhenTheListWouldBeFetchedTooRarelyOrNeverSaysWhatIsAllowed(String set, String shown) {
        assertThatThrownBy(() -> service("mesh.registry.fetch-beside-stream=" + set))
                .rootCause()
                .hasMessageStartingWith(
                        "mesh.registry.fetch-beside-stream: " + shown + " (expected: 0 to PT2M, since ");
    }

    @Test
    void startWhenTheListIsFetchedAsRarelyAsAllowedStarts() {
        service("mesh.registry.fetch-beside-stream=2m");

        await().atMost(BOUND).untilAsserted(() -> assertThat(status()).isEqualTo("UP"));
    }

    @Test
    void watchWhenTheRegistryKnowsEndpointsSeesThem() {
        registry.knows("petdetails", "one", 9001);
        watch(service());

        Endpoint one = pets.get().endpoints().get(0);
        assertThat(one.address()).isEqualTo("127.0.0.1:9001");
        assertThat(one.version()).isEqualTo("v1");
        assertThat(one.zone()).isEqualTo("a");
        assertThat(one.weight()).isEqualTo(3);
    }

    @Test
    void watchWhenTheRegistryRestartsEmptyKeepsTheEndpoints(CapturedOutput output) {
        registry.knows("petdetails", "one", 9001);
        watch(service());

        registry.forgetEverything();

        await().atMost(BOUND).until(() -> output.getOut().contains("left out too many endpoints at once"));
        assertThat(pets.get().endpoints()).hasSize(1);
    }

    @Test
    void startWhenTheRegistrySwallowsPacketsIsNotHeldUpForLong() throws IOException {
        List<SocketChannel> queue = new ArrayList<>();
        try (ServerSocket hole = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            for (int i = 0; i < 8; i++) {
                // Nobody accepts them: once its queue is full, the kernel drops whatever comes.
                SocketChannel waiting = SocketChannel.open();
                queue.add(waiting);
                waiting.configureBlocking(false);
                waiting.connect(hole.getLocalSocketAddress());
            }
            CompletableFuture<ConfigurableApplicationContext> start = CompletableFuture.supplyAsync(() -> service(
                    "eureka.client.service-url.defaultZone=http://127.0.0.1:" + hole.getLocalPort() + "/eureka/"));

            await().atMost(BOUND).until(start::isDone);

            assertThat(start).isCompletedWithValueMatching(ConfigurableApplicationContext::isActive);
        } finally {
            for (SocketChannel waiting : queue) {
                waiting.close();
            }
        }
    }

    @Test
    void startWhenTheRegistryIsDownSaysSoOnceAndJoinsLater(CapturedOutput output) {
        int port = registry.port();
        registry.close();
        watch(service("eureka.client.service-url.defaultZone=http://127.0.0.1:" + port + "/eureka/"));
        assertThat(services.get(0).getBean(Directory.class).answered()).isFalse();

        await().atMost(BOUND).until(() -> output.getOut().contains("does not answer"));
        registry = new FakeRegistry(port);
        registry.knows("petdetails", "one", 9001);

        await().atMost(BOUND).untilAsserted(() -> {
            assertThat(status()).isEqualTo("UP");
            assertThat(pets.get().endpoints()).hasSize(1);
            assertThat(output).contains("answers again");
        });
        assertThat(services.get(0).getBean(Directory.class).answered()).isTrue();
        assertThat(output).containsOnlyOnce("does not answer").doesNotContain("at com.netflix");
    }

    @Test
    void startWhenTheJoinSecretIsMissingSaysSo(CapturedOutput output) {
        registry.locks();
        service("mesh.registry.stream=false");

        await().atMost(BOUND).until(() -> output.getOut().contains("let this service in"));

        assertThat(output)
                .containsOnlyOnce("The registry at " + registry.url() + " does not let this service in (401):"
                        + " mesh.registry.join-secret is not set (expected: the secret that the registry was started"
                        + " with).")
                .doesNotContain("does not answer", "Root name");
    }

    @Test
    void startWhenTheRegistryTakesNobodyYetJoinsWithoutWaitingForAHeartbeat() {
        // More than the client tries by itself when it starts, and when its status changes.
        registry.refuses(12);
        service(RARE_HEARTBEATS);

        await().atMost(BOUND).untilAsserted(() -> assertThat(status()).isEqualTo("UP"));
        await().atMost(BOUND).until(() -> !isTelling());
    }

    @Test
    void closeWhenTheRegistryWasNeverThereEndsItsTries() {
        registry.close();
        ConfigurableApplicationContext service = service(RARE_HEARTBEATS);
        assertThat(isTelling()).isTrue();

        service.close();

        await().atMost(BOUND).until(() -> !isTelling());
    }

    @Test
    void readinessWhenTheRegistryTakesNobodyYetIsGivenWhenItDoes() throws Exception {
        registry.refuses(Integer.MAX_VALUE);
        ConfigurableApplicationContext service = service();
        assertThat(readiness(service)).isEqualTo(503);
        assertThat(registered(service)).isZero();

        registry.refuses(0);

        await().atMost(BOUND).until(() -> readiness(service) == 200);
        assertThat(registered(service)).isOne();
        // What it waits for is no part of what it says: else it would have joined as out of service.
        assertThat(registry.story()).containsExactly("UP petservice");
    }

    @Test
    void readinessWhenNoRegistryAnswersForLongIsGivenAllTheSame(CapturedOutput output) throws Exception {
        registry.close();
        ConfigurableApplicationContext service = service("mesh.registry.wait-for-registration=1s");

        await().atMost(BOUND).until(() -> readiness(service) == 200);
        assertThat(output).containsOnlyOnce("No registry has confirmed this instance within 1 s");
        assertThat(registered(service)).isZero();
    }

    @Test
    void readinessWhenTheRegistryGoesLaterStays() throws Exception {
        ConfigurableApplicationContext service = service();
        await().atMost(BOUND).until(() -> readiness(service) == 200);

        registry.close();
        service.getBean(EurekaPresence.class).registeredAnew();

        assertThat(readiness(service)).isEqualTo(200);
    }

    @Test
    void readinessWhenTheServiceRegistersNowhereIsGivenAtOnce() throws Exception {
        registry.close();

        assertThat(readiness(service("eureka.client.register-with-eureka=false")))
                .isEqualTo(200);
    }

    @Test
    void startWhenTheWaitIsNegativeSaysWhatIsAllowed() {
        assertThatThrownBy(() -> service("mesh.registry.wait-for-registration=-1s"))
                .rootCause()
                .hasMessage("mesh.registry.wait-for-registration: PT-1S (expected: 0 or more)");
    }

    private static double registered(ConfigurableApplicationContext service) {
        return service.getBean(MeterRegistry.class)
                .get("mesh.registered")
                .gauge()
                .value();
    }

    private static int readiness(ConfigurableApplicationContext service) throws Exception {
        String port = service.getEnvironment().getProperty("local.server.port");
        URI uri = URI.create("http://127.0.0.1:" + port + "/actuator/health/readiness");
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private static boolean isTelling() {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().equals("mesh-presence"));
    }

    @Test
    void startWhenTheRegistryIsGoneUsesWhatAnEarlierProcessKnew() {
        registry.knows("petdetails", "one", 9001);
        ConfigurableApplicationContext earlier = service();
        watch(earlier);
        await().atMost(BOUND).until(() -> folder.resolve("known.json").toFile().exists());
        earlier.close();
        registry.close();
        pets.set(EndpointSet.empty(PETS));

        watch(service());

        assertThat(pets.get().endpoints()).extracting(Endpoint::id).containsExactly("one");
        assertThat(pets.get().source()).isEqualTo("last-known-good of eureka");
    }

    @Test
    void closeWhenTheServiceIsUpSaysDownBeforeItCancels() {
        ConfigurableApplicationContext service = service();
        await().atMost(BOUND).untilAsserted(() -> assertThat(status()).isEqualTo("UP"));
        DrainState state = service.getBean(DrainState.class);
        assertThat(state.draining()).isFalse();

        service.close();

        assertThat(state.draining()).isTrue();
        assertThat(registry.story()).endsWith("UP petservice", "DOWN petservice", "cancel petservice");
    }

    @Test
    void closeWhenTheClockWasSetBackSaysDownAllTheSame() {
        ConfigurableApplicationContext service = service();
        await().atMost(BOUND).untilAsserted(() -> assertThat(status()).isEqualTo("UP"));
        InstanceInfo self = service.getBean(ApplicationInfoManager.class).getInfo();
        long ahead = self.getLastDirtyTimestamp() + Duration.ofHours(1).toMillis();
        self.setIsDirty();
        self.setLastDirtyTimestamp(ahead);
        await().atMost(BOUND)
                .until(() -> registry.instance("petservice")
                                .path("lastDirtyTimestamp")
                                .asLong()
                        == ahead);

        service.close();

        assertThat(registry.story()).endsWith("UP petservice", "DOWN petservice", "cancel petservice");
    }

    @Test
    void refreshWhenTheServiceIsUpEndsUpAgain() {
        ConfigurableApplicationContext service = service();
        await().atMost(BOUND).untilAsserted(() -> assertThat(status()).isEqualTo("UP"));

        service.getBean(EurekaAutoServiceRegistration.class).stop();
        service.getBean(EurekaAutoServiceRegistration.class).start();

        await().atMost(BOUND).untilAsserted(() -> assertThat(status()).isEqualTo("UP"));
    }

    @Test
    void closeWhenTheRegistryIsGoneDoesNotWait(CapturedOutput output) {
        ConfigurableApplicationContext service = service("mesh.drain.wait=25s");
        await().atMost(BOUND).untilAsserted(() -> assertThat(status()).isEqualTo("UP"));
        registry.close();

        service.close();

        assertThat(output).doesNotContain("Leaving: the registry knows");
        assertThat(service.isActive()).isFalse();
    }

    /** Whoever waited for one registry after the other would wait here until the test ends it. */
    @Test
    void stopBeingReadyWhenARegistryHangsTellsTheOthersAllTheSame() throws Exception {
        try (ServerSocket hanging = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            ConfigurableApplicationContext service = patient(BOUND, url(hanging), registry.url());

            assertTimeoutPreemptively(BOUND, () -> AvailabilityChangeEvent.publish(service, REFUSING_TRAFFIC));

            assertThat(registry.story()).endsWith("UP petservice", "DOWN petservice");
        }
    }

    @Test
    void leaveWhenARegistryHangsTellsTheOthersAllTheSame() throws Exception {
        try (ServerSocket hanging = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            ConfigurableApplicationContext service = patient(BOUND, url(hanging), registry.url());

            assertThat(assertTimeoutPreemptively(
                            BOUND, () -> service.getBean(EurekaPresence.class).leave()))
                    .isTrue();

            assertThat(registry.story()).endsWith("UP petservice", "DOWN petservice");
        }
    }

    @Test
    void closeWhenAllRegistriesHangEndsAllTheSame() throws Exception {
        try (ServerSocket hanging = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            ConfigurableApplicationContext service = patient(Duration.ofMillis(500), url(hanging), url(hanging));

            assertTimeoutPreemptively(BOUND, () -> AvailabilityChangeEvent.publish(service, REFUSING_TRAFFIC));

            assertThat(assertTimeoutPreemptively(
                            BOUND, () -> service.getBean(EurekaPresence.class).leave()))
                    .isFalse();
        }
    }

    /** What it was saying is that it is up, to a registry that hangs. */
    @Test
    void leaveWhileARegistryHangsThatIsBeingToldTellsTheOthersAllTheSame() throws Exception {
        try (ServerSocket hanging = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            hanging.setSoTimeout((int) BOUND.toMillis());
            ConfigurableApplicationContext service = patient(Duration.ofSeconds(1), registry.url());
            AvailabilityChangeEvent.publish(service, REFUSING_TRAFFIC);
            asks(service, url(hanging), registry.url());
            Thread told = new Thread(() -> AvailabilityChangeEvent.publish(service, ACCEPTING_TRAFFIC));
            told.setDaemon(true);
            told.start();
            EurekaPresence presence = service.getBean(EurekaPresence.class);
            try (Socket heard = hanging.accept()) {
                // The one that hangs can't have confirmed it.
                assertThat(assertTimeoutPreemptively(BOUND, presence::leave)).isTrue();
            }
        }
    }

    /** A service that is up, waits for an answer for longer than a test lasts, and is to leave at these registries. */
    private ConfigurableApplicationContext patient(Duration within, String... urls) {
        ConfigurableApplicationContext service = service(
                "mesh.drain.tell-within=" + within,
                "eureka.client.instance-info-replication-interval-seconds=3600",
                "eureka.client.rest-template-timeout.socket-timeout=600000",
                "eureka.client.restclient.timeout.socket-timeout=600000",
                "eureka.client.timeout.socket-timeout=600000");
        await().atMost(BOUND).untilAsserted(() -> assertThat(status()).isEqualTo("UP"));
        asks(service, urls);
        return service;
    }

    private static void asks(ConfigurableApplicationContext service, String... urls) {
        service.getBean(EurekaClientConfigBean.class).setServiceUrl(Map.of("defaultZone", String.join(",", urls)));
    }

    private static String url(ServerSocket server) {
        return "http://127.0.0.1:" + server.getLocalPort() + "/eureka/";
    }

    private ConfigurableApplicationContext service(String... properties) {
        Map<String, Object> all = new HashMap<>(Map.of(
                "spring.application.name", "petservice",
                "server.port", "0",
                "eureka.client.service-url.defaultZone", registry.url(),
                "eureka.client.registry-fetch-interval-seconds", "1",
                "eureka.client.instance-info-replication-interval-seconds", "1",
                "mesh.drain.wait", "0s",
                "mesh.directory.last-known-good", folder.resolve("known.json"),
                // It is on this class path, but it doesn't bear the servlet stack beside it.
                "spring.cloud.gateway.enabled", "false",
                "spring.cloud.gateway.server.webflux.enabled", "false"));
        for (String property : properties) {
            String[] pair = property.split("=", 2);
            all.put(pair[0], pair[1]);
        }
        ConfigurableApplicationContext service = new SpringApplicationBuilder(Service.class)
                .web(WebApplicationType.SERVLET)
                .run(all.entrySet().stream()
                        .map(property -> "--" + property.getKey() + "=" + property.getValue())
                        .toArray(String[]::new));
        services.add(service);
        return service;
    }

    private void watch(ConfigurableApplicationContext service) {
        service.getBean(Directory.class).watch(PETS, pets::set);
    }

    private String status() {
        JsonNode self = registry.instance("petservice");
        return self == null ? "unknown" : self.path("status").asText();
    }

    private static String id(ConfigurableApplicationContext service) {
        return service.getEnvironment().getProperty("eureka.instance.instance-id");
    }

    private static int freePort() {
        try (FakeRegistry any = new FakeRegistry(0)) {
            return any.port();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Service {}
}
