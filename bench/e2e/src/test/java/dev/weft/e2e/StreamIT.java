package dev.weft.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.bench.fleet.App;
import dev.weft.bench.fleet.Fleet;
import dev.weft.bench.fleet.Instance;
import dev.weft.bench.load.Load;
import dev.weft.bench.load.LoadReport;
import dev.weft.bench.load.OpenLoop;
import dev.weft.bench.load.RunningLoad;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
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
    private static final int RATE = 50;
    private static final int SHIFTED = 400;

    /** Several fetches of every client, and as many heartbeats. */
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(20);

    private static PetClinic clinic;
    private static Instance registry;
    private static Instance petservice;
    private static Instance details1;
    private static Instance details2;
    private static Meshctl meshctl;

    @BeforeAll
    static void start() throws Exception {
        Path folder = Path.of("target", "e2e-stream");
        clinic = new PetClinic(folder, Map.of("mesh.registry.join-secret", SECRET), StreamIT::registry);
        registry = clinic.registry();
        Path known = Files.createTempDirectory(folder, "known").toAbsolutePath().resolve("petservice.json");
        petservice = clinic.petservice(
                "petservice-1",
                Map.of(
                        "eureka.instance.instance-id",
                        "petservice-1",
                        "mesh.directory.last-known-good",
                        known.toString()));
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
                        "registry.data-directory", data.toString(),
                        "registry.login-password", PASSWORD,
                        "registry.join-secret", SECRET)));
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
        RunningLoad load = new OpenLoop().start(reads(RATE * 20));
        load.awaitSent(RATE);

        long shifted = System.nanoTime();
        ok("shift petdetails v1=50 v2=50");
        await("a breed of v2", () -> get().contains(SHEPHERD));
        log.info("v2 answers {} ms after the command was given", (System.nanoTime() - shifted) / 1_000_000);
        assertThat(shepherds()).isBetween(SHIFTED * 49 / 100, SHIFTED * 51 / 100);
        assertThat(ok("get petdetails --effective --in petservice")).contains("petservice-1  routes");
        assertThat(ok("explain petservice GET http://petdetails/pet/123/details"))
                .contains("result       sent", "version=v1 50, version=v2 50");
        assertThat(ok("instances petdetails")).contains(" v1 ", " v2 ");

        ok("rollback petdetails");
        await("v1 only again", () -> breeds(20).equals("v1"));

        LoadReport report = load.report();
        assertThat(report.failed()).isEmpty();
        assertThat(shepherds()).isZero();
        assertThat(ok("history petdetails").lines()).hasSizeGreaterThan(3);
    }

    @Test
    void callersWhenTheRegistryRestartsEmptyNoticeNothing() {
        registry.kill();
        registry = clinic.fleet().restart(registry);
        clinic.fleet().awaitHealthy(registry);
        boolean empty = !isMember(details1) && !isMember(details2);

        long end = System.nanoTime() + LONG_ENOUGH.toNanos();
        await("everybody to be a member again, and callers to be served throughout", () -> {
            assertThat(get()).contains("Maximus");
            return System.nanoTime() - end > 0 && isMember(details1) && isMember(details2);
        });

        log.info("the registry came back {}", empty ? "empty" : "and was full at once");
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
        clinic.fleet().awaitHealthy(third);
        await(third + " among the endpoints", () -> view().contains(":" + third.port()));

        third.terminate();

        await(third + " to be gone", () -> !view().contains(":" + third.port()));
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
        log.info("{} ms after its first call, a host's stored rules hold", (System.nanoTime() - called) / 1_000_000);
        caller.terminate();
    }

    private static String ok(String words) {
        Meshctl.Result result = meshctl.run(words);
        assertThat(result.exit()).as(words + ": " + result.err()).isZero();
        return result.out();
    }

    private static boolean isMember(Instance instance) {
        HttpRequest members = HttpRequest.newBuilder(registry.uri("/eureka/apps/PETDETAILS"))
                .header("Authorization", basic("mesh", SECRET))
                .build();
        return clinic.fleet().send(members).body().contains(">" + instance.port() + "<");
    }

    private int shepherds() {
        return (int) IntStream.range(0, SHIFTED)
                .filter(n -> get().contains(SHEPHERD))
                .count();
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
        for (int i = 0; i < requests; i++) {
            String body = get();
            dog = dog || body.contains(DOG);
            shepherd = shepherd || body.contains(SHEPHERD);
        }
        return dog && shepherd ? "both" : dog ? "v1" : shepherd ? "v2" : "none";
    }

    private String get() {
        return clinic.fleet().get(clinic.edge("/pet/123")).body();
    }

    private Load reads(int requests) {
        HttpRequest request = HttpRequest.newBuilder(clinic.edge("/pet/123"))
                .timeout(Duration.ofSeconds(40))
                .build();
        return new Load(RATE, requests, n -> request, (n, response) -> whole(response));
    }

    private static @Nullable String whole(HttpResponse<String> response) {
        boolean whole = response.statusCode() == 200 && response.body().contains("\"petBreed\"");
        return whole ? null : response.statusCode() + " " + response.body();
    }

    private void await(String what, BooleanSupplier condition) {
        clinic.fleet().await(what, condition);
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
                .header("Authorization", basic("admin", PASSWORD))
                .build();
        return clinic.fleet().send(status).body();
    }

    private HttpRequest.Builder rules(String below) {
        return rules("petdetails", below);
    }

    private HttpRequest.Builder rules(String service, String below) {
        return HttpRequest.newBuilder(registry.uri("/mesh/v1/rules/" + service + below))
                .header("Authorization", basic("admin", PASSWORD));
    }

    private static String basic(String user, String password) {
        byte[] login = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(login);
    }
}
