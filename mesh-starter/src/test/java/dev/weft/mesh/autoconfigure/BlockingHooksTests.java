package dev.weft.mesh.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.weft.mesh.client.AttemptsFailedException;
import dev.weft.mesh.client.UnknownServiceException;
import dev.weft.mesh.testkit.Behaviour;
import dev.weft.mesh.testkit.MisbehavingServer;
import dev.weft.mesh.testkit.Received;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.cloud.client.loadbalancer.LoadBalanced;
import org.springframework.cloud.openfeign.EnableFeignClients;
import org.springframework.cloud.openfeign.FeignClient;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.util.ReflectionTestUtils;
import org.springframework.util.ClassUtils;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;
import org.springframework.web.client.support.RestClientAdapter;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.invoker.HttpServiceProxyFactory;

/** Every kind of blocking client that an application may have goes through the mesh, without a bean or an annotation more. */
class BlockingHooksTests {

    private static final String URL = "http://petdetails/pet/1";

    private MisbehavingServer server;
    private ConfigurableApplicationContext context;

    @BeforeEach
    void startWithAServerThatResetsTheFirstRequest() {
        server = MisbehavingServer.start(Behaviour.resetAfterReading(), Behaviour.ok("Maximus"));
    }

    @AfterEach
    void stop() {
        if (context != null) {
            context.close();
        }
        server.close();
    }

    private ConfigurableApplicationContext start(Class<?> application, String... properties) {
        context = new SpringApplicationBuilder(application)
                .web(WebApplicationType.NONE)
                .properties(
                        "spring.application.name=tester",
                        "eureka.client.enabled=false",
                        "spring.cloud.gateway.enabled=false",
                        "spring.cloud.gateway.server.webflux.enabled=false",
                        "spring.main.banner-mode=off",
                        "mesh.services.petdetails.instances[0].host=127.0.0.1",
                        "mesh.services.petdetails.instances[0].port=" + server.port())
                .properties(properties)
                .run();
        return context;
    }

    static Stream<Arguments> clients() {
        return Stream.of(
                client("RestClient.Builder", Plain.class, (beans, url) -> get(restClient(beans), url)),
                client(
                        "RestTemplateBuilder",
                        Plain.class,
                        (beans, url) -> restTemplate(beans).getForObject(url, String.class)),
                client(
                        "HTTP interface",
                        Plain.class,
                        (beans, url) -> HttpServiceProxyFactory.builderFor(RestClientAdapter.create(restClient(beans)))
                                .build()
                                .createClient(PetExchange.class)
                                .pet()),
                client(
                        "Feign",
                        Plain.class,
                        (beans, url) -> beans.getBean(PetFeign.class).pet()),
                client(
                        "@LoadBalanced RestTemplate",
                        BalancedTemplate.class,
                        (beans, url) -> beans.getBean(RestTemplate.class).getForObject(url, String.class)),
                client(
                        "@LoadBalanced RestTemplateBuilder",
                        BalancedTemplateBuilder.class,
                        (beans, url) -> build(beans.getBean("balancedBuilder")).getForObject(url, String.class)),
                client(
                        "@LoadBalanced RestClient.Builder",
                        BalancedBuilder.class,
                        (beans, url) -> get(restClient(beans), url)));
    }

