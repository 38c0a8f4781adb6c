package dev.weft.mesh.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import dev.weft.mesh.directory.HostResolver;
import dev.weft.mesh.testkit.Behaviour;
import dev.weft.mesh.testkit.MisbehavingServer;
import dev.weft.mesh.testkit.RunningApp;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.cloud.client.loadbalancer.LoadBalanced;
import org.springframework.cloud.openfeign.EnableFeignClients;
import org.springframework.cloud.openfeign.FeignClient;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;
import org.springframework.web.client.support.RestClientAdapter;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.invoker.HttpServiceProxyFactory;

/** What an application gets that lists in its properties whom it calls outside the mesh, whatever client it calls by. */
class EgressPropertiesTests {

    private static final MisbehavingServer dogs = MisbehavingServer.start(Behaviour.ok("woof"));
    private static ConfigurableApplicationContext context;
    private static RunningApp app;

    @BeforeAll
    static void start() {
        context = RunningApp.start(
                WebApplicationType.SERVLET,
                App.class,
                "--spring.application.name=kennel",
                "--mesh.egress.mode=deny",
                "--mesh.egress.allow[0].host=*.dogs.test",
                "--mesh.egress.allow[0].ports=80," + dogs.port(),
                "--mesh.egress.allow[0].private=true",
                "--mesh.services[moved.dogs.test].instances[0].host=127.0.0.1",
                "--mesh.services[moved.dogs.test].instances[0].port=" + dogs.port(),
                "--mesh.services[moved.dogs.test].attempt-timeout=7s",
                "--dogs=http://api.dogs.test:" + dogs.port());
        app = new RunningApp(context);
    }

    @AfterAll
    static void stop() {
        context.close();
        dogs.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"restclient", "resttemplate", "exchange", "feign", "webclient"})
    void listedHostAnswersAndOthersAreRefusedInWords(String client) throws Exception {
        assertThat(app.get("/" + client + "?url=http://api.dogs.test:" + dogs.port())
                        .body())
                .isEqualTo("woof");
        if (client.equals("feign") || client.equals("exchange")) {
            return;
        }
        HttpResponse<String> refused = app.get("/" + client + "?url=https://api.cats.test/");
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.headers().firstValue("mesh-reason"))
                .contains("api.cats.test:443: egress to api.cats.test:443 is not allowed (mesh.egress.mode is deny);"
                        + " to allow it, add { host: api.cats.test, ports: [443] } to mesh.egress.allow");
    }

    @Test
    void hostWithInstancesIsCalledThere() throws Exception {
        assertThat(app.get("/restclient?url=http://moved.dogs.test/api").body()).isEqualTo("woof");

        String mesh = app.get("/actuator/mesh/moved.dogs.test:80").body();
        assertThat(JsonPath.<String>read(mesh, "$.destination.source")).isEqualTo("static");
        assertThat(JsonPath.<String>read(mesh, "$.destination.rules.attemptTimeout"))
                .isEqualTo("7000 ms");
    }

    @Test
    void refusalsAreShownAndCounted() throws Exception {
        app.get("/restclient?url=http://mice.test/");

        String mesh = app.get("/actuator/mesh").body();
        assertThat(JsonPath.<String>read(mesh, "$.egress.mode")).isEqualTo("deny");
        assertThat(JsonPath.<List<String>>read(mesh, "$.egress.allow"))
                .containsExactly("{ host: \"*.dogs.test\", ports: [80, " + dogs.port() + "], private: true }");
        assertThat(JsonPath.<Integer>read(mesh, "$.egress.refused['mice.test:80']"))
                .isPositive();
        String meter = app.get("/actuator/metrics/mesh.egress.refused").body();
        assertThat(JsonPath.<Double>read(meter, "$.measurements[0].value")).isPositive();
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @EnableFeignClients(clients = DogsFeign.class)
    @RestController
    static class App {

        private final RestClient rest;
        private final RestTemplate template;
        private final WebClient web;
        private final DogsExchange exchange;
        private final ObjectProvider<DogsFeign> feign;

        App(
                RestClient.Builder rest,
                ObjectProvider<RestTemplate> template,
                WebClient.Builder web,
                ObjectProvider<DogsFeign> feign) {
            this.rest = rest.build();
            this.template = template.getObject();
            this.web = web.build();
            this.feign = feign;
            this.exchange = HttpServiceProxyFactory.builderFor(RestClientAdapter.create(this.rest))
                    .build()
                    .createClient(DogsExchange.class);
        }

        @GetMapping("/{client}")
        String call(@PathVariable String client, @RequestParam String url) {
            return switch (client) {
                case "restclient" -> rest.get().uri(url).retrieve().body(String.class);
                case "resttemplate" -> template.getForObject(url, String.class);
                case "exchange" -> exchange.get(URI.create(url));
                case "webclient" ->
                    web.get().uri(url).retrieve().bodyToMono(String.class).block();
                default -> feign.getObject().get();
            };
        }

        @Bean
        static HostResolver worldOfTheTest() {
            return host -> {
                if (host.endsWith(".dogs.test")) {
                    return List.of(InetAddress.getLoopbackAddress());
                }
                throw new UnknownHostException(host);
            };
        }

        /** By hand, with a factory of its own. */
        @Configuration(proxyBeanMethods = false)
        static class Templates {
            @Bean
            @LoadBalanced
            RestTemplate template() {
                return new RestTemplate();
            }
        }
    }

    @FeignClient(name = "dogs", url = "${dogs}")
    interface DogsFeign {
        @GetMapping("/")
        String get();
    }

    interface DogsExchange {
        @GetExchange
        String get(URI url);
    }
}
