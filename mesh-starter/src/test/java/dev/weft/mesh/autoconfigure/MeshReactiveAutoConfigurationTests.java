package dev.weft.mesh.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.mesh.testkit.Behaviour;
import dev.weft.mesh.testkit.MisbehavingServer;
import dev.weft.mesh.testkit.Received;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.cloud.client.loadbalancer.LoadBalanced;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.netty.http.client.HttpClient;

/** An application that adds the starter and goes on to use WebClient as it always did. */
class MeshReactiveAutoConfigurationTests {

    private final MisbehavingServer failing = MisbehavingServer.start(Behaviour.status(503, "later"));
    private final MisbehavingServer good = MisbehavingServer.start(Behaviour.ok("fine"));
    private ConfigurableApplicationContext context;

    private void start(Class<?> app, String... more) {
        String instances = "--mesh.services.petdetails.instances";
        List<String> properties = new ArrayList<>(List.of(
                "--spring.main.banner-mode=off",
                "--spring.application.name=app",
                "--spring.cloud.gateway.enabled=false",
                "--spring.cloud.gateway.server.webflux.enabled=false",
                "--eureka.client.enabled=false",
                "--mesh.directory.last-known-good=",
                instances + "[0].host=127.0.0.1",
                instances + "[0].port=" + failing.port(),
                instances + "[1].host=127.0.0.1",
                instances + "[1].port=" + good.port(),
                instances + "[1].priority=1"));
        List.of(more).forEach(property -> {
            properties.removeIf(other -> other.startsWith(property.substring(0, property.indexOf('=') + 1)));
            properties.add(property);
        });
        context = new SpringApplicationBuilder(app).web(WebApplicationType.NONE).run(properties.toArray(String[]::new));
    }

    @AfterEach
    void close() {
        context.close();
        failing.close();
        good.close();
    }

    @Test
    void builderOfTheContextCallsByLogicalName() {
        start(App.class);

        assertThat(get("http://petdetails/")).isEqualTo("fine");

        assertThat(failing.received()).hasSize(1);
        assertThat(good.received().get(0).header("mesh-attempt")).isEqualTo("2");
        assertThat(good.received().get(0).header("Host")).isEqualTo("petdetails");
    }

    @Test
    void builderOfTheContextAsksForCompressedAnswersAsItDoesWithoutTheMesh() {
        start(App.class);

        assertThat(get("http://petdetails/")).isEqualTo("fine");

        assertThat(good.received().get(0).header("Accept-Encoding")).isEqualTo("gzip");
    }

    @Test
    void builderOfTheContextSaysWhoAsksAsItDoesWithoutTheMesh() {
        start(App.class);

        get("http://127.0.0.1:" + good.port() + "/");
        get("http://petdetails/");

        Received plain = good.received().get(0);
        Received meshed = good.received().get(1);
        assertThat(plain.header("User-Agent")).startsWith("ReactorNetty/");
        assertThat(meshed.header("User-Agent")).isEqualTo(plain.header("User-Agent"));
        assertThat(meshed.header("Accept")).isEqualTo("*/*").isEqualTo(plain.header("Accept"));
    }

    @Test
    void whatTheApplicationSaysOfItselfIsSaidOnce() {
        start(App.class);

        context.getBean(WebClient.Builder.class)
                .build()
                .get()
                .uri("http://petdetails/")
                .header("User-Agent", "vet/1")
                .header("Accept", "text/plain", "text/html")
                .header("Accept-Encoding", "identity")
                .retrieve()
                .bodyToMono(String.class)
                .block();

        assertThat(good.received().get(0).headers())
                .containsEntry("user-agent", List.of("vet/1"))
                .containsEntry("accept", List.of("text/plain", "text/html"))
                .containsEntry("accept-encoding", List.of("identity"));
    }

    @Test
    void loadBalancedBuilderIsBalancedOnceAndByTheMesh() {
        start(BalancedApp.class);

        assertThat(get("http://petdetails/")).isEqualTo("fine");

        assertThat(good.received().get(0).header("mesh-attempt")).isEqualTo("2");
        assertThat(good.received().get(0).header("Host")).isEqualTo("petdetails");
    }

    @Test
    void loadBalancedBuilderKeepsItsOwnConnectorForHostsOutsideTheMesh() {
        start(OwnConnectorApp.class);

        assertThat(get("http://127.0.0.1:" + good.port() + "/")).isEqualTo("fine");
        assertThat(get("http://petdetails/")).isEqualTo("fine");

        assertThat(good.received().get(0).header("User-Agent")).isEqualTo("own");
        assertThat(good.received().get(1).header("mesh-attempt")).isEqualTo("2");
    }

    @Test
    void settingsOfTheClientHoldInTheMeshToo() {
        try (MisbehavingServer hole = MisbehavingServer.start(Behaviour.blackHole())) {
            start(
                    App.class,
                    "--mesh.services.petdetails.attempt-timeout=1h",
                    "--mesh.services.petdetails.instances[0].port=" + hole.port(),
                    "--spring.http.reactiveclient.read-timeout=300ms",
                    "--spring.http.clients.read-timeout=300ms");

            assertThat(get("http://petdetails/")).isEqualTo("fine");
            assertThat(hole.received()).hasSize(1);
        }
    }

    @Test
    void addressIsCalledAsItIs() {
        start(App.class);

        assertThat(get("http://127.0.0.1:" + good.port() + "/")).isEqualTo("fine");

        assertThat(good.received().get(0).headers()).doesNotContainKey("mesh-attempt");
    }

    private String get(String uri) {
        return context.getBean(WebClient.Builder.class)
                .build()
                .get()
                .uri(uri)
                .retrieve()
                .bodyToMono(String.class)
                .block();
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class App {}

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class BalancedApp {

        @Bean
        @LoadBalanced
        WebClient.Builder balancedBuilder() {
            return WebClient.builder();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class OwnConnectorApp {

        @Bean
        @LoadBalanced
        WebClient.Builder balancedBuilder() {
            HttpClient own = HttpClient.create().headers(headers -> headers.set("User-Agent", "own"));
            return WebClient.builder().clientConnector(new ReactorClientHttpConnector(own));
        }
    }
}