    private static Arguments client(
            String name, Class<?> application, BiFunction<ApplicationContext, String, String> get) {
        return Arguments.of(name, application, get);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("clients")
    void getWhenTheFirstAttemptIsResetIsRepeatedByTheMesh(
            String name, Class<?> application, BiFunction<ApplicationContext, String, String> get) {
        assertThat(get.apply(start(application), URL)).isEqualTo("Maximus");

        assertThat(server.received())
                .extracting(request -> request.header("mesh-attempt"))
                .containsExactly("1", "2");
        assertThat(server.received()).extracting(Received::target).containsOnly("/pet/1");
        assertThat(server.received())
                .extracting(request -> request.header("Host"))
                .containsOnly("petdetails");
        assertThat(server.received())
                .extracting(request -> request.header("mesh-caller"))
                .containsOnly("tester");
    }

    @Test
    void getWhenTheHostIsOutsideTheMeshIsLeftToTheClientAsItWas() {
        String url = "http://127.0.0.1:" + server.port() + "/pet/1";
        RestClient client = restClient(start(Plain.class));

        assertThatExceptionOfType(ResourceAccessException.class)
                .isThrownBy(() -> get(client.mutate().build(), "http://127.0.0.1:" + unused() + "/"));
        assertThat(get(client, url)).isEqualTo("Maximus");
        assertThat(server.received())
                .extracting(request -> request.header("mesh-attempt"))
                .containsOnlyNulls();
    }

    private static int unused() {
        try (MisbehavingServer gone = MisbehavingServer.refusing()) {
            return gone.port();
        }
    }

    @Test
    void getWhenNobodyKnowsTheServiceFailsAtOnceAndNamesTheNearest() {
        RestClient client = restClient(start(Plain.class));

        assertThatExceptionOfType(ResourceAccessException.class)
                .isThrownBy(() -> get(client, "http://petdetial/pet/1"))
                .havingCause()
                .isInstanceOf(UnknownServiceException.class)
                .withMessageContaining("petdetails")
                .withMessageContaining("mesh.passthrough");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://oldserver", "oldserver:8080", "old server"})
    void startWhenWhatPassesThroughIsNoHostSaysSo(String host) {
        assertThatException()
                .isThrownBy(() -> start(Plain.class, "mesh.passthrough=" + host))
                .havingRootCause()
                .isInstanceOf(InvalidMeshPropertyException.class)
                .withMessageContaining("mesh.passthrough: \"" + host + "\" (expected: host names");
    }

    @Test
    void getWhenTheUserSetAReadTimeoutDoesNotWaitLonger() {
        server.close();
        server = MisbehavingServer.start(Behaviour.blackHole());
        // By the name that it has in the one version of Spring Boot, and in the other.
        RestClient client = restClient(start(
                Plain.class,
                "spring.http.client.read-timeout=100ms",
                "spring.http.clients.read-timeout=100ms",
                "mesh.services.petdetails.retry.attempts=1"));

        assertThatExceptionOfType(ResourceAccessException.class)
                .isThrownBy(() -> get(client, URL))
                .havingCause()
                .isInstanceOfSatisfying(
                        AttemptsFailedException.class,
                        failed -> assertThat(failed.trace().attempts().get(0).tookNanos())
                                .isLessThan(5_000_000_000L));
    }

    @Test
    void contextWhenTheMeshIsOffHasNoneOfIt() {
        start(Plain.class, "mesh.enabled=false");

        assertThat(context.getBeansOfType(RestClientMesher.class)).isEmpty();
        assertThatExceptionOfType(ResourceAccessException.class)
                .isThrownBy(() -> get(restClient(context), "http://127.0.0.1:" + unused() + "/"));
    }

    private static RestClient restClient(ApplicationContext beans) {
        return beans.getBean(RestClient.Builder.class)
                .baseUrl("http://petdetails")
                .build();
    }

    private static String get(RestClient client, String url) {
        return client.get().uri(url).retrieve().body(String.class);
    }

    private static RestTemplate restTemplate(ApplicationContext beans) {
        return build(beans.getBean(restTemplateBuilder()));
    }

    private static RestTemplate build(Object builder) {
        return ReflectionTestUtils.invokeMethod(builder, "build");
    }

    /** The type has moved between the versions of Spring Boot. */
    private static Class<?> restTemplateBuilder() {
        String moved = "org.springframework.boot.restclient.RestTemplateBuilder";
        return ClassUtils.resolveClassName(
                ClassUtils.isPresent(moved, null) ? moved : "org.springframework.boot.web.client.RestTemplateBuilder",
                null);
    }

    @FeignClient("petdetails")
    interface PetFeign {
        @GetMapping("/pet/1")
        String pet();
    }

    interface PetExchange {
        @GetExchange("/pet/1")
        String pet();
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @EnableFeignClients(clients = PetFeign.class)
    static class Plain {}

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class BalancedTemplate {
        @Bean
        @LoadBalanced
        RestTemplate restTemplate() {
            return new RestTemplate();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class BalancedTemplateBuilder {
        @Bean
        @LoadBalanced
        Object balancedBuilder() throws ReflectiveOperationException {
            Constructor<?> constructor = restTemplateBuilder().getConstructors()[0];
            Class<?> customizers = constructor.getParameterTypes()[0].getComponentType();
            return constructor.newInstance(Array.newInstance(customizers, 0));
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class BalancedBuilder {
        @Bean
        @LoadBalanced
        RestClient.Builder builder() {
            return RestClient.builder();
        }
    }
}
