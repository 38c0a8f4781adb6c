package dev.weft.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.bench.fleet.App;
import dev.weft.bench.fleet.Fleet;
import dev.weft.bench.fleet.Instance;
import dev.weft.bench.load.LoadReport;
import dev.weft.bench.load.OpenLoop;
import dev.weft.bench.load.RunningLoad;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a person at the command line, and the registry's own troubles, do to callers of a running system, which are told
 * nothing but the join secret.
 */
class StreamIT {

    private static final Logger log = LoggerFactory.getLogger(StreamIT.class);

    private static final String PASSWORD = "wonderland";
    private static final String SECRET = "only-for-members";
    private static final String DOG = "\"petBreed\":\"Dog\"";
    private static final String SHEPHERD = "\"petBreed\":\"German Shepherd Dog\"";
    private static final int RATE = 100;
    private static final int SHIFTED = 1_000;
    private static final int SHIFTED_BACK = 200;

    /** What a stream may take on a busy machine: far less than the next fetch is away. */
    private static final Duration AT_ONCE = Duration.ofSeconds(5);

    /** Several fetches of every client, and as many heartbeats. */
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(20);

    private static PetClinic clinic;
    private static Edge edge;
    private static Instance registry;
    private static Instance petservice;
    private static Instance details1;
    private static Instance details2;
    private static Members members;
    private static Meshctl meshctl;

    @BeforeAll
    static void start() throws Exception {
        Path folder = Path.of("target", "e2e-stream");
        clinic = new PetClinic(folder, Map.of("mesh.registry.join-secret", SECRET), StreamIT::registry);
        registry = clinic.registry();
        edge = new Edge(clinic);
        members = new Members(clinic.fleet(), registry.uri("/"), SECRET);
        Path known = Files.createTempDirectory(folder, "known").toAbsolutePath().resolve("petservice.json");
        petservice = clinic.petservice(
                "petservice-1",
                Map.of(
                        "eureka.instance.instance-id",
                        "petservice-1",
                        "mesh.directory.last-known-good",
                        known.toString(),
                        // Whatever it knows sooner it knows by the stream.
                        "eureka.client.registry-fetch-interval-seconds",
                        "60"));
        details1 = clinic.petdetails("petdetails-v1", "v1");
        details2 = clinic.petdetails("petdetails-v2", "v2");
        clinic.awaitReady(petservice, clinic.petmedicalhistory("petmedicalhistory-1"), details1, details2);
        meshctl = new Meshctl(folder.resolve("home"))
                .with("MESHCTL_REGISTRY", registry.uri("").toString())
                .with("MESHCTL_USER", "admin")
                .with("MESHCTL_PASSWORD", PASSWORD);
    }

    private static List<Instance> registry(Fleet fleet, Path data) {
        return List.of(fleet.launch(
                App.REGISTRY,
                "registry",
                Map.of(
                        "registry.data-directory",
                        data.toString(),
                        "registry.login-password",
                        PASSWORD,
                        "registry.join-secret",
                        SECRET,
                        // Not much longer than a client may take to come back.
                        "registry.settling",
                        "21s")));
    }

    @AfterAll
    static void stop() {
        clinic.close();
    }

    @BeforeEach
    void awaitStreams() {
        for (Instance caller : List.of(clinic.gateway(), petservice)) {
            await(caller + " to have a stream", () -> stream(caller).contains("\"peer\":\"http"));
        }
    }

    @AfterEach
    void takeRulesAway() {
        // A registry that was started again takes no changes until its clients may have come back.
        await("changes to be taken", () -> status().contains("\"settled\":true"));
        clinic.fleet().send(rules("").header("If-Match", "*").DELETE().build());
        await("what holds without", () -> breeds(20).equals("v1"));
    }

    @Test
    void trafficWhenAPersonShiftsItAndTakesThatBackFollowsAndLosesNothing() {
        store("to: [ { version: v1 } ]");
        await("v1 only", () -> breeds(20).equals("v1"));
        Breeds answers = new Breeds(clinic);
        RunningLoad load = new OpenLoop().start(answers.load(RATE, RATE * 120));
        load.awaitSent(RATE);

        long given = System.nanoTime();
        ok("shift petdetails v1=50 v2=50");
        long stored = System.nanoTime();
        atOnce("a breed of v2", () -> get().contains(SHEPHERD));
        log.info("v2 answers {} ms after the command was given, {} after its end", since(given), since(stored));
        assertThat(answers.percentOfShepherds(SHIFTED)).isBetween(49.0, 51.0);
        assertThat(ok("get petdetails --effective --in petservice")).contains("petservice-1  routes");
        assertThat(ok("explain petservice GET http://petdetails/pet/123/details"))
                .contains("result       sent", "version=v1 50, version=v2 50");
        assertThat(ok("instances petdetails")).contains(" v1 ", " v2 ");

        ok("rollback petdetails -m too-early");
        atOnce("v1 only again", () -> breeds(20).equals("v1"));

        assertThat(answers.percentOfShepherds(SHIFTED_BACK)).isZero();
        load.enough();
        LoadReport report = load.report();
        log.info("{}", report);
        assertThat(report.failed()).isEmpty();
        assertThat(ok("history petdetails").lines().skip(1).limit(3))
                .satisfiesExactly(
                        line -> assertThat(line).contains("rollback to ", " admin ", "too-early"),
                        line -> assertThat(line).contains("put ", " admin ", "shift v1=50 v2=50"),
                        line -> assertThat(line).contains("put ", " admin "));
    }

