package dev.weft.bench.membership;

import dev.weft.bench.fleet.Fleet;
import dev.weft.bench.fleet.Instance;
import dev.weft.bench.fleet.Program;
import dev.weft.bench.load.Pace;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * How soon watchers know of changes in a large fleet, and what that takes of the registry; ends with 1 where a bar is missed.
 * Starts the registry as a process of its own with 1 GiB of heap, from the project's root, where it has been built.
 */
public final class Watchers {

    private static final System.Logger log = System.getLogger(Watchers.class.getName());

    private static final int INSTANCES = 10_000;
    private static final int SERVICES = 100;
    private static final int WATCHERS = 1_000;
    private static final int WATCHED = 5;
    private static final long REST_NANOS = 15_000_000_000L;
    private static final int CHANGE_SECONDS = 45;
    private static final long LATEST_NANOS = 5_000_000_000L;
    private static final Duration P99 = Duration.ofSeconds(1);
    private static final String PASSWORD = "bench";
    private static final Path ROOT = Path.of("");
    private static final Path LOGS = Path.of("bench", "load", "target", "watchers");

    private final Fleet fleet;
    private final Instance registry;
    private final Population population;
    private final Footprint footprint;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Reports.Tally reports = new Reports.Tally(new AtomicInteger(), new AtomicInteger());
    private final int[] watching = new int[SERVICES];
    private final Watch.Tally tally = new Watch.Tally(
            new Propagation(),
            new Propagation(),
            new Propagation(),
            new CountDownLatch(WATCHERS * WATCHED),
            new AtomicInteger());

    private Watchers(Fleet fleet) {
        this.fleet = fleet;
        Program program = Program.of(ROOT.resolve("registry")).with("-Xmx1g", "-XX:TieredStopAtLevel=4");
        String data = LOGS.resolve("data-" + System.nanoTime()).toAbsolutePath().toString();
        this.registry = fleet.launch(
                program, "registry", Map.of("registry.data-directory", data, "registry.login-password", PASSWORD));
        this.population = new Population(registry.uri("/"), INSTANCES, SERVICES);
        this.footprint = new Footprint(fleet, registry, login());
    }

    public static void main(String[] args) {
        Bars bars = new Bars();
        try (Fleet fleet = new Fleet(ROOT, LOGS)) {
            Watchers watchers = new Watchers(fleet);
            try (Hearts hearts = new Hearts(watchers.population);
                    Fetches fetches = new Fetches(watchers.http, watchers.population.registry())) {
                watchers.measure(hearts, fetches);
                watchers.judge(bars, hearts, fetches);
            }
        }
        bars.exit();
    }

    private void measure(Hearts hearts, Fetches fetches) {
        fleet.awaitHealthy(registry);
        hearts.start();
        // Two at a time: a JVM that has just started is slow.
        IntStream.range(0, INSTANCES).parallel().forEach(n -> register(n, hearts));
        fleet.await("the registry to have heard from everybody", () -> hearts.good() > 3 * INSTANCES && isSettled());
        // Eureka tells for three minutes what has changed.
        fleet.await("the instances to be no news any more", Duration.ofMinutes(5), () -> !fetches.areLarge());
        say("with the instances: " + footprint.memory());

        long opened = System.nanoTime();
        open();
        say(String.format("all watchers have all their endpoints after %.1f s", (System.nanoTime() - opened) / 1e9));
        fetches.start(WATCHERS);
        say("with the watchers: " + footprint.memory());

        say(String.format("at rest: %.2f cores", footprint.coresDuring(Watchers::rest)));
        Changes changes = new Changes(fleet, population, login(), tally, watching);
        say(String.format("under change: %.2f cores", footprint.coresDuring(() -> changes.make(CHANGE_SECONDS))));
        Pace.until(System.nanoTime() + LATEST_NANOS);
        say("after the changes: " + footprint.memory());
        say("registration to routable: " + tally.joins());
        say("graceful leave: " + tally.leaves());
        say("rules: " + tally.rules());
        say("reports on rules: " + reports.taken() + ", and " + reports.failed() + " failed; fetches: " + fetches.good()
                + ", and " + fetches.bad() + " failed");
        say("heartbeats: " + hearts.good() + ", and " + hearts.bad() + " failed; streams that ended: " + tally.ended());
    }

    private void judge(Bars bars, Hearts hearts, Fetches fetches) {
        tally.joins().judge("watchers, registration to routable", P99, bars);
        tally.leaves().judge("watchers, graceful leave", P99, bars);
        tally.rules().judge("watchers, rules", P99, bars);
        bars.atMost("watchers, streams that ended", tally.ended().get(), 0);
        bars.atMost("watchers, reports that failed", reports.failed().get(), 0);
        bars.atLeast("watchers, reports", reports.taken().get(), WATCHERS * WATCHED);
        bars.atMost("watchers, fetches that failed", fetches.bad(), 0);
        // A connection that is closed just then costs one.
        bars.atMost("watchers, heartbeats that failed", hearts.bad(), hearts.good() / 1_000);
    }

    private void register(int instance, Hearts hearts) {
        try {
            fleet.send(population.registration(instance));
            hearts.begin(instance);
        } catch (UncheckedIOException e) {
            log.log(
                    System.Logger.Level.DEBUG,
                    "A connection that the registry closed just then costs a registration",
                    e);
        }
    }

    private boolean isSettled() {
        HttpRequest request = HttpRequest.newBuilder(registry.uri("/mesh/v1/status"))
                .header("Authorization", login())
                .build();
        return fleet.send(request).body().contains("\"settled\":true");
    }

    /** Everybody watches one service that all have in common, and some of the others. */
    private void open() {
        for (int n = 0; n < WATCHERS; n++) {
            int first = n * (WATCHED - 1);
            int[] services = IntStream.concat(
                            IntStream.of(0),
                            IntStream.range(first, first + WATCHED - 1).map(other -> 1 + other % (SERVICES - 1)))
                    .toArray();
            for (int service : services) {
                watching[service]++;
            }
            List<String> names = IntStream.of(services)
                    .mapToObj(service -> "service-" + service)
                    .toList();
            http.sendAsync(
                    Watch.request(registry.uri("/"), "watcher-" + n, names),
                    BodyHandlers.fromLineSubscriber(
                            new Watch(tally, new Reports(http, population.registry(), reports))));
        }
        fleet.await("all endpoints of all watchers", () -> tally.sets().getCount() == 0);
    }

    private static void rest() {
        Pace.until(System.nanoTime() + REST_NANOS);
    }

    private static String login() {
        String both = "admin:" + PASSWORD;
        return "Basic " + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8));
    }

    private static void say(String what) {
        log.log(System.Logger.Level.INFO, what);
    }
}
