package dev.weft.bench.comparison.driver;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** All that benchmarks of the engine came to, and the bars for it. Not thread-safe. */
final class Decisions {

    /** Part of the cores that threads beside each other make use of at least, on one destination. */
    private static final double SCALING = 0.8;

    private final List<Score> all = new ArrayList<>();
    private final int cores;

    /** @param cores of the machine */
    Decisions(int cores) {
        this.cores = cores;
    }

    /** @param results JMH's, of one round */
    void add(int round, JsonNode results) {
        for (JsonNode result : results) {
            Stream.of(Benchmark.values())
                    .filter(benchmark -> benchmark.isOf(result))
                    .map(benchmark -> Score.of(benchmark, round, result))
                    .forEach(all::add);
        }
    }

    List<Bar> bars() {
        List<Benchmark> plain = List.of(Benchmark.FEW, Benchmark.MANY);
        List<Benchmark> guarded = List.of(Benchmark.FEW_GUARDED, Benchmark.MANY_GUARDED);
        List<Bar> bars = new ArrayList<>();
        bars.add(worst("one decision, ns", plain, Score::value, 400));
        bars.add(worst("one decision, B", plain, Decisions::allocated, 256));
        bars.add(worst("one decision with Resilience4j, ns", guarded, Score::value, 1_000));
        bars.add(worst("one decision with Resilience4j, B", guarded, Decisions::allocated, 640));
        String flat = "one decision, 10,000 endpoints against 10";
        bars.add(ratio(flat + ", ns", Benchmark.MANY, Benchmark.FEW, 1.5, true, ""));
        bars.add(ratio(flat + ", with Resilience4j, ns", Benchmark.MANY_GUARDED, Benchmark.FEW_GUARDED, 1.5, true, ""));
        bars.add(worst("one decision among 1,000 routes, ns", List.of(Benchmark.ROUTED), Score::value, 2_000));
        bars.add(ratio(
                Benchmark.THREADS + " threads against one on one destination, decisions/s",
                Benchmark.EIGHT_THREADS,
                Benchmark.ONE_THREAD,
                SCALING * Math.min(Benchmark.THREADS, cores),
                false,
                machine()));
        bars.add(worst("recording an outcome, ns", List.of(Benchmark.OUTCOME), Score::value, 150));
        return bars;
    }

    /** No decision does without: where nothing was counted, nothing was measured. */
    private static double allocated(Score score) {
        return score.bytes() > 0 ? score.bytes() : Double.NaN;
    }

    private Bar worst(String what, List<Benchmark> benchmarks, ToDoubleFunction<Score> of, double limit) {
        Worst worst = new Worst(rounds(), true);
        for (Benchmark benchmark : benchmarks) {
            SortedMap<Integer, Double> values = byRound(benchmark, of);
            if (values.isEmpty()) {
                return unmeasured(what, benchmark);
            }
            worst.add(values, benchmark.toString());
        }
        return worst.bar("engine, " + what, limit);
    }

    /** How many cores there are, and what they are worth to threads that share nothing. */
    private String machine() {
        SortedMap<Integer, Double> apart = ratios(Benchmark.EIGHT_APART, Benchmark.ONE_THREAD);
        return cores
                + (cores == 1 ? " core" : " cores")
                + (apart.isEmpty() ? "" : ", " + Spread.of(apart.values()) + " on destinations of their own");
    }

    private Bar ratio(String what, Benchmark one, Benchmark other, double limit, boolean atMost, String origin) {
        SortedMap<Integer, Double> ratios = ratios(one, other);
        if (ratios.isEmpty()) {
            return unmeasured(what, byRound(other, Score::value).isEmpty() ? other : one);
        }
        Worst worst = new Worst(rounds(), atMost);
        worst.add(ratios, origin);
        return worst.bar("engine, " + what, limit);
    }

    private SortedMap<Integer, Double> ratios(Benchmark one, Benchmark other) {
        SortedMap<Integer, Double> ratios = byRound(one, Score::value);
        SortedMap<Integer, Double> others = byRound(other, Score::value);
        ratios.keySet().retainAll(others.keySet());
        ratios.replaceAll((round, value) -> value / others.getOrDefault(round, Double.NaN));
        return ratios;
    }

    private static Bar unmeasured(String what, Benchmark benchmark) {
        return Bar.unmeasured("engine, " + what, "no figure of " + benchmark);
    }

    private TreeSet<Integer> rounds() {
        TreeSet<Integer> rounds = new TreeSet<>();
        all.forEach(score -> rounds.add(score.round()));
        return rounds;
    }

    private SortedMap<Integer, Double> byRound(Benchmark benchmark, ToDoubleFunction<Score> of) {
        SortedMap<Integer, Double> values = new TreeMap<>();
        all.stream()
                .filter(score -> score.benchmark() == benchmark && Double.isFinite(of.applyAsDouble(score)))
                .forEach(score -> values.put(score.round(), of.applyAsDouble(score)));
        return values;
    }

    /** Medians, and how far they reach. */
    List<String> table() {
        List<String> lines = new ArrayList<>(List.of("", "engine, ns or decisions/s, and B:"));
        for (Benchmark benchmark : Benchmark.values()) {
            lines.add(String.format(
                    Locale.ROOT,
                    "  %-66s %32s %20s",
                    benchmark,
                    told(byRound(benchmark, Score::value)),
                    told(byRound(benchmark, Score::bytes))));
        }
        return lines;
    }

    private static String told(SortedMap<Integer, Double> values) {
        return values.isEmpty() ? "-" : Spread.of(values.values()).toString();
    }

    /** Writes the raw figures into a folder. */
    void write(Path folder) {
        try {
            Files.write(
                    folder.resolve("engine.csv"),
                    Stream.concat(Stream.of(Score.HEAD), all.stream().map(Score::line))
                            .toList());
        } catch (IOException e) {
            throw new UncheckedIOException("can't write the results to " + folder, e);
        }
    }
}
