package dev.weft.bench.survival.scenario;

import dev.weft.bench.load.LoadReport;
import dev.weft.bench.load.Pace;
import dev.weft.bench.survival.Findings;
import dev.weft.bench.survival.Mechanism;
import dev.weft.bench.survival.Requests;
import dev.weft.bench.survival.Stage;
import dev.weft.bench.survival.Tier;
import dev.weft.bench.survival.Town;
import java.time.Duration;

/** An endpoint dies while nobody calls it: checks find out, before a request does. */
record DeadWhileIdle(Stage stage, Findings findings, Town town, Tier front) {

    private static final String PATH = "/actuator/health/readiness";
    private static final int RATE = 50;

    /** The registry would find out by itself, by the end of its lease after 15 s. */
    private static final Duration LIMIT = Duration.ofSeconds(14);

    private static final Duration PAUSE = Duration.ofMillis(20);

    void play(Tier victim) {
        if (stage.has(Mechanism.HEALTH)) {
            // Not before: it would help where something else is shown.
            switchOn();
        }
        town.fleet().await(victim.name() + " to be in use", () -> !isEjected(victim));
        findings.event("SIGSTOP to " + victim.name() + ", and no requests");
        victim.instance().pause();
        long start = System.nanoTime();
        while (!isEjected(victim) && System.nanoTime() - start < LIMIT.toNanos()) {
            Pace.until(System.nanoTime() + PAUSE.toNanos());
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        findings.atMost("idle: until the dead one was found", 10, seconds, " s");
        LoadReport report = town.run(new Requests("idle", Holes.TIERS).gets(RATE, RATE * 2, n -> front.uri("")));
        findings.load("after the idle time", report);
        findings.atMost("idle: failed afterwards", 0, report.failed().size(), "");
        findings.atMost("idle: the longest call afterwards", Holes.ATTEMPT_MILLIS, Holes.longestMillis(report), " ms");
        victim.instance().resume();
    }

    private boolean isEjected(Tier victim) {
        return front.endpoint(Town.BACK, victim).hasNonNull("ejected");
    }

    private void switchOn() {
        int status =
                town.rules().put(Town.BACK, "services: { back: { health: { path: " + PATH + ", interval: 1s } } }");
        if (status / 100 != 2) {
            throw new IllegalStateException("the rules were not stored: " + status);
        }
        town.fleet()
                .await(
                        front.name() + " to check",
                        () -> front.json("/actuator/mesh/" + Town.BACK)
                                .toString()
                                .contains(PATH));
    }
}