    @Test
    void requestWhenItHasTheHeaderOfAStoredRuleGoesToItsVersion() {
        apply("header", """
                routes:
                  - match: { headers: { x-user-group: beta } }
                    to: [ { version: v2 } ]
                  - to: [ { version: v1 } ]
                    response-headers: { set: { x-rule: header } }
                """);

        assertThat(Edge.breed(edge.details("x-user-group", "beta"))).isEqualTo(Edge.SHEPHERD);
        assertThat(Edge.breed(edge.details("x-user-group", "other"))).isEqualTo(Edge.DOG);
    }

    @Test
    void requestWhenItHasTheCookieOfAStoredRuleOfTheEdgeGoesToItsVersionThere() {
        apply("cookie", """
                routes:
                  - match: { from: gateway, cookies: { group: staff } }
                    to: [ { version: v2 } ]
                  - to: [ { version: v1 } ]
                    response-headers: { set: { x-rule: cookie } }
                """);

        assertThat(Edge.breed(edge.details("Cookie", "theme=dark; group=staff")))
                .isEqualTo(Edge.SHEPHERD);
        assertThat(Edge.breed(edge.details())).isEqualTo(Edge.DOG);
        assertThat(Edge.breed(edge.pet("Cookie", "group=staff")))
                .as("not from petservice")
                .isEqualTo(Edge.DOG);
    }

