package dev.weft.mesh.client.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.awaitility.Awaitility.await;

import dev.weft.mesh.engine.Destination;
import dev.weft.mesh.engine.EndpointDirectory;
import dev.weft.mesh.engine.Engine;
import dev.weft.mesh.model.Endpoint;
import dev.weft.mesh.model.ServiceName;
import dev.weft.mesh.testkit.Behaviour;
import dev.weft.mesh.testkit.FixedDirectory;
import dev.weft.mesh.testkit.MisbehavingServer;
import dev.weft.mesh.testkit.Received;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import org.apache.catalina.startup.Tomcat;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.DefaultResourceLoader;

/** A user's own gateway, which knows of the mesh no more than that the starter is there. */
class GatewayTests {

    private static final long GIGABYTE = 1L << 30;

    private static final FixedDirectory DIRECTORY = new FixedDirectory().put("petservice");
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static ConfigurableApplicationContext gateway;

    private final List<MisbehavingServer> servers = new ArrayList<>();

    @BeforeAll
    static void start() {
        String route = "--spring.cloud.gateway.server.webflux.routes[%d].%s";
        gateway = new SpringApplicationBuilder(App.class)
                .web(WebApplicationType.REACTIVE)
                // A gateway runs on Netty; these tests have Tomcat beside it.
                .resourceLoader(new DefaultResourceLoader(new FilteredClassLoader(Tomcat.class)))
                .run(
                        "--server.port=0",
                        "--server.address=127.0.0.1",
                        "--server.forward-headers-strategy=framework",
                        "--spring.main.banner-mode=off",
                        "--spring.application.name=gateway",
                        "--eureka.client.enabled=false",
                        "--mesh.services.petservice.attempt-timeout=2s",
                        "--spring.cloud.gateway.server.webflux.trusted-proxies=.*",
                        route.formatted(0, "id=pets"),
                        route.formatted(0, "uri=lb://petservice"),
                        route.formatted(0, "predicates[0]=Path=/pet/**"),
                        route.formatted(1, "id=impatient"),
                        route.formatted(1, "uri=http://petservice"),
                        route.formatted(1, "predicates[0]=Path=/impatient"),
                        route.formatted(1, "metadata.response-timeout=200"),
                        // Time enough for a gigabyte on a busy machine.
                        "--mesh.services.petarchive.timeout=10m",
                        route.formatted(3, "id=patient"),
                        route.formatted(3, "uri=http://petarchive"),
                        route.formatted(3, "predicates[0]=Path=/patient"),
                        route.formatted(3, "metadata.response-timeout=3000"),
                        route.formatted(2, "id=archive"),
                        route.formatted(2, "uri=lb://petarchive"),
                        route.formatted(2, "predicates[0]=Path=/archive"),
                        "--mesh.services.petservice.routes[0].match.path=/pet/moved",
                        "--mesh.services.petservice.routes[0].redirect.path=/pet/new",
                        "--mesh.services.petservice.routes[1].match.path=/pet/broken",
                        "--mesh.services.petservice.routes[1].to[0].weight=1",
                        "--mesh.services.petservice.routes[1].fault.status=503",
                        "--mesh.services.petservice.routes[1].fault.abort-percent=100",
                        "--mesh.services.petservice.routes[2].match.cookies.group=staff",
                        "--mesh.services.petservice.routes[2].match.from=gateway",
                        "--mesh.services.petservice.routes[2].to[0].version=v2",
                        "--mesh.services.petservice.routes[2].response-headers.set.x-lane=staff",
                        "--mesh.services.petservice.routes[3].to[0].weight=1",
                        "--mesh.services.petservice.routes[4].match.path-prefix=/pet/mirrored",
                        "--mesh.services.petservice.routes[4].to[0].version=v1",
                        "--mesh.services.petservice.routes[4].mirror[0].to.version=v2",
                        "--mesh.services.petservice.routes[5].match.path=/pet/slow",
                        "--mesh.services.petservice.routes[5].to[0].version=v1",
                        "--mesh.services.petservice.routes[5].mirror[0].to.version=v2",
                        "--mesh.services.petservice.routes[5].fault.delay=150ms",
                        "--mesh.services.petservice.routes[5].fault.delay-percent=100",
                        route.formatted(4, "id=stripped"),
                        route.formatted(4, "uri=http://pethotels"),
                        route.formatted(4, "predicates[0]=Path=/api/**"),
                        route.formatted(4, "filters[0]=StripPrefix=1"),
                        route.formatted(4, "filters[1]=RemoveRequestParameter=token"),
                        "--mesh.services.pethotels.routes[0].redirect.scheme=https",
                        "--mesh.services.pethotels.routes[1].match.path-prefix=/hotels",
                        "--mesh.services.pethotels.routes[1].redirect.path-prefix=/inns",
                        "--mesh.edge.overrides[0].match.headers.x-tester=yes",
                        "--mesh.edge.overrides[1].match.cookies.dogfood=on",
                        "--mesh.edge.overrides[1].route=petdetails=v2");
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @AfterEach
    void close() {
        servers.forEach(MisbehavingServer::close);
    }

    @Test
    void rulesOfTheServiceAreObeyedAtTheEdge() throws Exception {
        serve(Behaviour.ok("v1"));

        HttpResponse<String> moved = get("/pet/moved?x=1");
        assertThat(moved.statusCode()).isEqualTo(302);
        assertThat(moved.headers().firstValue("location").orElseThrow()).endsWith("/pet/new?x=1");
        HttpResponse<String> broken = get("/pet/broken");
        assertThat(broken.statusCode()).isEqualTo(503);
        assertThat(broken.headers().firstValue("mesh-fault")).contains("abort 503");
        assertThat(faults("abort")).isEqualTo(1);
        assertThat(petservice().recentCalls().get(0).result()).isEqualTo("503, by a fault rule: abort 503");
        assertThat(servers.get(0).received()).isEmpty();
        assertThat(get("/pet/1").body()).isEqualTo("v1");
    }

    @Test
    void redirectByARuleNamesTheSchemeAndTheHostThatTheClientHasCalled() throws Exception {
        serve(Behaviour.ok("v1"));

        assertThat(location()).isEqualTo("http://127.0.0.1:" + port() + "/pet/new");
        assertThat(location("X-Forwarded-Proto", "https", "X-Forwarded-Host", "pets.example"))
                .isEqualTo("https://pets.example/pet/new");
        assertThat(location("Forwarded", "proto=https;host=\"pets.example:8443\""))
                .isEqualTo("https://pets.example:8443/pet/new");
    }

    @Test
    void redirectByARuleThatNamesNoPathKeepsTheOneThatTheClientHasCalled() throws Exception {
        DIRECTORY.put("pethotels");

        HttpResponse<String> kept = get("/api/pets/1?a=%20b&token=c", "X-Forwarded-Host", "pets.example");
        HttpResponse<String> replaced = get("/api/hotels/1?a=b", "X-Forwarded-Host", "pets.example");

        assertThat(kept.headers().firstValue("location")).contains("https://pets.example/api/pets/1?a=%20b&token=c");
        assertThat(replaced.headers().firstValue("location")).contains("http://pets.example/inns/1?a=b");
    }

    private static String location(String... headers) throws Exception {
        return get("/pet/moved", headers).headers().firstValue("location").orElseThrow();
    }

    @Test
    void cookieSendsTheStaffToAnotherVersion() throws Exception {
        MisbehavingServer one = MisbehavingServer.start(Behaviour.ok("v1"));
        MisbehavingServer two = MisbehavingServer.start(Behaviour.ok("v2"));
        servers.add(one);
        servers.add(two);
        DIRECTORY.put(
                "petservice",
                one.endpoint("1").withVersion("v1"),
                two.endpoint("2").withVersion("v2"));

        HttpResponse<String> staff = get("/pet/1", "Cookie", "a=b; group=staff");

        assertThat(staff.body()).isEqualTo("v2");
        assertThat(staff.headers().firstValue("x-lane")).contains("staff");
    }

    @Test
    void copyOfARequestArrivesMarkedAndWithoutCredentials() throws Exception {
        MisbehavingServer copies = MisbehavingServer.start(Behaviour.blackHole());
        MisbehavingServer one = MisbehavingServer.start(Behaviour.ok("v1"));
        servers.addAll(List.of(copies, one));
        DIRECTORY.put(
                "petservice",
                one.endpoint("1").withVersion("v1"),
                copies.endpoint("2").withVersion("v2"));

        HttpResponse<String> answer = CLIENT.send(
                request("/pet/mirrored?x=1")
                        .headers("Cookie", "a=b", "Authorization", "secret")
                        .POST(BodyPublishers.ofString("x".repeat(5000)))
                        .build(),
                BodyHandlers.ofString());
        CLIENT.send(
                request("/pet/mirrored/large")
                        .POST(BodyPublishers.ofString("x".repeat(100_000)))
                        .build(),
                BodyHandlers.ofString());

        assertThat(answer.body()).isEqualTo("v1");
        await().until(() -> !copies.received().isEmpty());
        Received copy = onlyRequest(0);
        assertThat(copy.header("mesh-shadow")).isEqualTo("true");
        assertThat(copy.header("Cookie")).isNull();
        assertThat(copy.header("Authorization")).isNull();
        assertThat(copy.target()).isEqualTo("/pet/mirrored?x=1");
        assertThat(copy.bodyText()).isEqualTo("x".repeat(5000));
        assertThat(one.received()).extracting(Received::bodyBytes).containsExactly(5000L, 100_000L);
        assertThat(one.received().get(0).header("Cookie")).isEqualTo("a=b");
        assertThat(one.received().get(0).header("mesh-shadow")).isNull();
    }

    @Test
    void faultThatDelaysIsSaidInTheAnswerAndComesBeforeTheCopy() throws Exception {
        MisbehavingServer copies = MisbehavingServer.start(Behaviour.ok("v2"));
        MisbehavingServer one = MisbehavingServer.start(Behaviour.ok("v1"));
        servers.addAll(List.of(copies, one));
        DIRECTORY.put(
                "petservice",
                one.endpoint("1").withVersion("v1"),
                copies.endpoint("2").withVersion("v2"));
        long began = System.nanoTime();

        HttpResponse<String> answer = get("/pet/slow");

        assertThat(System.nanoTime() - began).isGreaterThanOrEqualTo(150_000_000);
        assertThat(answer.body()).isEqualTo("v1");
        assertThat(answer.headers().firstValue("mesh-fault")).contains("delay 150 ms");
        // The call ends with its body, maybe after the client has read it.
        await().untilAsserted(() -> {
            assertThat(faults("delay")).isEqualTo(1);
            assertThat(petservice().recentCalls().get(0).result()).isEqualTo("200, after a fault rule: delay 150 ms");
        });
        await().until(() -> copies.received().size() == 1);
    }

    @Test
    void overrideFromOutsideIsDroppedUnlessTheEdgeAdmitsIt() throws Exception {
        serve(Behaviour.ok("fine"));

        get("/pet/1", "mesh-route", "petdetails=v9");
        get("/pet/1", "mesh-route", "petdetails=v9", "x-tester", "yes");
        get("/pet/1", "mesh-route", "petdetails=v9", "Cookie", "dogfood=on");

        assertThat(servers.get(0).received())
                .extracting(received -> received.header("mesh-route"))
                .containsExactly(null, "petdetails=v9", "petdetails=v2");
    }

    @Test
    void bodyIsSentAgainWhenEndpointsFail() throws Exception {
        serve(Behaviour.status(503, "later"), Behaviour.blackHole(), Behaviour.ok("fine"));

        HttpResponse<String> answer = CLIENT.send(
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
        serve(Behaviour.ok("fine"));

        HttpResponse<String> answer = CLIENT.send(
                request("/pet/1")
                        .header("mesh-timeout-ms", "0")
                        .header("Mesh-Route", "petservice=v2")
                        .header("mesh-shadow", "true")
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
                .noneMatch(name -> name.equalsIgnoreCase("mesh-shadow"))
                .noneMatch(name -> name.startsWith("x-envoy-"))
                .noneMatch(name -> name.startsWith("l5d-"));
        assertThat(received.header("x-mine")).isEqualTo("kept");
    }

    @Test
    void nothingIsSaidOfWhoAsksButWhatTheClientHasSaid() throws Exception {
        serve(Behaviour.ok("fine"));

        get("/pet/1", "User-Agent", "vet/1");

        assertThat(onlyRequest(0).header("User-Agent")).isEqualTo("vet/1");
        assertThat(onlyRequest(0).headers().keySet())
                .noneMatch(name -> name.equalsIgnoreCase("accept"))
                .noneMatch(name -> name.equalsIgnoreCase("accept-encoding"));
    }

    @Test
    void truncatedAnswerIsNotPassedOffAsWhole() throws Exception {
        serve(Behaviour.truncatedChunked("half of it"));

        HttpResponse<InputStream> answer = CLIENT.send(request("/pet/1").build(), BodyHandlers.ofInputStream());

        assertThatIOException().isThrownBy(() -> answer.body().readAllBytes());
        assertNothingIsUnderWay();
    }

    @Test
    void attemptEndsWhenCallerLeavesWithinBody() throws Exception {
        serve(Behaviour.dripBody());

        HttpResponse<InputStream> answer = CLIENT.send(request("/pet/1").build(), BodyHandlers.ofInputStream());
        assertThat(answer.body().read()).isNotNegative();
        assertThat(petservice().inFlight()).isEqualTo(1);
        answer.body().close();

        assertNothingIsUnderWay();
        await().until(() -> servers.get(0).openConnections() == 0);
    }

    @Test
    void routesOwnTimeoutHoldsWhenItIsShorter() throws Exception {
        serve(Behaviour.blackHole());

        HttpResponse<String> answer = CLIENT.send(request("/impatient").build(), BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(504);
        assertNothingIsUnderWay();
    }

    @Test
    void routesOwnTimeoutLeavesTimeForTheNextEndpoint() throws Exception {
        serve(Behaviour.blackHole(), Behaviour.ok("fine"));
        DIRECTORY.put(
                "petarchive",
                servers.get(0).endpoint("hole"),
                servers.get(1).endpoint("good").withPriority(1));

        HttpResponse<String> answer = CLIENT.send(request("/patient").build(), BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("fine");
    }

    @Test
    void reasonIsGivenWhenFailingAnswerIsHandedOn() throws Exception {
        serve(Behaviour.status(503, "one"), Behaviour.status(503, "two"), Behaviour.status(503, "three"));

        HttpResponse<String> answer = CLIENT.send(request("/pet/1").build(), BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).isEqualTo("three");
        assertThat(answer.headers().firstValue("mesh-reason"))
                .hasValueSatisfying(
                        reason -> assertThat(reason).contains("petservice").contains("3 attempts"));
    }

    @Test
    void failureOfTheMeshIsAnAnswerThatSaysWhy() throws Exception {
        serve(Behaviour.ok("never asked"));
        servers.get(0).close();

        HttpResponse<String> answer = CLIENT.send(request("/pet/1").build(), BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(502);
        assertThat(answer.headers().firstValue("content-type")).hasValue("application/problem+json");
        assertThat(answer.headers().firstValue("mesh-reason"))
                .hasValueSatisfying(
                        reason -> assertThat(reason).contains("petservice").contains("connect failed"));
    }

    @Test
    void answerNamesTheInstancesThatServedIt() throws Exception {
        serve(Behaviour.status(200, "fine", "mesh-via: petservice/one, petdetails/two"));

        HttpResponse<String> answer = CLIENT.send(request("/pet/1").build(), BodyHandlers.ofString());

        assertThat(answer.headers().allValues("mesh-via"))
                .singleElement()
                .satisfies(via -> assertThat(via).matches("gateway/[^,]+, petdetails/two, petservice/one"));
    }

    @Test
    void answerOfAnInstanceThatIsLeavingDoesNotSayItOfTheGateway() throws Exception {
        serve(Behaviour.status(200, "fine", "mesh-leaving: true"));

        assertThat(get("/pet/1").headers().firstValue("mesh-leaving")).isEmpty();
        assertThat(petservice().states()).singleElement().matches(state -> state.isLeaving(System.nanoTime()));
    }

    @Test
    void gigabytePassesBothWays() throws Exception {
        serve(Behaviour.zeros(GIGABYTE));
        DIRECTORY.put("petarchive", servers.get(0).endpoint("archive"));

        HttpResponse<InputStream> answer = CLIENT.send(
                request("/archive")
                        .POST(BodyPublishers.ofInputStream(() -> new Zeros(GIGABYTE)))
                        .build(),
                BodyHandlers.ofInputStream());

        assertThat(answer.body().transferTo(OutputStream.nullOutputStream())).isEqualTo(GIGABYTE);
        assertThat(onlyRequest(0).bodyBytes()).isEqualTo(GIGABYTE);
    }

    /** Servers that do this, the first of them preferred to the second, and so on. */
    private void serve(Behaviour... behaviours) {
        Endpoint[] endpoints = new Endpoint[behaviours.length];
        for (int i = 0; i < behaviours.length; i++) {
            MisbehavingServer server = MisbehavingServer.start(behaviours[i]);
            servers.add(server);
            endpoints[i] = server.endpoint("e" + server.port()).withPriority(i);
        }
        DIRECTORY.put("petservice", endpoints);
    }

    private static String port() {
        return gateway.getEnvironment().getProperty("local.server.port");
    }

    private static HttpResponse<String> get(String path, String... headers) throws Exception {
        HttpRequest.Builder request = request(path);
        return CLIENT.send((headers.length == 0 ? request : request.headers(headers)).build(), BodyHandlers.ofString());
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path));
    }

    private Received onlyRequest(int server) {
        assertThat(servers.get(server).received()).hasSize(1);
        return servers.get(server).received().get(0);
    }

    private static double faults(String fault) {
        Counter counted = gateway.getBean(MeterRegistry.class)
                .find("mesh.client.faults")
                .tags("service", "petservice", "fault", fault)
                .counter();
        return counted == null ? 0 : counted.count();
    }

    private static Destination petservice() {
        return gateway.getBean(Engine.class).destination(ServiceName.of("petservice"));
    }

    private static void assertNothingIsUnderWay() {
        await().until(() -> petservice().inFlight() == 0);
    }

    /** So many zeros, none of them in memory. */
    private static final class Zeros extends InputStream {
        private long left;

        Zeros(long length) {
            left = length;
        }

        @Override
        public int read() {
            return left-- > 0 ? 0 : -1;
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            int part = (int) Math.min(left, length);
            left -= part;
            return part == 0 && length > 0 ? -1 : part;
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class App {

        @Bean
        EndpointDirectory directory() {
            return DIRECTORY;
        }
    }
}
