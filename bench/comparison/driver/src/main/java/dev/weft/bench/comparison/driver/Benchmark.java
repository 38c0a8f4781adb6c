package dev.weft.bench.comparison.driver;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.TreeMap;

/** One of JMH's, with its parameters. */
enum Benchmark {
    FEW("DecisionBenchmark.call", Map.of("endpoints", "10", "guards", "none")),
    MANY("DecisionBenchmark.call", Map.of("endpoints", "10000", "guards", "none")),
    FEW_GUARDED("DecisionBenchmark.call", Map.of("endpoints", "10", "guards", "resilience4j")),
    MANY_GUARDED("DecisionBenchmark.call", Map.of("endpoints", "10000", "guards", "resilience4j")),
    ROUTED("RoutedDecisionBenchmark.call", Map.of("routes", "1000")),
    ONE_THREAD("SharedDestinationBenchmark.one", Map.of()),
    EIGHT_THREADS("SharedDestinationBenchmark.eight", Map.of()),
    /** No bar is for it: it tells how much more of them the machine gives to threads that share nothing. */
    EIGHT_APART("SharedDestinationBenchmark.apart", Map.of()),
    OUTCOME("OutcomeBenchmark.record", Map.of());

    /** So many threads the one with most of them has. */
    static final int THREADS = 8;

    private final String title;
    private final Map<String, String> parameters;

    Benchmark(String title, Map<String, String> parameters) {
        this.title = title;
        this.parameters = new TreeMap<>(parameters);
    }

    /** Its class and its method. */
    String title() {
        return title;
    }

    Map<String, String> parameters() {
        return Map.copyOf(parameters);
    }

    /** Whether one of JMH's results is of it. */
    boolean isOf(JsonNode result) {
        return result.path("benchmark").asText().endsWith("." + title)
                && parameters.entrySet().stream()
                        .allMatch(parameter -> parameter
                                .getValue()
                                .equals(result.path("params")
                                        .path(parameter.getKey())
                                        .asText()));
    }

    @Override
    public String toString() {
        return parameters.isEmpty() ? title : title + " " + parameters;
    }
}
