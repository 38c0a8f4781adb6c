package dev.weft.bench.comparison.driver;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weft.bench.fleet.Fleet;
import dev.weft.bench.fleet.Instance;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the processes of a column have noted of its calls.
 *
 * @param counts by what noted them: meters have each call, spans the sampled ones
 */
record Noted(SortedMap<String, Double> counts) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int HUNDRED = 100;
    private static final int OK = 200;
    private static final int UNKNOWN = 404;

    /** Of what was called, meters have so much; what has not been written yet is missing. */
    private static final double METERED = 0.9;

    /** By default one trace in ten is sampled: half of that is noted at least. */
    private static final double SAMPLED = 0.05;

    private static final String SPANS = "spans of ";
    private static final String CALLER = "the caller";
    private static final String BACKENDS = "the backends";
    private static final String GATEWAY = "the gateway";

    /** So far. */
    static Noted by(Subject subject) {
        Fleet fleet = subject.fleet();
        List<Instance> caller = List.of(subject.caller());
        SortedMap<String, Double> counts = new TreeMap<>();
        meter(counts, fleet, "http.client.requests", CALLER, caller);
        meter(counts, fleet, "http.server.requests", BACKENDS, subject.backends());
        if (subject.column() == Column.WEFT) {
            meter(counts, fleet, "mesh.client.attempts", CALLER, caller);
        }
        if (subject.column().gateway() != null) {
            meter(counts, fleet, "http.server.requests", GATEWAY, subject.between());
        }
        spans(counts, fleet, CALLER, caller);
        spans(counts, fleet, BACKENDS, subject.backends());
        return new Noted(counts);
    }

    private static void meter(
            SortedMap<String, Double> counts, Fleet fleet, String name, String whose, List<Instance> instances) {
        double sum = instances.stream()
                .map(instance -> fleet.get(instance.uri("/actuator/metrics/" + name)))
                .mapToDouble(Noted::count)
                .sum();
        counts.put(name + " of " + whose, sum);
    }

    /** There is no such meter until it has counted something. */
    private static double count(HttpResponse<String> answer) {
        if (answer.statusCode() == UNKNOWN) {
            return 0;
        }
        try {
            for (JsonNode measurement : JSON.readTree(answer.body()).path("measurements")) {
                if (measurement.path("statistic").asText().equals("COUNT")) {
                    return measurement.path("value").asDouble();
                }
            }
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(answer.uri() + ": " + answer.body(), e);
        }
        throw new IllegalStateException(answer.uri() + ": no count in status " + answer.statusCode());
    }

    private static void spans(SortedMap<String, Double> counts, Fleet fleet, String whose, List<Instance> instances) {
        double sum = instances.stream()
                .map(instance -> fleet.get(instance.uri("/spans")))
                .mapToDouble(Noted::number)
                .sum();
        counts.put(SPANS + whose, sum);
    }

    private static double number(HttpResponse<String> answer) {
        if (answer.statusCode() != OK) {
            throw new IllegalStateException(answer.uri() + ": status " + answer.statusCode());
        }
        return Double.parseDouble(answer.body());
    }

    /** What was noted since then. */
    Noted since(Noted before) {
        SortedMap<String, Double> since = new TreeMap<>(counts);
        before.counts.forEach((what, count) -> since.merge(what, -count, Double::sum));
        return new Noted(since);
    }

    /** What is missing of so many calls where they are observed, and too much where they aren't; nothing if all is well. */
    List<String> faults(Column column, boolean observed, long calls) {
        List<String> faults = new ArrayList<>();
        counts.forEach((what, count) -> {
            // Of each hundred calls so many are sampled, of fewer it can be none.
            long sampledOf = calls / HUNDRED * HUNDRED;
            double least = what.startsWith(SPANS) ? SAMPLED * spansPerCall(column, what) * sampledOf : METERED * calls;
            if (observed && count < least || !observed && count > 0) {
                faults.add(String.format(
                        Locale.ROOT,
                        "%.0f %s for %d calls (expected: %s)",
                        count,
                        what,
                        calls,
                        observed ? String.format(Locale.ROOT, "at least %.0f", least) : "none"));
            }
        });
        return faults;
    }

    /** At least: Spring's own, and in some columns one more. */
    private static int spansPerCall(Column column, String what) {
        boolean more = column == Column.WEFT || column == Column.BARE_SPAN;
        return more && what.equals(SPANS + CALLER) ? 2 : 1;
    }
}
