package dev.weft.bench.comparison.driver;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What one of JMH's benchmarks came to in one round.
 *
 * @param value nanoseconds or operations a second: of its slices the one in the middle
 * @param bytes that one operation allocates; what is less than one is JMH's own. NaN if they were not counted
 */
record Score(Benchmark benchmark, int round, double value, double bytes) {

    static final String HEAD = "benchmark,round,value,bytes";

    /** @param result one of JMH's */
    static Score of(Benchmark benchmark, int round, JsonNode result) {
        List<Double> values = new ArrayList<>();
        result.path("primaryMetric")
                .path("rawData")
                .forEach(fork -> fork.forEach(value -> values.add(value.asDouble(Double.NaN))));
        double median = values.isEmpty() ? Double.NaN : Spread.of(values).median();
        JsonNode allocated =
                result.path("secondaryMetrics").path("gc.alloc.rate.norm").path("score");
        double bytes = allocated.isNumber() ? Math.rint(allocated.asDouble()) : Double.NaN;
        return new Score(benchmark, round, median, bytes);
    }

    /** A line of CSV. */
    String line() {
        return String.format(
                Locale.ROOT,
                "%s,%d,%.1f,%.0f",
                benchmark.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                round,
                value,
                bytes);
    }
}
