package dev.weft.bench.comparison.driver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * JMH's benchmarks of the engine. In each round each of them has a JVM of its own, so that what is compared is of the same
 * time, and of several JVMs: the compiler decides otherwise in each.
 *
 * @param count how many rounds there are
 * @param warmUp for how long each benchmark runs before
 * @param slices how many short ones are measured then, of which the one in the middle counts
 */
record Benchmarks(int count, Duration warmUp, int slices) implements Measurement {

    static final Benchmarks WHOLE = new Benchmarks(3, Duration.ofSeconds(2), 20);
    static final Benchmarks QUICK = new Benchmarks(1, Duration.ofSeconds(1), 10);

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SLICE_MILLIS = 100;
    private static final int WARM_UPS = 5;
    /** Until a benchmark's JVM measures. */
    private static final Duration START = Duration.ofSeconds(2);

    /** Of a round, on whatever machine. */
    private static final Duration LIMIT = Duration.ofMinutes(15);

    private static final long NEEDED_MIB = 1_500;

    @Override
    public Optional<String> lack(long availableMib) {
        return Measurement.lack("engine", NEEDED_MIB, availableMib);
    }

    @Override
    public Duration estimate() {
        Duration each = START.plus(warmUp).plusMillis((long) slices * SLICE_MILLIS);
        return each.multipliedBy((long) count * Benchmark.values().length);
    }

    @Override
    public List<Bar> measure(Path root, Path folder, Consumer<String> out) {
        Decisions decisions = new Decisions(Runtime.getRuntime().availableProcessors());
        List<Bar> broken = Bar.ofEnd("engine", () -> run(root, folder, decisions));
        decisions.write(folder);
        decisions.table().forEach(out);
        return Stream.concat(decisions.bars().stream(), broken.stream()).toList();
    }

    private void run(Path root, Path folder, Decisions decisions) {
        for (int round = 1; round <= count; round++) {
            System.err.printf("compare: engine, round %d of %d%n", round, count);
            decisions.add(round, measured(root, folder, round));
        }
    }

    private JsonNode measured(Path root, Path folder, int round) {
        Path figures = folder.resolve("engine-" + round + ".json");
        Path log = folder.resolve("logs").resolve("engine-" + round + ".log");
        int status = Child.run(command(root, figures), root, log, LIMIT);
        if (status != 0) {
            throw new IllegalStateException("JMH has ended with " + status + "; see " + log);
        }
        try {
            return JSON.readTree(figures.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException("can't read " + figures, e);
        }
    }

    private List<String> command(Path root, Path figures) {
        Path built = root.resolve("bench/jmh").resolve(System.getProperty("weft.build-folder", "target"));
        String names = Arrays.stream(Benchmark.values())
                .map(Benchmark::title)
                .distinct()
                .collect(Collectors.joining("|", "\\b(", ")$"));
        List<String> command = new ArrayList<>(
                List.of(Child.java(), "-jar", built.resolve("benchmarks.jar").toString(), names));
        command.addAll(List.of("-f", "1", "-foe", "true", "-prof", "gc"));
        command.addAll(
                List.of("-wi", "" + WARM_UPS, "-w", warmUp.dividedBy(WARM_UPS).toMillis() + "ms"));
        command.addAll(List.of("-i", "" + slices, "-r", SLICE_MILLIS + "ms"));
        command.addAll(List.of("-rf", "json", "-rff", figures.toString()));
        return command;
    }

    @Override
    public String toString() {
        return "engine: " + count + " rounds of JMH, " + slices + " times " + SLICE_MILLIS
                + " ms of each benchmark, after " + warmUp.toMillis() + " ms to warm up";
    }
}
