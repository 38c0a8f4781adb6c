package dev.weft.bench.comparison.driver;

import dev.weft.bench.fleet.App;
import dev.weft.bench.fleet.Fleet;
import dev.weft.bench.fleet.Instance;
import dev.weft.bench.fleet.Program;
import dev.weft.bench.load.Pace;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Applications that start beside a registry that knows a thousand endpoints, and rest. In each round all shapes start one
 * after the other, in another order each time, and are looked at when all have rested. The first round counts for nothing.
 *
 * @param count how many rounds there are
 * @param rest how long they do nothing before they are looked at
 */
record Starts(int count, Duration rest) implements Measurement {

    /** Every client has sent a heartbeat and fetched once more by then: Spring Cloud's defaults are half a minute. */
    static final Starts WHOLE = new Starts(5, Duration.ofSeconds(35));

    static final Starts QUICK = new Starts(3, Duration.ofSeconds(10));

    /** As people start them, jars as they were packed; heaps as everywhere here, whose collections are whole. */
    private static final String[] JVM = {"-XX:TieredStopAtLevel=4", "-Xmx256m"};

    /** Of all shapes in one round. */
    private static final Duration STARTING = Duration.ofSeconds(15);

    private static final long NEEDED_MIB = 4 * 450;
    private static final long SEED = 1;
    private static final Duration START_LIMIT = Duration.ofSeconds(120);
    private static final long LOOK_NANOS = Duration.ofMillis(5).toNanos();
    private static final double NANOS_PER_MILLI = 1e6;
    private static final double BYTES_PER_MIB = 1 << 20;
    private static final Pattern TOLD = Pattern.compile("\"service\":\"destination-\\d+\",\"endpoints\":\"");

    @Override
    public Optional<String> lack(long availableMib) {
        return Measurement.lack("footprint", NEEDED_MIB, availableMib);
    }

    @Override
    public Duration estimate() {
        return rest.plus(STARTING).multipliedBy(count + 1L);
    }

    @Override
    public List<Bar> measure(Path root, Path folder, Consumer<String> out) {
        Footprints measured = new Footprints();
        List<Bar> broken = Bar.ofEnd("footprint", () -> run(root, folder, measured));
        measured.write(folder);
        measured.table().forEach(out);
        return Stream.concat(measured.bars().stream(), broken.stream()).toList();
    }

    private void run(Path root, Path folder, Footprints footprints) {
        Destinations destinations = Destinations.THOUSAND;
        try (Fleet fleet = new Fleet(root, folder.resolve("logs"))) {
            Path data = folder.resolve("registry-" + System.nanoTime());
            fleet.with("spring.main.banner-mode", "off").with("server.address", "127.0.0.1");
            Instance registry = fleet.launch(
                    App.REGISTRY,
                    "registry",
                    Map.of("registry.data-directory", data.toString(), "registry.settling", "1s"));
            fleet.awaitHealthy(registry);
            destinations.register(fleet, registry.uri("/"));
            // As everywhere here; what clients remember goes elsewhere than what other processes of this machine do.
            Rig.NOT_EXPORTED.forEach(fleet::with);
            fleet.with(
                    "mesh.directory.last-known-good", data.resolve("known.json").toString());
            Round round = new Round(root, fleet, registry, destinations, rest);
            Random random = new Random(SEED);
            for (int number = 0; number <= count; number++) {
                System.err.printf("compare: footprint, round %d of %d%n", number, count);
                List<Shape> shapes = new ArrayList<>(Arrays.asList(Shape.values()));
                Collections.shuffle(shapes, random);
                List<Footprint> measured = round.measure(number, shapes);
                if (number > 0) {
                    measured.forEach(footprints::add);
                }
            }
        }
    }

    private record Round(Path root, Fleet fleet, Instance registry, Destinations destinations, Duration rest) {

        List<Footprint> measure(int number, List<Shape> shapes) {
            List<Started> started =
                    shapes.stream().map(shape -> start(shape, number)).toList();
            Pace.until(System.nanoTime() + rest.toNanos());
            List<Footprint> footprints =
                    started.stream().map(each -> footprint(each, number)).toList();
            started.forEach(each -> each.process.kill());
            return footprints;
        }

        private Started start(Shape shape, int number) {
            long begun = System.nanoTime();
            Instance process = launch(shape, number);
            awaitAnswer(process);
            double millis = (System.nanoTime() - begun) / NANOS_PER_MILLI;
            awaitKnown(shape, process);
            return new Started(shape, process, millis);
        }

        private Instance launch(Shape shape, int number) {
            Map<String, String> properties = new HashMap<>(shape.properties(registry.uri("/"), destinations));
            Program program = Program.packed(root.resolve(shape.module())).with(JVM);
            return fleet.launch(program, "footprint-" + shape + "-" + number, properties);
        }

        /** Asks it often, so that what is measured is its start and no pause of the one who asks. */
        private void awaitAnswer(Instance process) {
            long end = System.nanoTime() + START_LIMIT.toNanos();
            while (fleet.status(process.uri("/answer?bytes=1")) != 200) {
                if (!process.isAlive() || System.nanoTime() - end > 0) {
                    throw new IllegalStateException(process + " does not answer; see " + process.log());
                }
                Pace.until(System.nanoTime() + LOOK_NANOS);
            }
        }

        /** All that there are, and as the mesh would call them: from the stream, not only by a fetch. */
        private void awaitKnown(Shape shape, Instance process) {
            if (shape.looksForOthers()) {
                fleet.await(
                        process + " to know all endpoints; see " + process.log(),
                        () -> Integer.parseInt(body(process, destinations.question())) == destinations.count());
            }
            if (shape == Shape.WEFT) {
                fleet.await(
                        process + " to be told of all services; see " + process.log(),
                        () -> TOLD.matcher(body(process, "/actuator/mesh"))
                                        .results()
                                        .count()
                                == destinations.services());
            }
        }

        private Footprint footprint(Started started, int number) {
            Instance process = started.process;
            double heap = Long.parseLong(fleet.send(HttpRequest.newBuilder(process.uri("/heap"))
                                    .POST(BodyPublishers.noBody())
                                    .build())
                            .body())
                    / BYTES_PER_MIB;
            // After the collection: it ends threads of pools that nobody holds any more.
            int threads = Integer.parseInt(body(process, "/threads"));
            double pss = Usage.pssMib(process.processes().toList());
            return new Footprint(started.shape, number, started.millis, heap, threads, pss);
        }

        private String body(Instance process, String path) {
            return fleet.get(process.uri(path)).body();
        }
    }

    /** A process that has answered for the first time after so long. */
    private record Started(Shape shape, Instance process, double millis) {}

    @Override
    public String toString() {
        return "footprint: " + count + " rounds, each application at rest for " + rest.toSeconds() + " s";
    }
}
