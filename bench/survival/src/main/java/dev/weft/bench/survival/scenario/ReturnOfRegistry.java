package dev.weft.bench.survival.scenario;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weft.bench.load.Pace;
import dev.weft.bench.survival.Findings;
import dev.weft.bench.survival.Stage;
import dev.weft.bench.survival.Tier;
import dev.weft.bench.survival.Town;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * A registry comes back to many clients, each of which wants its stream again.
 *
 * @param callers that one process holds
 */
record ReturnOfRegistry(Stage stage, Findings findings, Town town, int callers) {

    private static final int HEARTBEAT_SECONDS = 5;

    void play() {
        int clients = stage.pick(200, callers);
        // No more in a process than it can start in the time that a start may take.
        List<Tier> others = IntStream.rangeClosed(2, clients / callers)
                .mapToObj(n -> town.crowd(n, callers, Town.BACK))
                .toList();
        others.forEach(crowd -> town.fleet().awaitHealthy(crowd.instance()));
        town.fleet().await("all streams", () -> opened().size() == clients);
        findings.event("kill -9 registry");
        town.registry().kill();
        // By then they wait for as long as they ever do, any time up to 10 s.
        Pace.until(System.nanoTime() + TimeUnit.SECONDS.toNanos(10));
        town.restartRegistries();
        findings.event("the registry is back");
        town.fleet().await("all streams again", Duration.ofSeconds(90), () -> opened().size() == clients);
        List<Instant> opened = opened();
        // Who comes much too early or too late does not make it a spread. Of 20 that draw lots, fewer are far apart.
        Duration spread = Duration.between(opened.get(clients / 10), opened.get(clients - 1 - clients / 10));
        findings.atLeast(
                "from a tenth of the streams that are opened again to nine tenths: one interval of heartbeats"
                        + stage.pick("", ", or half of it"),
                HEARTBEAT_SECONDS * stage.pick(1.0, 0.5),
                spread.toMillis() / 1e3,
                " s");
        findings.atMost(
                "streams opened within one second",
                stage.pick(40, 50),
                100.0 * mostInOneSecond(opened) / clients,
                " %");
    }

    /** When each caller's stream was opened, in order. */
    private List<Instant> opened() {
        List<Instant> opened = new ArrayList<>();
        try {
            for (JsonNode client : new ObjectMapper()
                    .readTree(town.rules().read("/mesh/v1/clients"))
                    .path("clients")) {
                if (client.path("service").asText().startsWith("crowd-")) {
                    opened.add(Instant.parse(client.path("since").asText()));
                }
            }
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
        return opened.stream().sorted().toList();
    }

    private static long mostInOneSecond(List<Instant> sorted) {
        return sorted.stream()
                .mapToLong(first -> sorted.stream()
                        .filter(other -> !other.isBefore(first) && other.isBefore(first.plusSeconds(1)))
                        .count())
                .max()
                .orElse(0);
    }
}