    @Test
    void requestWhenAStoredRuleDelaysItIsAnsweredLaterAndSaysWhy() {
        apply("delay", """
                routes:
                  - to: [ { version: v1 } ]
                    response-headers: { set: { x-rule: delay } }
                    fault: { delay: 300ms, delay-percent: 100 }
                """);

        long before = System.nanoTime();
        HttpResponse<String> answer = edge.details();

        assertThat(since(before)).isGreaterThanOrEqualTo(300);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("mesh-fault")).hasValue("delay 300 ms");
    }

    @Test
    void requestsWhenTheyShareTheKeyOfAStoredRuleStayAtOneInstance() {
        apply("affinity", """
                affinity: { header: x-user }
                routes:
                  - to: [ { weight: 1 } ]
                    response-headers: { set: { x-rule: affinity } }
                """);

        Set<String> all = new HashSet<>();
        for (int user = 0; user < 20; user++) {
            String key = "user-" + user;
            Set<String> ofUser = IntStream.range(0, 5)
                    .mapToObj(n -> Edge.instance(edge.details("x-user", key)))
                    .collect(Collectors.toSet());
            assertThat(ofUser).as(key).hasSize(1);
            all.addAll(ofUser);
        }
        assertThat(all).hasSize(2);
    }

    @Test
    void callersWhenTheRegistryRestartsEmptyNoticeNothing() {
        members.register("stranger");
        assertThat(members.knows("stranger")).isTrue();

        registry.kill();
        registry = clinic.fleet().restart(registry);
        clinic.fleet().awaitHealthy(registry);
        assertThat(members.knows("stranger"))
                .as("one that does not come back by itself")
                .isFalse();

        long end = System.nanoTime() + LONG_ENOUGH.toNanos();
        await("everybody to be a member again, and callers to be served throughout", () -> {
            assertThat(get()).contains("Maximus");
            return System.nanoTime() - end > 0 && members.has(details1) && members.has(details2);
        });
    }

    @Test
    void rulesWhenThereIsNoRegistryLeftStayInForceOverARestart() {
        store("to: [ { version: v2 } ]");
        await("v2 only", () -> breeds(20).equals("v2"));

        registry.kill();
        petservice.kill();
        petservice = clinic.fleet().restart(petservice);
        await(petservice + " to answer", () -> clinic.fleet().status(petservice.uri("/pet/123")) == 200);

        assertThat(clinic.fleet().get(petservice.uri("/pet/123")).body()).contains(SHEPHERD);
        registry = clinic.fleet().restart(registry);
        clinic.fleet().awaitHealthy(registry);
    }

    @Test
    void endpointsWhenAnInstanceStartsOrLeavesAreKnownAtOnce() {
        Instance third = clinic.petdetails("petdetails-v3", "v1");
        await(third + " to be registered", () -> members.has(third));
        long registered = System.nanoTime();
        atOnce(third + " among the endpoints", () -> view().contains(":" + third.port()));
        log.info("routable {} ms after it was seen in the registry", since(registered));

        third.terminate();

        long ended = System.nanoTime();
        atOnce(third + " to be gone", () -> !view().contains(":" + third.port()));
        log.info("gone {} ms after it had ended", since(ended));
    }

    /** What is configured of the host in the caller is that it may be called. */
    @Test
    void rulesWhenTheyAreForAHostOutsideAreObeyedByWhoeverCallsItFromTheFirstCallOn() {
        store("localhost", "to: [ { weight: 1 } ], fault: { status: 418, abort-percent: 100 }");
        int dogs = clinic.dogApiPort();
        Instance caller = clinic.petservice(
                "caller-1",
                Map.of(
                        "spring.application.name",
                        "caller",
                        "dog-api.url",
                        "http://localhost:" + dogs,
                        "mesh.egress.allow[0].host",
                        "localhost",
                        "mesh.egress.allow[0].ports[0]",
                        "" + dogs));
        clinic.fleet().awaitHealthy(caller);
        clinic.fleet().await(caller + " to have a stream", () -> stream(caller).contains("\"peer\":\"http"));
        assertThat(stream(caller)).doesNotContain("localhost\",\"endpoints");

        long called = System.nanoTime();
        clinic.fleet().get(caller.uri("/pet/123"));

        await("what is stored", () -> picture(caller).contains("418"));
        log.info("{} ms after its first call, a host's stored rules hold", since(called));
        caller.terminate();
    }

    private static String ok(String words) {
        Meshctl.Result result = meshctl.run(words);
        assertThat(result.exit()).as(words + ": " + result.err()).isZero();
        return result.out();
    }

    private static void apply(String name, String rules) {
        Meshctl.Result result = meshctl.pipe("services:\n  petdetails:\n" + rules.indent(4), "apply -f -");
        assertThat(result.exit()).as(result.err()).isZero();
        atOnce(
                "the rule \"" + name + "\" at the edge",
                () -> edge.details().headers().firstValue("x-rule").equals(Optional.of(name)));
    }

    private static String stream(Instance caller) {
        return clinic.fleet().get(caller.uri("/actuator/mesh")).body();
    }

    private static String picture(Instance caller) {
        return clinic.fleet().get(caller.uri("/pet/123")).body().replaceAll(".*\"dogAPIResponse\"", "");
    }

    private String view() {
        return clinic.fleet()
                .get(petservice.uri("/actuator/mesh/petdetails"))
                .body()
                .replaceAll("\"calls\".*", "");
    }

    /** Which versions answer so many requests. */
    private String breeds(int requests) {
        boolean dog = false;
        boolean shepherd = false;
        for (int i = 0; i < requests && !(dog && shepherd); i++) {
            String body = get();
            dog = dog || body.contains(DOG);
            shepherd = shepherd || body.contains(SHEPHERD);
        }
        return dog && shepherd ? "both" : dog ? "v1" : shepherd ? "v2" : "none";
    }

    private String get() {
        return clinic.fleet().get(clinic.edge("/pet/123")).body();
    }

    private static void await(String what, BooleanSupplier condition) {
        clinic.fleet().await(what, condition);
    }

    private static void atOnce(String what, BooleanSupplier condition) {
        clinic.fleet().await(what, AT_ONCE, condition);
    }

    private static long since(long nanos) {
        return (System.nanoTime() - nanos) / 1_000_000;
    }

    private void store(String route) {
        store("petdetails", route);
    }

    private void store(String service, String route) {
        boolean changes = clinic.fleet().send(rules(service, "").build()).statusCode() == 200;
        HttpRequest.Builder change = rules(service, "").header(changes ? "If-Match" : "If-None-Match", "*");
        String document = "services: { " + service + ": { routes: [ { " + route + " } ] } }";
        HttpResponse<String> stored = clinic.fleet()
                .send(change.PUT(BodyPublishers.ofString(document)).build());
        assertThat(stored.statusCode()).as(stored.body()).isBetween(200, 299);
    }

    private static String status() {
        HttpRequest status = HttpRequest.newBuilder(registry.uri("/mesh/v1/status"))
                .header("Authorization", Logins.basic("admin", PASSWORD))
                .build();
        return clinic.fleet().send(status).body();
    }

    private HttpRequest.Builder rules(String below) {
        return rules("petdetails", below);
    }

    private HttpRequest.Builder rules(String service, String below) {
        return HttpRequest.newBuilder(registry.uri("/mesh/v1/rules/" + service + below))
                .header("Authorization", Logins.basic("admin", PASSWORD));
    }
}
