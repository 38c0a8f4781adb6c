package dev.weft.bench.comparison.driver;

import dev.weft.bench.fleet.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What a registry bears: the programs of {@code bench/load}, each in a process of its own, which judge themselves and leave
 * their bars in a file.
 *
 * @param programs their classes, each followed by its arguments
 * @param left those that are not run, and why
 */
record Membership(List<List<String>> programs, List<Bar> left) implements Measurement {

    private static final String PACKAGE = "dev.weft.bench.membership.";

    static final Membership WHOLE =
            new Membership(List.of(List.of("Heartbeats", "1", "100"), List.of("Watchers")), List.of());
    static final Membership QUICK = new Membership(
            List.of(List.of("Heartbeats", "100")),
            List.of(Bar.unmeasured("registry, watchers", "left out by --quick, since it takes some minutes")));

    private static final Duration OF_HEARTBEATS = Duration.ofSeconds(60);

    /** Three minutes of them, Eureka still tells of those that have just come. */
    private static final Duration OF_WATCHERS = Duration.ofSeconds(330);

    /** Of a program, which waits for some things with a bound of its own. */
    private static final Duration LIMIT = Duration.ofMinutes(20);

    /** The registry with its heap, and the one who plays all instances. */
    private static final long NEEDED_MIB = 3_000;

    private static final int COLUMNS = 4;

    Membership {
        programs = List.copyOf(programs);
        left = List.copyOf(left);
    }

    @Override
    public Optional<String> lack(long availableMib) {
        return Measurement.lack("registry", NEEDED_MIB, availableMib);
    }

    @Override
    public Duration estimate() {
        return programs.stream()
                .map(program -> program.size() == 1 ? OF_WATCHERS : OF_HEARTBEATS.multipliedBy(program.size() - 1L))
                .reduce(Duration.ZERO, Duration::plus);
    }

    @Override
    public List<Bar> measure(Path root, Path folder, Consumer<String> out) {
        List<Bar> bars = new ArrayList<>();
        for (List<String> program : programs) {
            System.err.printf("compare: registry, %s%n", String.join(" ", program));
            bars.addAll(Bar.ofEnd("registry, " + program.get(0), () -> bars.addAll(measured(root, folder, program))));
        }
        bars.addAll(left);
        return bars;
    }

    private static List<Bar> measured(Path root, Path folder, List<String> program) {
        String name = "registry-" + program.get(0).toLowerCase(Locale.ROOT);
        Path file = folder.resolve(name + ".tsv");
        Path log = folder.resolve("logs").resolve(name + ".log");
        try {
            Files.deleteIfExists(file);
            int status = Child.run(command(root, file, program), root, log, LIMIT);
            if (!Files.exists(file)) {
                throw new IllegalStateException(program.get(0) + " has ended with " + status + "; see " + log);
            }
            return bars(Files.readAllLines(file));
        } catch (IOException e) {
            throw new UncheckedIOException("can't use " + file, e);
        }
    }

    /** By the driver's own jar, which has these programs on board. */
    private static List<String> command(Path root, Path file, List<String> program) {
        Path jar = Program.packed(root.resolve("bench/comparison/driver")).jar();
        List<String> command = new ArrayList<>(List.of(Child.java(), "-Xmx1g", "-Dweft.bars=" + file));
        // Before Tomcat does so: who closes a connection first sends nothing into one that is closed.
        command.add("-Djdk.httpclient.keepalive.timeout=10");
        if (program.get(0).equals("Heartbeats")) {
            // Each request of a load is sent once.
            command.add("-Djdk.httpclient.disableRetryConnect=true");
            command.add("-Djdk.httpclient.redirects.retrylimit=1");
        }
        command.add("-Dloader.main=" + PACKAGE + program.get(0));
        command.addAll(List.of("-cp", jar.toString(), "org.springframework.boot.loader.launch.PropertiesLauncher"));
        command.addAll(program.subList(1, program.size()));
        return command;
    }

    /** @param lines as the programs write them: which way, figure, limit, and what it is of */
    static List<Bar> bars(List<String> lines) {
        if (lines.isEmpty()) {
            throw new IllegalStateException("no figure was written");
        }
        return lines.stream().map(Membership::bar).toList();
    }

    private static Bar bar(String line) {
        String[] parts = line.split("\t", COLUMNS);
        double figure = Double.parseDouble(parts[1]);
        return new Bar(
                "registry, " + parts[COLUMNS - 1],
                Double.parseDouble(parts[2]),
                parts[0].equals("at-most"),
                Spread.of(List.of(figure)),
                List.of(figure),
                "");
    }

    @Override
    public String toString() {
        return "registry: "
                + programs.stream()
                        .map(program -> String.join(" ", program))
                        .reduce((one, other) -> one + ", then " + other)
                        .orElse("nothing");
    }
}
