package dev.weft.mesh.client.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weft.mesh.directory.HostResolver;
import dev.weft.mesh.testkit.Behaviour;
import dev.weft.mesh.testkit.MisbehavingServer;
import dev.weft.mesh.testkit.RunningApp;
import dev.weft.mesh.testkit.TestTls;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.util.List;
import org.apache.catalina.startup.Tomcat;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.DefaultResourceLoader;

/** A gateway's routes to hosts outside the mesh. */
class GatewayEgressTests {

    private static final MisbehavingServer dogs =
            MisbehavingServer.start(Behaviour.resetAfterReading(), Behaviour.ok("woof"));
    private static MisbehavingServer secrets;
    private static ConfigurableApplicationContext context;
    private static RunningApp gateway;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        secrets = MisbehavingServer.startTls(TestTls.in(folder).context(), Behaviour.ok("no web socket"));
        String route = "--spring.cloud.gateway.server.webflux.routes[%d].%s";
        context = new SpringApplicationBuilder(App.class)
                .web(WebApplicationType.REACTIVE)
                // A gateway runs on Netty; these tests have Tomcat beside it.
                .resourceLoader(new DefaultResourceLoader(new FilteredClassLoader(Tomcat.class)))
                .run(
                        "--server.port=0",
                        "--spring.main.banner-mode=off",
                        "--spring.application.name=gateway",
                        "--eureka.client.enabled=false",
                        "--mesh.egress.mode=deny",
                        "--mesh.egress.allow[0].host=dogs.test",
                        "--mesh.egress.allow[0].ports=" + dogs.port(),
                        "--mesh.egress.allow[0].private=true",
                        route.formatted(0, "id=dogs"),
                        route.formatted(0, "uri=http://dogs.test:" + dogs.port()),
                        route.formatted(0, "predicates[0]=Path=/dogs/**"),
                        route.formatted(1, "id=cats"),
                        route.formatted(1, "uri=https://cats.test"),
                        route.formatted(1, "predicates[0]=Path=/cats"),
                        route.formatted(2, "id=sockets"),
                        route.formatted(2, "uri=ws://cats.test:443"),
                        route.formatted(2, "predicates[0]=Path=/sockets"),
                        route.formatted(3, "id=pets"),
                        route.formatted(3, "uri=lb://pets"),
                        route.formatted(3, "predicates[0]=Path=/pets"),
                        "--mesh.services.pets.instances[0].host=127.0.0.1",
                        "--mesh.services.pets.instances[0].port=1",
                        "--mesh.services.pets.routes[0].to[0].service=birds.test:" + dogs.port(),
                        "--mesh.egress.allow[1].host=birds.test",
                        "--mesh.egress.allow[1].ports=" + dogs.port(),
                        "--mesh.egress.allow[1].private=true",
                        route.formatted(4, "id=inner-socket"),
                        route.formatted(4, "uri=ws://inner.test:" + dogs.port()),
                        route.formatted(4, "predicates[0]=Path=/inner-socket"),
                        "--mesh.egress.allow[2].host=inner.test",
                        "--mesh.egress.allow[2].ports=" + dogs.port(),
                        route.formatted(5, "id=secret-socket"),
                        route.formatted(5, "uri=http://localhost:" + secrets.port()),
                        route.formatted(5, "predicates[0]=Path=/secret-socket"),
                        route.formatted(6, "id=secret-ws"),
                        route.formatted(6, "uri=ws://localhost:" + secrets.port()),
                        route.formatted(6, "predicates[0]=Path=/secret-ws"),
                        "--mesh.egress.allow[3].host=localhost",
                        "--mesh.egress.allow[3].ports=" + secrets.port(),
                        "--mesh.egress.allow[3].protocol=https",
                        "--spring.cloud.gateway.server.webflux.httpclient.ssl.use-insecure-trust-manager=true");
        gateway = new RunningApp(context);
    }

    @AfterAll
    static void stop() {
        context.close();
        dogs.close();
        secrets.close();
    }

    @Test
    void routeToAListedHostGoesThroughTheMesh() throws Exception {
        assertThat(gateway.get("/dogs/1?size=2").body()).isEqualTo("woof");

        assertThat(dogs.received()).hasSize(2);
        assertThat(dogs.received().get(1).target()).isEqualTo("/dogs/1?size=2");
        assertThat(dogs.received().get(1).header("Host")).isEqualTo("dogs.test:" + dogs.port());
    }

    @Test
    void hostThatOnlyARuleNamesIsKnownAtTheFirstCall() throws Exception {
        assertThat(gateway.get("/pets").body()).isEqualTo("woof");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/cats", "/sockets"})
    void routeToAnotherHostIsRefused(String path) throws Exception {
        HttpResponse<String> refused = gateway.get(path);

        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.headers().firstValue("mesh-reason").orElseThrow())
                .contains("egress to cats.test:443 is not allowed");
    }

    @Test
    void webSocketToAListedHostThatIsNotWhereItShouldBeIsRefused() throws Exception {
        HttpResponse<String> refused = gateway.get("/inner-socket");

        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.headers().firstValue("mesh-reason").orElseThrow())
                .contains("its name stands for 127.0.0.1 (loopback)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/secret-socket?a=b", "/secret-ws"})
    void webSocketGoesOverTlsWhereTheEntrySaysSo(String path) {
        URI url = URI.create(gateway.url().replace("http:", "ws:") + path);
        HttpClient.newHttpClient().newWebSocketBuilder().buildAsync(url, new WebSocket.Listener() {});

        await().until(() ->
                secrets.received().stream().anyMatch(got -> got.target().equals(path)));
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class App {

        @Bean
        static HostResolver worldOfTheTest() {
            return host -> List.of(InetAddress.getLoopbackAddress());
        }
    }
}
