package dev.weft.bench.comparison.driver;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weft.bench.closed.Calls;
import dev.weft.bench.closed.Outcome;
import dev.weft.bench.fleet.Fleet;
import dev.weft.bench.fleet.Instance;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;

/**
 * A column that runs. All of its processes share its figures: what one does at the server's side, another does at the
 * client's.
 *
 * @param observed whether it has meters and tracing
 * @param between what its calls go through; nothing in most columns
 * @param backends what it calls
 */
record Subject(
        Column column,
        boolean observed,
        Fleet fleet,
        Instance caller,
        List<Instance> between,
        List<Instance> backends) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final double BYTES_PER_MIB = 1 << 20;
    private static final double NANOS_PER_MICRO = 1e3;
    private static final double NANOS_PER_MILLI = 1e6;
    private static final double NANOS_PER_SECOND = 1e9;

    /** Column and whether it is observed. */
    String name() {
        return column + (observed ? ", observed" : "");
    }

    /**
     * Calls for so long, and says what that came to.
     *
     * @throws IllegalStateException if one of its processes does not answer, or has ended: it says which
     */
    Slice measure(Setting setting, int round, Duration duration) {
        try {
            return measured(setting, round, duration);
        } catch (RuntimeException e) {
            String why = instances()
                    .filter(instance -> !instance.isAlive())
                    .map(instance -> instance + " has ended; see " + instance.log())
                    .findFirst()
                    .orElse(Bar.why(e));
            throw new IllegalStateException(setting + ": " + why, e);
        }
    }

    private Stream<Instance> instances() {
        return Stream.of(List.of(caller), between, backends).flatMap(List::stream);
    }

    private Slice measured(Setting setting, int round, Duration duration) {
        List<ProcessHandle> processes = instances().flatMap(Instance::processes).toList();
        double before = Usage.cpuSeconds(processes);
        Outcome outcome = run(setting, duration);
        double cpuSeconds = Usage.cpuSeconds(processes) - before;
        Histogram latencies = outcome.latencies();
        return new Slice(
                column,
                setting,
                round,
                outcome.answered(),
                outcome.failed(),
                outcome.nanos() / NANOS_PER_SECOND,
                latencies.getValueAtPercentile(50) / NANOS_PER_MICRO,
                latencies.getValueAtPercentile(99) / NANOS_PER_MICRO,
                outcome.allocated(),
                cpuSeconds,
                Usage.pssMib(processes),
                setting.hasHeap() ? heapMib() : Double.NaN);
    }

    /**
     * Calls for a while, and says what its processes have failed to note of it, or have noted although nobody should; nothing
     * if all is well.
     */
    List<String> observationFaults(Duration duration) {
        return Stream.of(Calls.BLOCKING, Calls.REACTIVE)
                .flatMap(calls -> {
                    Noted before = Noted.by(this);
                    Outcome outcome = run(new Setting(calls, observed, 1, Payload.TINY), duration);
                    Noted noted = Noted.by(this).since(before);
                    Stream<String> failures = outcome.failed() > 0
                            ? Stream.of(outcome.failed() + " calls failed: " + outcome.why())
                            : Stream.empty();
                    return Stream.concat(noted.faults(column, observed, outcome.answered()).stream(), failures);
                })
                .toList();
    }

    private double heapMib() {
        return Stream.concat(Stream.of(caller), backends.stream())
                .map(jvm -> post(jvm, "/heap", PATIENCE))
                .mapToDouble(bytes -> Long.parseLong(bytes) / BYTES_PER_MIB)
                .sum();
    }

    /** How much longer the first call of a service takes than the second, in a process that has long called others. */
    double firstCallMillis(String service) {
        String path = "/first?calls=2&bytes=" + Payload.TINY.bytes() + "&service=" + service;
        String answer = post(caller, path, PATIENCE);
        try {
            long[] nanos = JSON.readValue(answer, long[].class);
            return (nanos[0] - nanos[1]) / NANOS_PER_MILLI;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(caller + ": " + answer, e);
        }
    }

    private Outcome run(Setting setting, Duration duration) {
        String path = String.format(
                Locale.ROOT,
                "/run?calls=%s&callers=%d&bytes=%d&millis=%d",
                setting.calls(),
                setting.callers(),
                setting.payload().bytes(),
                duration.toMillis());
        String answer = post(caller, path, duration.plus(PATIENCE));
        try {
            Outcome outcome = JSON.readValue(answer, Outcome.class);
            if (outcome.failed() > 0) {
                System.err.printf("%s, %s: %d failed: %s%n", column, setting, outcome.failed(), outcome.why());
            }
            return outcome;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(caller + ": " + answer, e);
        }
    }

    private String post(Instance instance, String path, Duration patience) {
        HttpResponse<String> answer = fleet.send(HttpRequest.newBuilder(instance.uri(path))
                .POST(BodyPublishers.noBody())
                .timeout(patience)
                .build());
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(instance + ": status " + answer.statusCode() + "; see " + instance.log());
        }
        return answer.body();
    }
}
