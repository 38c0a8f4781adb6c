package dev.weft.bench.comparison.driver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DecisionsTests {

    private final Decisions decisions = new Decisions(2);

    @TempDir
    private Path folder;

    @Test
    void barsWhenEverythingIsFastAreAllMet() {
        decisions.add(1, round(300));

        assertThat(decisions.bars()).hasSize(9).allMatch(Bar::isMet);
    }

    @Test
    void barsWhenNothingWasMeasuredAreNotMet() {
        assertThat(decisions.bars()).hasSize(9).noneMatch(Bar::isMet);
    }

    @Test
    void barIsOfTheWorstOfItsBenchmarksAndOfTheSliceInTheMiddle() {
        ArrayNode round = round(300);
        of(round, Benchmark.MANY).set("primaryMetric", primary(390, 410, 9_000));
        decisions.add(1, round);

        Bar decision = bar("engine, one decision, ns");

        assertThat(decision.isMet()).isFalse();
        assertThat(decision.toString()).contains("410", "at most 400", "10000");
    }

    @Test
    void barOfMoreEndpointsComparesWithinARound() {
        // The machine is half as fast in the second round, for both.
        for (int round = 1; round <= 2; round++) {
            ArrayNode results = round(100 * round);
            of(results, Benchmark.MANY).set("primaryMetric", primary(160 * round));
            decisions.add(round, results);
        }

        Bar flat = bar("engine, one decision, 10,000 endpoints against 10, ns");

        assertThat(flat.isMet()).isFalse();
        assertThat(flat.rounds()).containsExactly(1.6, 1.6);
        assertThat(bar("engine, one decision, 10,000 endpoints against 10, with Resilience4j")
                        .isMet())
                .isTrue();
    }

    @Test
    void barOfThreadsIsByTheCoresThatThereAre() {
        ArrayNode round = round(300);
        of(round, Benchmark.EIGHT_THREADS).set("primaryMetric", primary(3_400_000));
        Decisions onFour = new Decisions(4);
        decisions.add(1, round);
        onFour.add(1, round);

        assertThat(bar("engine, 8 threads").isMet()).isTrue();
        assertThat(onFour.bars())
                .filteredOn(bar -> bar.name().startsWith("engine, 8 threads"))
                .singleElement()
                .satisfies(bar -> assertThat(bar.toString())
                        .startsWith("NOT MET")
                        .contains("1.70", "at least 3.20", "4 cores", "1.90", "of their own"));
    }

    @Test
    void barOfBytesCountsWholeOnes() {
        ArrayNode round = round(300);
        of(round, Benchmark.FEW).set("secondaryMetrics", allocated(256.02));
        decisions.add(1, round);

        assertThat(bar("engine, one decision, B").isMet()).isTrue();
    }

    @Test
    void barOfBytesWhenNoneWereCountedIsNotMeasured() {
        ArrayNode round = round(300);
        of(round, Benchmark.FEW).set("secondaryMetrics", allocated(0));
        decisions.add(1, round);

        assertThat(bar("engine, one decision, B").toString())
                .startsWith("NOT MET")
                .contains("NOT MEASURED");
    }

    @Test
    void writtenHasALineForEachBenchmark() {
        decisions.add(1, round(300));

        decisions.write(folder);

        assertThat(folder.resolve("engine.csv"))
                .content()
                .startsWith(Score.HEAD)
                .contains("many-guarded,1,300.0,256", "eight-threads,1,3600000.0,256");
        assertThat(decisions.table()).anyMatch(line -> line.contains("{endpoints=10, guards=none}"));
    }

    /** What JMH writes of one run of all benchmarks, each decision so many nanoseconds long. */
    private static ArrayNode round(double nanos) {
        ArrayNode results = new ObjectMapper().createArrayNode();
        for (Benchmark benchmark : Benchmark.values()) {
            ObjectNode result = results.addObject();
            result.put("benchmark", "dev.weft.bench.jmh." + benchmark.title());
            ObjectNode parameters = result.putObject("params");
            benchmark.parameters().forEach(parameters::put);
            result.set(
                    "primaryMetric",
                    primary(
                            switch (benchmark) {
                                case ONE_THREAD -> 2_000_000;
                                case EIGHT_THREADS -> 3_600_000;
                                case EIGHT_APART -> 3_800_000;
                                case OUTCOME -> 30;
                                default -> nanos;
                            }));
            result.set("secondaryMetrics", allocated(256));
        }
        return results;
    }

    private static ObjectNode of(ArrayNode results, Benchmark benchmark) {
        return (ObjectNode) results.get(benchmark.ordinal());
    }

    private static ObjectNode primary(double... values) {
        ObjectNode primary = new ObjectMapper().createObjectNode();
        ArrayNode fork = primary.putArray("rawData").addArray();
        for (double value : values) {
            fork.add(value);
        }
        return primary;
    }

    private static ObjectNode allocated(double bytes) {
        ObjectNode secondary = new ObjectMapper().createObjectNode();
        secondary.putObject("gc.alloc.rate.norm").put("score", bytes);
        return secondary;
    }

    private Bar bar(String name) {
        List<Bar> bars = decisions.bars();
        return bars.stream()
                .filter(bar -> bar.name().startsWith(name))
                .findFirst()
                .orElseThrow();
    }
}
