package dev.weft.mesh.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import dev.weft.mesh.context.MeshContext;
import dev.weft.mesh.engine.Attempt;
import dev.weft.mesh.engine.Call;
import dev.weft.mesh.engine.Engine;
import dev.weft.mesh.engine.EngineParts;
import dev.weft.mesh.engine.MeshMeters;
import dev.weft.mesh.model.CallRequest;
import dev.weft.mesh.model.Endpoint;
import dev.weft.mesh.model.ServiceName;
import dev.weft.mesh.model.Subset;
import dev.weft.mesh.resilience.Guards;
import dev.weft.mesh.resilience.LimitPolicy;
import dev.weft.mesh.rules.Actions;
import dev.weft.mesh.rules.Affinity;
import dev.weft.mesh.rules.FieldMatch;
import dev.weft.mesh.rules.HeaderEdits;
import dev.weft.mesh.rules.Mirror;
import dev.weft.mesh.rules.PathMatch;
import dev.weft.mesh.rules.RequestMatch;
import dev.weft.mesh.rules.Route;
import dev.weft.mesh.rules.RouteTarget;
import dev.weft.mesh.rules.ServiceRules;
import dev.weft.mesh.rules.Share;
import dev.weft.mesh.testkit.Behaviour;
import dev.weft.mesh.testkit.FixedDirectory;
import dev.weft.mesh.testkit.MisbehavingServer;
import dev.weft.mesh.testkit.Received;
import dev.weft.mesh.testkit.RunningApp;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.http.HttpMethod;
import org.springframework.http.StreamingHttpOutputMessage;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Copies of requests, from either client over real HTTP: what arrives of them, and that nobody is hurt by them. */
class MirrorTests {

    private static final int MOST = 64;

    private static ConfigurableApplicationContext context;
    private static RunningApp app;

    private final Map<String, Double> before = new HashMap<>();
    private final List<MisbehavingServer> servers = new ArrayList<>();
    private final MisbehavingServer one = server(Behaviour.ok("one"));
    private final MisbehavingServer copies = server(Behaviour.status(500, "of no interest"));

    @BeforeAll
    static void start() {
        context = RunningApp.start(
                WebApplicationType.SERVLET, App.class, "--spring.application.name=front", "--mesh.server.via=true");
        app = new RunningApp(context);
    }

    @AfterAll
    static void stop() {
        context.close();
    }

    @BeforeEach
    void count() {
        for (String result : List.of("answered", "failed", "no-endpoint", "limit", "body")) {
            before.put(result, counted(result));
        }
    }

