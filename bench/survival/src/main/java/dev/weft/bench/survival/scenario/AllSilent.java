package dev.weft.bench.survival.scenario;

import dev.weft.bench.load.Load;
import dev.weft.bench.load.LoadReport;
import dev.weft.bench.survival.Findings;
import dev.weft.bench.survival.Mechanism;
import dev.weft.bench.survival.Requests;
import dev.weft.bench.survival.Stage;
import dev.weft.bench.survival.Tier;
import dev.weft.bench.survival.Town;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** No endpoint answers, and nothing but the deadline ends a call that can't be tried elsewhere. */
record AllSilent(Stage stage, Findings findings, Town town, Tier front) {

    private static final int RATE = 50;
    private static final int CALL_MILLIS = 1_000;
    private static final int WHOLE_MILLIS = CALL_MILLIS - 100;
    private static final Duration RETURN = Duration.ofSeconds(30);

    /** What such a caller is told. */
    static Map<String, String> properties(Stage stage) {
        // An open breaker would end the calls before their deadline does.
        Map<String, String> properties = new HashMap<>(Mechanism.BREAKER.properties());
        if (stage.has(Mechanism.TIMEOUT)) {
            properties.put("mesh.services.back.timeout", CALL_MILLIS + "ms");
        }
        return properties;
    }

    void play(List<Tier> backs) {
        town.warmUp(front, Holes.TIERS);
        findings.event("SIGSTOP to all of " + Town.BACK);
        backs.forEach(back -> back.instance().pause());
        LoadReport report = town.run(load(RATE * stage.pick(20, 4)));
        findings.event("SIGCONT");
        backs.forEach(back -> back.instance().resume());
        findings.load("all silent", report);
        findings.atMost("all silent: anything but 504", 0, report.failed().size(), "");
        findings.atMost(
                "all silent: the longest call", CALL_MILLIS + Holes.GRACE_MILLIS, Holes.longestMillis(report), " ms");
        // Writes are not repeated, so they wait as long as they may.
        findings.atLeast(
                "all silent: calls that took their whole time",
                0.45 * report.samples().size(),
                whole(report),
                "");
        town.fleet().await("an answer", RETURN, () -> town.fleet().status(front.uri("/work?id=return")) == 200);
        LoadReport after =
                town.run(new Requests("resumed", Holes.TIERS).gets(RATE, RATE * stage.pick(10, 2), n -> front.uri("")));
        findings.load("all resumed", after);
        findings.atMost("all resumed: failed", 0, after.failed().size(), "");
    }

    private Load load(int requests) {
        Load mixed = new Requests("silent", Holes.TIERS).mixed(RATE, requests, n -> front.uri(""));
        return new Load(
                RATE,
                requests,
                mixed.request(),
                (n, response) -> response.statusCode() == 504 ? null : response.statusCode() + " " + response.body());
    }

    private static long whole(LoadReport report) {
        long nanos = Duration.ofMillis(WHOLE_MILLIS).toNanos();
        return report.samples().stream()
                .filter(sample -> sample.latencyNanos() >= nanos)
                .count();
    }
}
