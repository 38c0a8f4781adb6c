package dev.weft.bench.survival.scenario;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weft.bench.load.LoadReport;
import dev.weft.bench.load.RunningLoad;
import dev.weft.bench.survival.Findings;
import dev.weft.bench.survival.Requests;
import dev.weft.bench.survival.Scenario;
import dev.weft.bench.survival.Stage;
import dev.weft.bench.survival.Tier;
import dev.weft.bench.survival.Town;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** An instance that all have left alone comes back, and so does a registry that all have lost. */
final class ThunderingReturn implements Scenario {

    private static final int RATE = 200;
    private static final int BACKS = 3;
    private static final int RAMP_SECONDS = 10;
    /** A client's stream is heard of as often. */
    private static final int INTERVAL_SECONDS = 5;

    @Override
    public String name() {
        return "return";
    }

    @Override
    public String title() {
        return "50 callers (quick: 20) and an instance that comes back, then 200 (quick: 20) and a registry; "
                + "200 rps of GET";
    }

    @Override
    public void run(Stage stage, Findings findings) {
        instance(stage, findings);
        registry(stage, findings);
    }

    private static void instance(Stage stage, Findings findings) {
        try (Town town = new Town(stage)) {
            List<Tier> backs = town.backs(BACKS);
            backs.forEach(back -> town.fleet().awaitHealthy(back.instance()));
            Tier crowd = town.crowd(stage.pick(50, 20), Town.BACK);
            town.fleet().awaitHealthy(crowd.instance());
            town.warmUp(crowd, 1);
            Tier lost = backs.get(0);
            int out = stage.pick(15, 8);
            RunningLoad load = town.start(
                    new Requests("return", 1).gets(RATE, RATE * (out + 2 * RAMP_SECONDS + 60), n -> crowd.uri("")));
            load.awaitSent(RATE * 2);
            findings.event(lost.name() + " fails");
            lost.behave("failPercent=100");
            load.awaitSent(RATE * (2 + out));
            findings.event(lost.name() + " is well again");
            lost.behave("");
            int returned = RATE * (2 + out);
            List<Long> seconds = new ArrayList<>();
            long before = lost.tally().arrived();
            // Probes come one by one, so the first second with more than that is the one that counts.
            for (int second = 1; second <= RAMP_SECONDS; second++) {
                load.awaitSent(returned + RATE * second);
                long now = lost.tally().arrived();
                seconds.add(now - before);
                before = now;
            }
            load.enough();
            LoadReport report = load.report();
            findings.load("an instance returns", report);
            findings.figure("requests at " + lost.name() + " in each second after its return: " + seconds);
            double fair = (double) RATE / BACKS;
            // 1.5 is what must be; probes and a ramp let through less than half of what newcomers would get at once.
            findings.atMost("load in its first second, against its fair share", 0.5, seconds.get(0) / fair, "x");
            findings.atMost(
                    "load in any second of its return, against its fair share",
                    1.5,
                    seconds.stream().mapToLong(Long::longValue).max().orElseThrow() / fair,
                    "x");
            findings.atMost("failed", 0, report.failed().size(), "");
        }
    }

    private static void registry(Stage stage, Findings findings) {
        try (Town town = new Town(stage)) {
            Tier back = town.tier(Town.BACK, 1, null);
            town.fleet().awaitHealthy(back.instance());
            int callers = stage.pick(200, 20);
            Tier crowd = town.crowd(callers, Town.BACK);
            town.fleet().awaitHealthy(crowd.instance());
            town.fleet().await("all streams", () -> opened(town).size() > callers);
            findings.event("kill -9 registry");
            town.registry().kill();
            town.restartRegistry();
            findings.event("the registry is back");
            town.fleet()
                    .await(
                            "all streams again",
                            Duration.ofSeconds(90),
                            () -> opened(town).size() > callers);
            List<Instant> opened = opened(town).stream().sorted().toList();
            double spread = Duration.between(opened.get(0), opened.get(opened.size() - 1))
                            .toMillis()
                    / 1e3;
            findings.atLeast("from the first stream that is opened again to the last", INTERVAL_SECONDS, spread, " s");
            findings.atMost(
                    "streams opened within one second", 50, 100.0 * mostInOneSecond(opened) / opened.size(), " %");
        }
    }

    /** When each client's stream was opened. */
    private static List<Instant> opened(Town town) {
        List<Instant> opened = new ArrayList<>();
        try {
            for (JsonNode client : new ObjectMapper()
                    .readTree(town.rules().read("/mesh/v1/clients"))
                    .path("clients")) {
                opened.add(Instant.parse(client.path("since").asText()));
            }
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
        return opened;
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
