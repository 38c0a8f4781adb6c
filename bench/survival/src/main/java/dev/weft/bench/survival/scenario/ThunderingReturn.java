package dev.weft.bench.survival.scenario;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weft.bench.load.LoadReport;
import dev.weft.bench.load.Pace;
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
import java.util.concurrent.TimeUnit;

/** An instance that all have left alone comes back, and so does a registry that all have lost. */
final class ThunderingReturn implements Scenario {

    private static final int RATE = 200;
    private static final int BACKS = 3;
    private static final int SECONDS = 12;
    private static final double MOST = 1.5;
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
                    new Requests("return", 1).gets(RATE, RATE * (out + 2 * SECONDS + 120), n -> crowd.uri("")));
            load.awaitSent(RATE * 2);
            findings.event(lost.name() + " fails");
            lost.behave("failPercent=100");
            load.awaitSent(RATE * (2 + out));
            findings.event(lost.name() + " is well again");
            lost.behave("");
            shares(findings, "back from its failures", lost, MOST);
            findings.event("SIGTERM to " + lost.name());
            lost.instance().terminate();
            Tier fresh = town.restart(lost);
            town.fleet()
                    .await("requests at " + fresh.name(), () -> fresh.tally().arrived() > 0);
            findings.event(fresh.name() + " has started anew");
            // A ramp lets through less than half of a whole share at first.
            shares(findings, "started anew", fresh, 0.5);
            load.enough();
            LoadReport report = load.report();
            findings.load("an instance returns", report);
            findings.atMost("failed", 0, report.failed().size(), "");
        }
    }

    private static void shares(Findings findings, String how, Tier returned, double mostAtFirst) {
        double fair = (double) RATE / BACKS;
        List<Long> seconds = eachSecond(returned);
        findings.figure("requests at the one that is " + how + ", second by second: " + seconds);
        findings.atMost(
                how + ": load in the first second, against its fair share", mostAtFirst, seconds.get(0) / fair, "x");
        findings.atMost(
                how + ": load in any second, against its fair share",
                MOST,
                seconds.stream().mapToLong(Long::longValue).max().orElseThrow() / fair,
                "x");
        findings.atLeast(
                how + ": requests within " + SECONDS + " s",
                1,
                seconds.stream().mapToLong(Long::longValue).sum(),
                "");
    }

    /** How many requests arrive in each second from now on. */
    private static List<Long> eachSecond(Tier tier) {
        List<Long> seconds = new ArrayList<>();
        long start = System.nanoTime();
        long before = tier.tally().arrived();
        for (int second = 1; second <= SECONDS; second++) {
            Pace.until(start + TimeUnit.SECONDS.toNanos(second));
            long now = tier.tally().arrived();
            seconds.add(now - before);
            before = now;
        }
        return seconds;
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
