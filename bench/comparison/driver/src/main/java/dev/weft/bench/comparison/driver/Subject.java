package dev.weft.bench.comparison.driver;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weft.bench.closed.Outcome;
import dev.weft.bench.fleet.Fleet;
import dev.weft.bench.fleet.Instance;
import java.net.URI;
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
 * @param proxies what its calls go through; none in most columns
 * @param backends what it calls
 */
record Subject(
        Column column,
        boolean observed,
        Fleet fleet,
        Instance caller,
        List<Instance> proxies,
        List<Instance> backends) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final double NANOS_PER_MICRO = 1e3;
    private static final double NANOS_PER_SECOND = 1e9;

    /** Calls for so long, and says what that came to. */
    Slice measure(Setting setting, int round, Duration duration) {
        List<ProcessHandle> processes = Stream.of(List.of(caller), proxies, backends)
                .flatMap(List::stream)
                .flatMap(Instance::processes)
                .toList();
        Usage.forgetPeaks(processes);
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
                cpuSeconds,
                Usage.peakMib(processes));
    }

    private Outcome run(Setting setting, Duration duration) {
        URI uri = caller.uri(String.format(
                Locale.ROOT,
                "/run?calls=%s&callers=%d&bytes=%d&millis=%d",
                setting.calls(),
                setting.callers(),
                setting.payload().bytes(),
                duration.toMillis()));
        HttpResponse<String> answer = fleet.send(HttpRequest.newBuilder(uri)
                .POST(BodyPublishers.noBody())
                .timeout(duration.plus(PATIENCE))
                .build());
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(caller + ": status " + answer.statusCode() + "; see " + caller.log());
        }
        try {
            Outcome outcome = JSON.readValue(answer.body(), Outcome.class);
            if (outcome.failed() > 0) {
                System.err.printf("%s, %s: %d failed: %s%n", column, setting, outcome.failed(), outcome.why());
            }
            return outcome;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(caller + ": " + answer.body(), e);
        }
    }
}
