package dev.weft.bench.survival.scenario;

import dev.weft.bench.load.Load;
import dev.weft.bench.load.LoadReport;
import dev.weft.bench.load.Sample;
import dev.weft.bench.survival.Findings;
import dev.weft.bench.survival.Mechanism;
import dev.weft.bench.survival.Scenario;
import dev.weft.bench.survival.Stage;
import dev.weft.bench.survival.Tier;
import dev.weft.bench.survival.Town;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Callers that wait 300 ms, three hops, and trouble that eats the time at the last one or just before it. */
final class DeadlineChain implements Scenario {

    private static final int RATE = 50;
    private static final int PATIENCE_MILLIS = 300;
    private static final int GRACE_MILLIS = 50;

    @Override
    public String name() {
        return "deadline";
    }

    @Override
    public String title() {
        return "three hops, the last one slow, callers that wait 300 ms: nobody works for who has left; 50 rps of GET";
    }

    @Override
    public void run(Stage stage, Findings findings) {
        try (Town town = new Town(stage)) {
            Map<String, String> plain = new HashMap<>();
            // Open breakers would end the calls before there is anything to see, and attempts that may be followed by
            // others
            // get a part of the time only.
            plain.putAll(Mechanism.BREAKER.properties());
            plain.putAll(Mechanism.RETRIES.properties());
            Tier back = town.tier(Town.BACK, 1, null, plain);
            Tier mid = town.tier(Town.MID, 1, Town.BACK, plain);
            Tier front = town.tier(Town.FRONT, 1, Town.MID, plain);
            town.awaitKnown(mid, Town.BACK, 1);
            town.awaitKnown(front, Town.MID, 1);
            town.warmUp(front, 3);
            List<Tier> tiers = List.of(front, mid, back);
            back.behave("delayMillis=2000");
            round(stage, findings, town, "the last hop takes 2 s", tiers);
            back.behave("");
            // What is left for the last hop is next to nothing, sometimes a little more and sometimes less.
            for (int millis : stage.pick(List.of(200, 240, 250, 260, 270, 280), List.of(240, 250, 260))) {
                mid.behave("delayMillis=" + millis);
                round(stage, findings, town, "the hop before takes " + millis + " ms", tiers);
            }
        }
    }

    private void round(Stage stage, Findings findings, Town town, String what, List<Tier> tiers) {
        List<Tier.Tally> before = tiers.stream().map(Tier::tally).toList();
        findings.event(what);
        LoadReport report = town.run(load(stage, tiers.get(0)));
        findings.load(what, report);
        findings.atMost(
                what + ": calls that end after their deadline and 50 ms",
                0,
                report.samples().stream().filter(DeadlineChain::isLate).count(),
                "");
        long startedLate = 0;
        long workedLate = 0;
        for (int i = 0; i < tiers.size(); i++) {
            Tier.Tally then = before.get(i);
            Tier.Tally now = tiers.get(i).tally();
            startedLate += now.startedLate() - then.startedLate();
            workedLate += now.workedLate() - then.workedLate();
            findings.figure(tiers.get(i).name() + " has begun " + (now.arrived() - then.arrived()));
        }
        findings.atMost(what + ": begun with less than 1 ms left", 0, startedLate, "");
        findings.atMost(what + ": worked on 50 ms after the deadline", 0, workedLate, "");
    }

    private Load load(Stage stage, Tier front) {
        boolean said = stage.has(Mechanism.DEADLINE);
        return new Load(
                RATE,
                RATE * stage.pick(10, 5),
                n -> {
                    // All processes share a wall clock, and the last one counts by it.
                    long by = System.currentTimeMillis() + PATIENCE_MILLIS;
                    HttpRequest.Builder request = HttpRequest.newBuilder(
                                    front.uri("/work?id=deadline-" + n + "&by=" + by))
                            .timeout(Duration.ofSeconds(20));
                    if (said) {
                        request.header("mesh-timeout-ms", Integer.toString(PATIENCE_MILLIS));
                    }
                    return request.build();
                },
                // Any answer in time is one: that there is no time left is the right one.
                (n, response) -> response.statusCode() < 500 || response.statusCode() == 504
                        ? null
                        : response.statusCode() + " " + response.body());
    }

    private static boolean isLate(Sample sample) {
        return sample.latencyNanos()
                > Duration.ofMillis(PATIENCE_MILLIS + GRACE_MILLIS).toNanos();
    }
}
