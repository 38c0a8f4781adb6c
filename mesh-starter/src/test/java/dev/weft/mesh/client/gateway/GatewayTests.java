package dev.weft.mesh.client.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.awaitility.Awaitility.await;

import dev.weft.mesh.engine.Destination;
import dev.weft.mesh.engine.Engine;
import dev.weft.mesh.model.ServiceName;
import dev.weft.mesh.testkit.Behaviour;
import dev.weft.mesh.testkit.MisbehavingServer;
import dev.weft.mesh.testkit.Received;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import org.apache.catalina.startup.Tomcat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.DefaultResourceLoader;

/** A user's own gateway, which knows of the mesh no more than that the starter is there. */
class GatewayTests {

    private static final String ROUTE = "spring.cloud.gateway.server.webflux.routes[0]";

    private final List<MisbehavingServer> servers = new ArrayList<>();
    private final HttpClient client = HttpClient.newHttpClient();
    private ConfigurableApplicationContext gateway;

    @AfterEach
    void close() {
        servers.forEach(MisbehavingServer::close);
        if (gateway != null) {
            gateway.close();
        }
    }

    @Test
    void bodyIsSentAgainWhenEndpointsFail() throws Exception {
        start(
                List.of(Behaviour.status(503, "later"), Behaviour.blackHole(), Behaviour.ok("fine")),
                "mesh.services.petservice.attempt-timeout=300ms",
                "spring.cloud.gateway.server.webflux.trusted-proxies=.*");

        HttpResponse<String> answer = client.send(
                request("/pet/123")
                        .PUT(BodyPublishers.ofString("x".repeat(5000)))
                        .build(),
                BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("fine");
        for (int i = 0; i < 3; i++) {
            Received received = onlyRequest(i);
            assertThat(received.bodyText()).isEqualTo("x".repeat(5000));
            assertThat(received.header("mesh-attempt")).isEqualTo("" + (i + 1));
            assertThat(received.header("Host")).isEqualTo("petservice");
            assertThat(received.header("X-Forwarded-Host")).isEqualTo("127.0.0.1:" + port());
        }
        assertNothingIsUnderWay();
    }

    @Test
    void fieldsOfMeshesAreTakenFromWhatComesIn() throws Exception {
        start(List.of(Behaviour.ok("fine")));

        HttpResponse<String> answer = client.send(
                request("/pet/1")
                        .header("mesh-timeout-ms", "0")
                        .header("Mesh-Route", "petservice=v2")
                        .header("x-envoy-max-retries", "9")
                        .header("l5d-dtab", "/svc=>/evil")
                        .header("x-mine", "kept")
                        .build(),
                BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(200);
        Received received = onlyRequest(0);
        assertThat(received.header("mesh-timeout-ms")).isNotEqualTo("0");
        assertThat(received.headers().keySet())
                .noneMatch(name -> name.equalsIgnoreCase("mesh-route"))
                .noneMatch(name -> name.startsWith("x-envoy-"))
                .noneMatch(name -> name.startsWith("l5d-"));
        assertThat(received.header("x-mine")).isEqualTo("kept");
    }

    @Test
    void truncatedAnswerIsNotPassedOffAsWhole() throws Exception {
        start(List.of(Behaviour.truncatedChunked("half of it")));

        HttpResponse<InputStream> answer = client.send(request("/pet/1").build(), BodyHandlers.ofInputStream());

        assertThatIOException().isThrownBy(() -> answer.body().readAllBytes());
        assertNothingIsUnderWay();
    }

    @Test
    void attemptEndsWhenCallerLeavesWithinBody() throws Exception {
        start(List.of(Behaviour.dripBody()));

        HttpResponse<InputStream> answer = client.send(request("/pet/1").build(), BodyHandlers.ofInputStream());
        assertThat(answer.body().read()).isNotNegative();
        assertThat(petservice().inFlight()).isEqualTo(1);
        answer.body().close();

        assertNothingIsUnderWay();
        await().until(() -> servers.get(0).openConnections() == 0);
    }

    @Test
    void routesOwnTimeoutHoldsWhenItIsShorter() throws Exception {
        start(List.of(Behaviour.blackHole()), ROUTE + ".metadata.response-timeout=200");

        HttpResponse<String> answer = client.send(request("/pet/1").build(), BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(504);
        assertNothingIsUnderWay();
    }

    @Test
    void reasonIsGivenWhenFailingAnswerIsHandedOn() throws Exception {
        start(List.of(Behaviour.status(503, "one"), Behaviour.status(503, "two"), Behaviour.status(503, "three")));

        HttpResponse<String> answer = client.send(request("/pet/1").build(), BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).isEqualTo("three");
        assertThat(answer.headers().firstValue("mesh-reason"))
                .hasValueSatisfying(
                        reason -> assertThat(reason).contains("petservice").contains("3 attempts"));
    }

    @Test
    void failureOfTheMeshIsAnAnswerThatSaysWhy() throws Exception {
        start(List.of(Behaviour.ok("never asked")));
        servers.get(0).close();

        HttpResponse<String> answer = client.send(request("/pet/1").build(), BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(502);
        assertThat(answer.headers().firstValue("content-type")).hasValue("application/problem+json");
        assertThat(answer.headers().firstValue("mesh-reason"))
                .hasValueSatisfying(
                        reason -> assertThat(reason).contains("petservice").contains("connect failed"));
    }

    @Test
    void answerNamesTheInstancesThatServedIt() throws Exception {
        start(List.of(Behaviour.status(200, "fine", "mesh-via: petservice/one, petdetails/two")));

        HttpResponse<String> answer = client.send(request("/pet/1").build(), BodyHandlers.ofString());

        assertThat(answer.headers().allValues("mesh-via"))
                .singleElement()
                .satisfies(via -> assertThat(via).matches("gateway/[^,]+, petdetails/two, petservice/one"));
    }

    private void start(List<Behaviour> behaviours, String... properties) {
        List<String> all = new ArrayList<>(List.of(
                "server.port=0",
                "spring.main.banner-mode=off",
                "logging.level.root=error",
                "spring.reactor.netty.shutdown-quiet-period=0s",
                "server.address=127.0.0.1",
                "spring.application.name=gateway",
                "eureka.client.enabled=false",
                "mesh.directory.last-known-good=",
                ROUTE + ".id=pets",
                ROUTE + ".uri=lb://petservice",
                ROUTE + ".predicates[0]=Path=/pet/**"));
        for (Behaviour behaviour : behaviours) {
            String instance = "mesh.services.petservice.instances[" + servers.size() + "].";
            MisbehavingServer server = MisbehavingServer.start(behaviour);
            all.add(instance + "host=127.0.0.1");
            all.add(instance + "port=" + server.port());
            all.add(instance + "priority=" + servers.size());
            servers.add(server);
        }
        all.addAll(List.of(properties));
        gateway = new SpringApplicationBuilder(App.class)
                .web(WebApplicationType.REACTIVE)
                // A gateway runs on Netty; these tests have Tomcat beside it.
                .resourceLoader(new DefaultResourceLoader(new FilteredClassLoader(Tomcat.class)))
                .run(all.stream().map(property -> "--" + property).toArray(String[]::new));
    }

    private String port() {
        return gateway.getEnvironment().getProperty("local.server.port");
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path));
    }

    private Received onlyRequest(int server) {
        assertThat(servers.get(server).received()).hasSize(1);
        return servers.get(server).received().get(0);
    }

    private Destination petservice() {
        return gateway.getBean(Engine.class).destination(ServiceName.of("petservice"));
    }

    private void assertNothingIsUnderWay() {
        await().until(() -> petservice().inFlight() == 0);
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class App {}
}
