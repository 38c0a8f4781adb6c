package dev.weft.bench.membership;

import dev.weft.bench.fleet.Fleet;
import dev.weft.bench.fleet.Instance;
import dev.weft.bench.fleet.Program;
import dev.weft.bench.load.Load;
import dev.weft.bench.load.LoadReport;
import dev.weft.bench.load.OpenLoop;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * How much of a core the registry takes for the heartbeats of a large membership; ends with 1 where the bar is missed. Starts
 * the registry as a process of its own, from the project's root, where it has been built.
 */
public final class Heartbeats {

    private static final System.Logger log = System.getLogger(Heartbeats.class.getName());

    private static final int INSTANCES = 10_000;
    private static final int WARM_UP_HEARTBEATS = 30_000;
    private static final int GENTLE_SECONDS = 5;
    private static final int MEASURED_SECONDS = 30;
    private static final double MOST_CORES = 1;
    private static final Path ROOT = Path.of("");
    private static final Path LOGS = Path.of("bench", "load", "target", "heartbeats");

    private Heartbeats() {}

    /** One run for each argument: of how many services the instances are. */
    public static void main(String[] services) {
        Bars bars = new Bars();
        for (String number : services) {
            try (Fleet fleet = new Fleet(ROOT, LOGS)) {
                measure(fleet, Integer.parseInt(number), bars);
            }
        }
        bars.exit();
    }

    private static void measure(Fleet fleet, int services, Bars bars) {
        Program registry = Program.of(ROOT.resolve("registry")).with("-Xmx1g", "-XX:TieredStopAtLevel=4");
        String data = LOGS.resolve("data").toAbsolutePath().toString();
        Instance process = fleet.launch(registry, "registry-" + services, Map.of("registry.data-directory", data));
        fleet.awaitHealthy(process);
        Population population = new Population(process.uri("/"), INSTANCES, services);
        // One after the other on two threads: a load would meet a JVM that has just started, and pile up.
        int registered = sendAll(fleet, INSTANCES, population::registration, 204);
        int warm = sendAll(fleet, WARM_UP_HEARTBEATS, population::heartbeat, 200);
        say(services, registered + " registered, " + warm + " heartbeats to warm up");
        OpenLoop loop = new OpenLoop();
        loop.run(heartbeats(population, population.heartbeatsPerSecond() / 4, GENTLE_SECONDS));

        Duration cpu = process.cpu();
        long start = System.nanoTime();
        LoadReport report = loop.run(heartbeats(population, population.heartbeatsPerSecond(), MEASURED_SECONDS));
        long elapsed = System.nanoTime() - start;
        Duration used = process.cpu().minus(cpu);

        say(services, "heartbeats: " + report);
        double cores = used.toNanos() / (double) elapsed;
        say(services, String.format("registry: %.2f cores", cores));
        bars.atMost("heartbeats of " + services + " services, cores", cores, MOST_CORES);
        bars.atMost(
                "heartbeats of " + services + " services, failed",
                report.failed().size(),
                0);
    }

    private static void say(int services, String what) {
        log.log(System.Logger.Level.INFO, services + " services, " + what);
    }

    /** How many were answered as expected: a connection that its server closes just then costs a request. */
    private static int sendAll(Fleet fleet, int requests, IntFunction<HttpRequest> request, int expected) {
        return (int) IntStream.range(0, requests)
                .parallel()
                .filter(n -> status(fleet, request.apply(n)) == expected)
                .count();
    }

    private static int status(Fleet fleet, HttpRequest request) {
        try {
            return fleet.send(request).statusCode();
        } catch (UncheckedIOException e) {
            return 0;
        }
    }

    private static Load heartbeats(Population population, int rate, int seconds) {
        return new Load(
                rate,
                rate * seconds,
                population::heartbeat,
                (n, response) -> response.statusCode() == 200 ? null : "status " + response.statusCode());
    }
}