    @AfterEach
    void close() {
        servers.forEach(MisbehavingServer::close);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/blocking", "/reactive"})
    void copyWhenARuleWantsOneArrivesMarkedAndWithoutCredentials(String client) throws Exception {
        serve();

        assertThat(app.get(client + "?path=/pet?x=1", "Authorization", "secret", "Cookie", "a=b")
                        .body())
                .isEqualTo("one");

        Received copy = copy();
        assertThat(copy.target()).isEqualTo("/pet?x=1");
        assertThat(copy.header("mesh-shadow")).isEqualTo("true");
        assertThat(copy.header("mesh-caller")).isEqualTo("front");
        assertThat(copy.header("Host")).isEqualTo("back");
        assertThat(copy.header("x-lane")).isEqualTo("mirrored");
        assertThat(copy.header("Authorization")).isNull();
        assertThat(copy.header("Cookie")).isNull();
        assertThat(one.received()).hasSize(1);
        assertThat(one.received().get(0).header("mesh-shadow")).isNull();
        assertThat(one.received().get(0).header("Authorization")).isEqualTo("secret");
        assertThat(one.received().get(0).header("Cookie")).isEqualTo("a=b");
        assertThat(copy.header("x-request-id")).isEqualTo(one.received().get(0).header("x-request-id"));
        awaitCopies("answered", 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/blocking", "/reactive"})
    void copyWhenTheRuleListsACredentialKeepsThatOneOnly(String client) throws Exception {
        serve();

        app.get(client + "?path=/known", "Authorization", "secret", "Cookie", "a=b");

        assertThat(copy().header("Authorization")).isEqualTo("secret");
        assertThat(copy().header("Cookie")).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/blocking", "/reactive"})
    void copyWhenTheRequestHasABodyCarriesIt(String client) throws Exception {
        serve();

        assertThat(app.get(client + "?path=/pet&bytes=5000").body()).isEqualTo("one");

        assertThat(copy().method()).isEqualTo("POST");
        assertThat(copy().bodyText()).isEqualTo("x".repeat(5000));
        assertThat(one.received().get(0).bodyBytes()).isEqualTo(5000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/blocking?path=/pet",
                "/reactive?path=/pet",
                "/blocking?chunked=true&path=/pet",
                "/reactive?chunked=true&path=/pet"
            })
    void copyWhenTheBodyIsLongIsNotMadeAndCounted(String client) throws Exception {
        serve();

        assertThat(app.get(client + "&bytes=102400").body()).isEqualTo("one");

        awaitCopies("body", 1);
        assertThat(one.received().get(0).bodyBytes()).isEqualTo(102_400);
        assertThat(copies.received()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/blocking", "/reactive"})
    void copyWhenNobodyIsThereIsCountedAndTheCallGoesWell(String client) throws Exception {
        serve(MisbehavingServer.refusing().endpoint("dead").withVersion("v2"));
        assertThat(app.get(client + "?path=/pet").body()).isEqualTo("one");
        awaitCopies("failed", 1);

        directory().put("back", one.endpoint("one").withVersion("v1"));
        assertThat(app.get(client + "?path=/pet").body()).isEqualTo("one");
        awaitCopies("no-endpoint", 1);

        assertThat(app.get(client + "?path=/unknown").body()).isEqualTo("one");
        awaitCopies("no-endpoint", 2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/blocking", "/reactive"})
    void copiesWhenTheirReceiverIsSlowAreBoundedAndTheCallsGoWell(String client) throws Exception {
        MisbehavingServer slow = server(exchange -> {
            exchange.readRequest();
            exchange.awaitRelease();
            exchange.head(200, "Content-Length: 0");
        });
        serve(slow.endpoint("slow").withVersion("v2"));

        for (int i = 0; i < 100; i++) {
            assertThat(app.get(client + "?path=/pet").body()).isEqualTo("one");
        }

        await().until(() -> slow.received().size() == MOST);
        awaitCopies("limit", 100 - MOST);
        assertThat(slow.openConnections()).isEqualTo(MOST);
        slow.release();
        awaitCopies("answered", MOST);
        app.get(client + "?path=/pet");
        awaitCopies("answered", MOST + 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/blocking", "/reactive"})
    void copiesWhenARuleWantsAShareAreThatShare(String client) throws Exception {
        serve();

        for (int i = 0; i < 200; i++) {
            app.get(client + "?path=/tenth");
        }

        await().until(() -> copies("answered") >= 18);
        assertThat(copies("answered")).isCloseTo(20, within(2.0));
    }

    /** What it sees through the copy, it must be able to tell from what counts, wherever it is. */
    @ParameterizedTest
    @ValueSource(strings = {"/blocking", "/reactive", "/elsewhere"})
    void callsWhenTheyAreMadeForACopyAreMarkedToo(String client) throws Exception {
        serve();

        app.get("/blocking?path=" + client + "/below");

        await().until(() -> copies.received().size() == 1);
        Received below = copies.received().get(0);
        assertThat(below.target()).isEqualTo("/leaf");
        assertThat(below.header("mesh-shadow")).isEqualTo("true");
        assertThat(below.header("x-seen")).isEqualTo("true");
        assertThat(copies.received())
                .as("of what is made for a copy there are no copies")
                .hasSize(1);
    }

    /** Then the attempt of that number was over before anybody could have sent it. */
    @ParameterizedTest
    @ValueSource(strings = {"/blocking", "/reactive"})
    void copyWhenTheFirstEndpointHasNoFreeConnectionIsMadeAllTheSame(String client) throws Exception {
        MisbehavingServer two = server(Behaviour.ok("one"));
        directory()
                .put(
                        "narrow",
                        one.endpoint("one").withVersion("v1"),
                        two.endpoint("two").withVersion("v1"),
                        copies.endpoint("copies").withVersion("v2"));
        Engine engine = context.getBean(Engine.class);
        CallRequest request = CallRequest.of(ServiceName.of("narrow"), "GET", "/pet")
                .withHeaders(name -> "Authorization".equals(name) ? "key" : null);
        Call busy = engine.begin(request, System.nanoTime());
        assertThat(busy.next(System.nanoTime())).isInstanceOf(Attempt.class);

        String answer = app.get(client + "?to=narrow&path=/pet", "Authorization", "key", "Cookie", "a=b")
                .body();
        int attempts = engine.destination(ServiceName.of("narrow"))
                .recentCalls()
                .get(0)
                .attempts()
                .size();
        busy.cancel(System.nanoTime());

        assertThat(answer).isEqualTo("one");
        assertThat(attempts).isEqualTo(2);
        assertThat(copy().target()).isEqualTo("/pet");
    }

    private MisbehavingServer server(Behaviour behaviour) {
        MisbehavingServer server = MisbehavingServer.start(behaviour);
        servers.add(server);
        return server;
    }

    private void serve() {
        serve(copies.endpoint("copies").withVersion("v2"));
    }

    private void serve(Endpoint receiver) {
        int port = Integer.parseInt(context.getEnvironment().getProperty("local.server.port"));
        directory()
                .put("back", one.endpoint("one").withVersion("v1"), receiver)
                .put("leaf", copies.endpoint("leaf"))
                .put("front", Endpoint.of("front-0", "127.0.0.1", port));
    }

    private static FixedDirectory directory() {
        return context.getBean(FixedDirectory.class);
    }

    private Received copy() {
        await().until(() -> copies.received().size() == 1);
        return copies.received().get(0);
    }

    private double copies(String result) {
        return counted(result) - before.get(result);
    }

    private static double counted(String result) {
        return context.getBean(MeterRegistry.class).find("mesh.client.copies").tag("result", result).counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    private void awaitCopies(String result, double count) {
        await().untilAsserted(() -> assertThat(copies(result)).as(result).isEqualTo(count));
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class App {

        private static final Actions MIRRORED = mirrored(mirror(null, Share.ALL))
                .withRequest(new HeaderEdits(Map.of("x-lane", "mirrored"), Map.of(), Set.of()));

        private static final ServiceRules BACK = ServiceRules.defaults()
                .withRoutes(List.of(
                        route("/", MIRRORED),
                        route(
                                "/known",
                                mirrored(new Mirror(null, Subset.version("v2"), Share.ALL, Set.of("Authorization")))),
                        route("/tenth", mirrored(mirror(null, Share.percent(10)))),
                        route("/unknown", mirrored(mirror("unheard-of", Share.ALL))),
                        route(
                                "/blocking",
                                mirrored(new Mirror(ServiceName.of("front"), Subset.ALL, Share.ALL, Set.of()))),
                        route(
                                "/reactive",
                                mirrored(new Mirror(ServiceName.of("front"), Subset.ALL, Share.ALL, Set.of()))),
                        route(
                                "/elsewhere",
                                mirrored(new Mirror(ServiceName.of("front"), Subset.ALL, Share.ALL, Set.of())))));

        private static final ServiceRules NARROW = ServiceRules.defaults()
                .withRoutes(List.of(route("/", MIRRORED)))
                .withAffinity(new Affinity(FieldMatch.Kind.HEADER, "Authorization"))
                .withLimits(LimitPolicy.defaults().withConnections(1));

        private static final ServiceRules LEAF = ServiceRules.defaults()
                .withRoutes(List.of(route("/", mirrored(new Mirror(null, Subset.ALL, Share.ALL, Set.of())))
                        .withMatches(List.of())));

        private static Route route(String prefix, Actions actions) {
            return Route.to(List.of(RouteTarget.of(
                            prefix.equals("/") && actions != MIRRORED ? Subset.ALL : Subset.version("v1"), 1)))
                    .withMatches(List.of(RequestMatch.ANY.withPath(new PathMatch.Prefix(prefix))))
                    .withActions(actions);
        }

        private static Mirror mirror(String service, Share share) {
            return new Mirror(service == null ? null : ServiceName.of(service), Subset.version("v2"), share, Set.of());
        }

        private static Actions mirrored(Mirror mirror) {
            return Actions.NONE.withMirrors(List.of(mirror));
        }

        @Bean
        FixedDirectory directory() {
            return new FixedDirectory().put("back").put("narrow").put("leaf").put("front");
        }

        @Bean
        Engine engine(FixedDirectory directory, MeshMeters meters) {
            Map<String, ServiceRules> rules = Map.of("back", BACK, "narrow", NARROW, "leaf", LEAF);
            return new Engine(
                    new EngineParts(
                            ServiceName.of("front"),
                            null,
                            "front-0",
                            directory,
                            service -> rules.getOrDefault(service.value(), ServiceRules.defaults()),
                            Guards.NONE,
                            meters,
                            new Random(42)),
                    System::nanoTime);
        }

        /** Calls on with what it is asked with. */
        @RestController
        static class Front {

            private final RestClient blocking;
            private final WebClient reactive;
            private final AsyncTaskExecutor executor;

            Front(RestClient.Builder blocking, WebClient.Builder reactive, AsyncTaskExecutor executor) {
                this.blocking = blocking.build();
                this.reactive = reactive.build();
                this.executor = executor;
            }

            @GetMapping("/blocking")
            String blocking(
                    @RequestHeader(name = "Authorization", required = false) String authorization,
                    @RequestHeader(name = "Cookie", required = false) String cookie,
                    @RequestParam(name = "bytes", defaultValue = "0") int bytes,
                    @RequestParam(name = "chunked", defaultValue = "false") boolean chunked,
                    @RequestParam(name = "to", defaultValue = "back") String to,
                    @RequestParam("path") String path) {
                RestClient.RequestBodySpec request = blocking.method(bytes == 0 ? HttpMethod.GET : HttpMethod.POST)
                        .uri("http://" + to + path)
                        .headers(headers -> fill(headers::set, authorization, cookie));
                byte[] body = "x".repeat(bytes).getBytes();
                if (chunked) {
                    StreamingHttpOutputMessage.Body stream = out -> out.write(body);
                    request.body(stream);
                } else if (bytes > 0) {
                    request.body(body);
                }
                return request.retrieve().body(String.class);
            }

            @GetMapping("/reactive")
            Mono<String> reactive(
                    @RequestHeader(name = "Authorization", required = false) String authorization,
                    @RequestHeader(name = "Cookie", required = false) String cookie,
                    @RequestParam(name = "bytes", defaultValue = "0") int bytes,
                    @RequestParam(name = "chunked", defaultValue = "false") boolean chunked,
                    @RequestParam(name = "to", defaultValue = "back") String to,
                    @RequestParam("path") String path) {
                WebClient.RequestBodySpec request = reactive.method(bytes == 0 ? HttpMethod.GET : HttpMethod.POST)
                        .uri("http://" + to + path)
                        .headers(headers -> fill(headers::set, authorization, cookie));
                byte[] body = "x".repeat(bytes).getBytes();
                if (chunked) {
                    request.body(Flux.just(body), byte[].class);
                } else if (bytes > 0) {
                    request.bodyValue(body);
                }
                return request.retrieve().bodyToMono(String.class);
            }

            private static void fill(
                    java.util.function.BiConsumer<String, String> headers, String authorization, String cookie) {
                if (authorization != null) {
                    headers.accept("Authorization", authorization);
                    headers.accept("Cookie", cookie);
                }
            }

            @GetMapping("/blocking/below")
            String blockingBelow() {
                return blocking.get()
                        .uri("http://leaf/leaf")
                        .header("x-seen", seen())
                        .retrieve()
                        .body(String.class);
            }

            @GetMapping("/reactive/below")
            Mono<String> reactiveBelow() {
                return reactive.get()
                        .uri("http://leaf/leaf")
                        .header("x-seen", seen())
                        .retrieve()
                        .bodyToMono(String.class);
            }

            @GetMapping("/elsewhere/below")
            CompletableFuture<String> elsewhere() {
                return executor.submitCompletable(this::blockingBelow);
            }

            private static String seen() {
                MeshContext served = MeshContext.current();
                return String.valueOf(served != null && served.isShadow());
            }
        }
    }
}
