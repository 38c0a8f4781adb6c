package dev.weft.outside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.weft.mesh.extend.EndpointPolicy;
import dev.weft.mesh.extend.OutcomeClassifier;
import dev.weft.mesh.extend.RequestCondition;
import dev.weft.mesh.model.CallRequest;
import dev.weft.mesh.model.Endpoint;
import dev.weft.mesh.model.ServiceName;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.client.RestClient;

/** What an application adds to the mesh by its own beans, as its calls meet it over real HTTP. */
@ExtendWith(OutputCaptureExtension.class)
class ExtensionsTests {

    private static final int ENOUGH = 30;

    private final AtomicInteger hitsOfOne = new AtomicInteger();
    private final AtomicInteger hitsOfTwo = new AtomicInteger();
    private HttpServer one;
    private HttpServer two;
    private ConfigurableApplicationContext context;
    private volatile boolean stale;

    @BeforeEach
    void listen() throws IOException {
        one = peer("one", hitsOfOne);
        two = peer("two", hitsOfTwo);
    }

    private HttpServer peer(String name, AtomicInteger hits) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            hits.incrementAndGet();
            exchange.getRequestBody().readAllBytes();
            if (stale && name.equals("one")) {
                exchange.getResponseHeaders().set("x-stale", "yes");
            }
            exchange.sendResponseHeaders(200, name.length());
            try (OutputStream body = exchange.getResponseBody()) {
                body.write(name.getBytes(StandardCharsets.UTF_8));
            }
        });
        server.start();
        return server;
    }

    @AfterEach
    void stop() {
        if (context != null) {
            context.close();
        }
        one.stop(0);
        two.stop(0);
    }

    private void start(Class<?> beans, String... properties) {
        List<String> arguments = new ArrayList<>(List.of(
                "--eureka.client.enabled=false",
                "--mesh.directory.last-known-good=",
                "--mesh.drain.wait=0s",
                "--spring.cloud.gateway.enabled=false",
                "--spring.cloud.gateway.server.webflux.enabled=false",
                "--mesh.services.peers.instances[0].id=one",
                "--mesh.services.peers.instances[0].host=127.0.0.1",
                "--mesh.services.peers.instances[0].port=" + one.getAddress().getPort(),
                "--mesh.services.peers.instances[0].version=v1",
                "--mesh.services.peers.instances[1].id=two",
                "--mesh.services.peers.instances[1].host=127.0.0.1",
                "--mesh.services.peers.instances[1].port=" + two.getAddress().getPort(),
                "--mesh.services.peers.instances[1].version=v2"));
        arguments.addAll(List.of(properties));
        context = new SpringApplicationBuilder(App.class, beans)
                .web(WebApplicationType.NONE)
                .run(arguments.toArray(String[]::new));
    }

    private String call(String... headers) {
        RestClient.RequestHeadersSpec<?> request =
                context.getBean(RestClient.Builder.class).build().get().uri("http://peers/");
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return Objects.requireNonNull(request.retrieve().body(String.class));
    }

    private Set<String> answers() {
        Set<String> answers = ConcurrentHashMap.newKeySet();
        for (int i = 0; i < ENOUGH; i++) {
            answers.add(call());
        }
        return answers;
    }

    @Test
    void callsWhenAnEndpointIsNotEligibleGoToTheOthers() {
        start(Maintenance.class);

        assertThat(answers()).containsExactly("two");
        assertThat(hitsOfOne).hasValue(0);
    }

    @Test
    void callsWhenAnEndpointIsSaidToBeCheapGoThere() {
        start(CheapOne.class);

        assertThat(answers()).containsExactly("one");
    }

    @Test
    void callsWhenAPolicyThrowsGoOnAsWithoutItAndItIsLoggedOnce(CapturedOutput output) {
        start(BrokenPolicy.class, "--mesh.services.peers.limits.requests=1");

        // One after the other, each within a limit of one call: none may keep its place.
        assertThat(answers()).isSubsetOf("one", "two").isNotEmpty();
        assertThat(output.getAll().split("BrokenPolicy.* has thrown", -1)).hasSize(2);
    }

    @Test
    void answerWhenItIsClassifiedAsRetryableIsTriedElsewhere() {
        start(NoStaleAnswers.class);
        stale = true;

        assertThat(answers()).containsExactly("two");
        assertThat(hitsOfOne).as("the stale one was asked, and ejected for it").hasValueBetween(1, 10);
    }

    @Test
    void callsWhenAClassifierThrowsGoOnAsWithoutIt(CapturedOutput output) {
        start(BrokenClassifier.class, "--mesh.services.peers.limits.requests=1");

        // One after the other, each within a limit of one call: none may keep its place.
        assertThat(answers()).isSubsetOf("one", "two").isNotEmpty();
        assertThat(output.getAll().split("BrokenClassifier.* has thrown", -1)).hasSize(2);
    }

    @Test
    void routeWhenItNamesAConditionOfTheApplicationTakesWhatMeetsIt() {
        start(
                Tenants.class,
                "--mesh.services.peers.routes[0].match.custom.tenant=gold",
                "--mesh.services.peers.routes[0].to[0].version=v2",
                "--mesh.services.peers.routes[1].to[0].version=v1");

        assertThat(call("x-tenant", "gold-7")).isEqualTo("two");
        assertThat(call("x-tenant", "tin-8")).isEqualTo("one");
        assertThat(call()).as("the condition throws without the field").isEqualTo("one");
    }

    @Test
    void startWhenARuleNamesAConditionThatNobodyProvidesIsRefused() {
        assertThatThrownBy(() -> start(
                        Tenants.class,
                        "--mesh.services.peers.routes[0].match.custom.tenat=gold",
                        "--mesh.services.peers.routes[0].to[0].version=v2"))
                .rootCause()
                .hasMessageContaining("mesh.services.peers.routes[0].match.custom.tenat")
                .hasMessageContaining("no bean provides this condition (expected: one of tenant)");
    }

    @Test
    void startWhenTheConditionRefusesTheTextIsRefused() {
        assertThatThrownBy(() -> start(
                        Tenants.class,
                        "--mesh.services.peers.routes[0].match.custom.tenant=copper",
                        "--mesh.services.peers.routes[0].to[0].version=v2"))
                .rootCause()
                .hasMessageContaining("mesh.services.peers.routes[0].match.custom.tenant")
                .hasMessageContaining("\"copper\"")
                .hasMessageContaining("expected: gold or tin");
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class App {}

    @Configuration(proxyBeanMethods = false)
    static class Maintenance {

        @Bean
        EndpointPolicy maintenance() {
            return new EndpointPolicy() {
                @Override
                public boolean eligible(ServiceName service, Endpoint endpoint) {
                    return !(service.value().equals("peers") && endpoint.id().equals("one"));
                }
            };
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class CheapOne {

        @Bean
        EndpointPolicy cheapOne() {
            return new EndpointPolicy() {
                @Override
                public double cost(ServiceName service, Endpoint endpoint, double cost) {
                    return endpoint.id().equals("one") ? 0 : cost;
                }
            };
        }
    }

    static class BrokenPolicy implements EndpointPolicy {

        @Override
        public boolean eligible(ServiceName service, Endpoint endpoint) {
            throw new IllegalStateException("no idea");
        }

        @Override
        public double cost(ServiceName service, Endpoint endpoint, double cost) {
            return Double.NaN;
        }
    }

    /** Beside the cheap one, so that the stale one is always asked first. */
    @Configuration(proxyBeanMethods = false)
    @Import(CheapOne.class)
    static class NoStaleAnswers {

        @Bean
        OutcomeClassifier noStaleAnswers() {
            return result ->
                    "yes".equals(result.headers().first("x-stale")) ? OutcomeClassifier.Verdict.RETRYABLE : null;
        }
    }

    static class BrokenClassifier implements OutcomeClassifier {

        @Override
        public Verdict classify(Result result) {
            throw new IllegalStateException("no idea");
        }
    }

    static class Tenants implements RequestCondition {

        @Override
        public String name() {
            return "tenant";
        }

        @Override
        public Predicate<CallRequest> parse(String text) {
            if (!Set.of("gold", "tin").contains(text)) {
                throw new IllegalArgumentException("expected: gold or tin");
            }
            return request ->
                    Objects.requireNonNull(request.headers().first("x-tenant")).startsWith(text + "-");
        }
    }
}
