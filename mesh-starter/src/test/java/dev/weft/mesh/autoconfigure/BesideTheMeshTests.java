package dev.weft.mesh.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weft.mesh.engine.Engine;
import dev.weft.mesh.model.ServiceName;
import dev.weft.mesh.testkit.Behaviour;
import dev.weft.mesh.testkit.MisbehavingServer;
import dev.weft.mesh.testkit.Received;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.cloud.client.DefaultServiceInstance;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.loadbalancer.LoadBalancerClient;
import org.springframework.cloud.loadbalancer.core.ServiceInstanceListSupplier;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.SimpleClientHttpRequestFactory;
import org.springframework.web.client.RestClient;
import reactor.core.publisher.Flux;

/** What an application had before the mesh goes on working beside it. */
class BesideTheMeshTests {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private ConfigurableApplicationContext context;

    @AfterEach
    void stop() {
        if (context != null) {
            context.close();
        }
    }

    private void start(Class<?> application, String... properties) {
        context = new SpringApplicationBuilder(application)
                .web(WebApplicationType.NONE)
                .properties(
                        "spring.application.name=tester",
                        "spring.cloud.gateway.enabled=false",
                        "spring.cloud.gateway.server.webflux.enabled=false",
                        "spring.main.banner-mode=off",
                        "mesh.services.petdetails.instances[0].host=127.0.0.1",
                        "mesh.services.petdetails.instances[0].port=9081",
                        "mesh.services.petdetails.instances[0].version=v1",
                        "mesh.services.petdetails.instances[1].host=127.0.0.1",
                        "mesh.services.petdetails.instances[1].port=9091",
                        "mesh.services.petdetails.instances[1].version=v2")
                .properties(properties)
                .run();
    }

    private List<Integer> choose(String service) {
        LoadBalancerClient balancer = context.getBean(LoadBalancerClient.class);
        return IntStream.range(0, 100)
                .mapToObj(i -> balancer.choose(service))
                .map(chosen -> chosen == null ? 0 : chosen.getPort())
                .distinct()
                .sorted()
                .toList();
    }

    @Test
    void chooseWhenTheServiceIsInTheMeshIsTheMeshesChoice() {
        start(Plain.class, "eureka.client.enabled=false");

        assertThat(choose("petdetails")).containsExactly(9081, 9091);
        assertThat(context.getBean(Engine.class)
                        .destination(ServiceName.of("petdetails"))
                        .inFlight())
                .isZero();
    }

    @Test
    void chooseWhenTheRulesNameAVersionChoosesOnlyThat() {
        start(
                Plain.class,
                "eureka.client.enabled=false",
                "mesh.services.petdetails.routes[0].to[0].version=v1",
                "mesh.services.petdetails.routes[0].to[0].weight=1");

        assertThat(choose("petdetails")).containsExactly(9081);
    }

    @Test
    void chooseWhenNobodyKnowsTheServiceIsNothing() {
        start(Plain.class, "eureka.client.enabled=false");

        assertThat(choose("nobody")).containsExactly(0);
        assertThat(choose("no such name")).containsExactly(0);
    }

    @Test
    void chooseWhenTheUserSuppliesTheInstancesChoosesAmongThose() {
        start(OwnInstances.class, "eureka.client.enabled=false");

        assertThat(choose("petdetails")).containsExactly(7001, 7002);
    }

    @Test
    void eurekaAndTheStreamWhenTheyTalkToTheRegistryDoNotUseTheApplicationsClients() {
        try (MisbehavingServer registry = MisbehavingServer.start(Behaviour.status(404, ""))) {
            start(
                    Recording.class,
                    "eureka.client.service-url.defaultZone=http://127.0.0.1:" + registry.port() + "/eureka/");
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(registry.received())
                            .extracting(Received::target)
                            .anyMatch(path -> path.startsWith("/eureka/"))
                            .contains("/mesh/v1/watch"));

            assertThat(context.getBean(Recording.class).seen).isEmpty();
            assertThat(registry.received())
                    .extracting(Received::target)
                    .allMatch(path -> path.startsWith("/eureka/") || path.equals("/mesh/v1/watch"));
            assertThat(registry.received())
                    .extracting(request -> request.header("mesh-attempt"))
                    .containsOnlyNulls();

            context.getBean(RestClient.Builder.class)
                    .build()
                    .get()
                    .uri("http://127.0.0.1:" + registry.port() + "/own")
                    .exchange((request, response) -> response.getStatusCode());
            assertThat(context.getBean(Recording.class).seen)
                    .as("what the application's own clients call")
                    .hasSize(1);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Plain {}

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class OwnInstances {
        @Bean
        ServiceInstanceListSupplier supplier() {
            List<ServiceInstance> instances = List.of(
                    new DefaultServiceInstance("1", "petdetails", "127.0.0.1", 7001, false),
                    new DefaultServiceInstance("2", "petdetails", "127.0.0.1", 7002, false));
            return new ServiceInstanceListSupplier() {
                @Override
                public String getServiceId() {
                    return "petdetails";
                }

                @Override
                public Flux<List<ServiceInstance>> get() {
                    return Flux.just(instances);
                }
            };
        }
    }

    /** Notes what is called by factories of the builder that all of the application's clients share. */
    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Recording {
        private final List<URI> seen = new CopyOnWriteArrayList<>();

        @Bean
        ClientHttpRequestFactoryBuilder<?> factories() {
            return ClientHttpRequestFactoryBuilder.of(() -> new SimpleClientHttpRequestFactory() {
                @Override
                public ClientHttpRequest createRequest(URI uri, HttpMethod method) throws IOException {
                    seen.add(uri);
                    return super.createRequest(uri, method);
                }
            });
        }
    }
}
