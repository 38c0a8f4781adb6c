package dev.weft.bench.survival.scenario;

import dev.weft.bench.fleet.Fleet;
import dev.weft.bench.load.LoadReport;
import dev.weft.bench.load.RunningLoad;
import dev.weft.bench.survival.Findings;
import dev.weft.bench.survival.Mechanism;
import dev.weft.bench.survival.Requests;
import dev.weft.bench.survival.Scenario;
import dev.weft.bench.survival.Stage;
import dev.weft.bench.survival.Tier;
import dev.weft.bench.survival.Town;
import dev.weft.bench.survival.proxy.Fault;
import dev.weft.bench.survival.proxy.FaultProxy;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Endpoints that accept and never answer, connections that are no longer what they seem, and one that dies while idle. */
final class Holes implements Scenario {

    private static final int RATE = 200;
    private static final int TIERS = 2;
    private static final int ATTEMPT_MILLIS = 500;
    private static final int CALL_MILLIS = 3_000;
    private static final int MOST_WAITING = 5;
    private static final int GRACE_MILLIS = 250;
    private static final String KEEP_ALIVE_MILLIS = "100";

    @Override
    public String name() {
        return "holes";
    }

    @Override
    public String title() {
        return "an idle endpoint dies, one becomes a black hole, one is half-open, pooled connections go stale; "
                + "200 rps of GET";
    }

    @Override
    public void run(Stage stage, Findings findings) {
        try (Town town = new Town(stage)) {
            int port = Fleet.freePort();
            Tier plain = town.tier(Town.BACK, 1, null);
            Tier hole = town.tier(Town.BACK, 2, null, Map.of("server.tomcat.keep-alive-timeout", KEEP_ALIVE_MILLIS));
            Tier proxied =
                    town.tier(Town.BACK, 3, null, Map.of("eureka.instance.non-secure-port", Integer.toString(port)));
            Tier front = town.tier(Town.FRONT, 1, Town.BACK, rules(stage));
            try (FaultProxy proxy = FaultProxy.before(proxied.instance().port(), port)) {
                town.awaitKnown(front, Town.BACK, 3);
                town.warmUp(front, TIERS);
                stale(stage, findings, town, front);
                halfOpen(stage, findings, town, front, proxy);
                blackHole(stage, findings, town, front, hole);
                idle(findings, town, front, plain);
            }
        }
    }

    private static Map<String, String> rules(Stage stage) {
        Map<String, String> rules = new HashMap<>();
        if (stage.has(Mechanism.TIMEOUT)) {
            rules.put("mesh.services.back.timeout", CALL_MILLIS + "ms");
            rules.put("mesh.services.back.attempt-timeout", ATTEMPT_MILLIS + "ms");
        }
        if (stage.has(Mechanism.HEALTH)) {
            rules.put("mesh.services.back.health.path", "/actuator/health/readiness");
            rules.put("mesh.services.back.health.interval", "1s");
        }
        return rules;
    }

    /** Just when the caller uses a pooled connection again, the server closes it. */
    private static void stale(Stage stage, Findings findings, Town town, Tier front) {
        // So that a connection is idle for about as long as the server allows.
        int rate = 3_000 / Integer.parseInt(KEEP_ALIVE_MILLIS);
        LoadReport report =
                town.run(new Requests("stale", TIERS).gets(rate, rate * stage.pick(60, 15), n -> front.uri("")));
        findings.load("stale connections", report);
        findings.atMost("stale connections: failed", 0, report.failed().size(), "");
    }

    /** Connections stay open and nothing comes back, then they are cut all at once, in the middle of whatever they do. */
    private static void halfOpen(Stage stage, Findings findings, Town town, Tier front, FaultProxy proxy) {
        int seconds = stage.pick(40, 12);
        RunningLoad load = town.start(new Requests("half-open", TIERS).gets(RATE, RATE * seconds, n -> front.uri("")));
        load.awaitSent(RATE * 2);
        findings.event("nothing comes back from one of three");
        proxy.toClient(new Fault.Timeout(Duration.ZERO));
        load.awaitSent(RATE * seconds / 2);
        findings.event("its connections are cut, new ones are good");
        proxy.down();
        proxy.heal();
        proxy.up();
        LoadReport report = load.report();
        findings.load("half-open connections", report);
        findings.atMost("half-open connections: failed", 0, report.failed().size(), "");
        findings.atMost("half-open connections: the longest call", CALL_MILLIS + GRACE_MILLIS, longest(report), " ms");
    }

    private static void blackHole(Stage stage, Findings findings, Town town, Tier front, Tier hole) {
        int seconds = stage.pick(40, 12);
        RunningLoad load = town.start(new Requests("hole", TIERS).gets(RATE, RATE * seconds, n -> front.uri("")));
        load.awaitSent(RATE * 2);
        findings.event("SIGSTOP to " + hole.name());
        hole.instance().pause();
        long stopped = System.nanoTime();
        int most = 0;
        int mostLater = 0;
        long later = stopped + 2 * Duration.ofMillis(ATTEMPT_MILLIS).toNanos();
        long end = stopped + Duration.ofSeconds(seconds - 4).toNanos();
        for (long asked = stopped; asked - end < 0; asked = System.nanoTime()) {
            int waiting = front.endpoint(Town.BACK, hole).path("inFlight").asInt();
            most = Math.max(most, waiting);
            if (asked - later > 0) {
                mostLater = Math.max(mostLater, waiting);
            }
        }
        hole.instance().resume();
        findings.event("SIGCONT");
        LoadReport report = load.report();
        findings.load("black hole", report);
        findings.atLeast("black hole: requests that were seen to wait in it", 1, most, "");
        findings.atMost("black hole: requests that wait in it at once", MOST_WAITING, most, "");
        findings.atMost("black hole: the same once an attempt has timed out", 1, mostLater, "");
        findings.atMost("black hole: failed", 0, report.failed().size(), "");
        findings.atMost("black hole: the longest call", CALL_MILLIS + GRACE_MILLIS, longest(report), " ms");
    }

    private static void idle(Findings findings, Town town, Tier front, Tier victim) {
        town.fleet()
                .await(
                        victim.name() + " to be in use",
                        () -> !front.endpoint(Town.BACK, victim).hasNonNull("ejected"));
        findings.event("SIGSTOP to " + victim.name() + ", and no requests");
        victim.instance().pause();
        long start = System.nanoTime();
        // The registry would find out by itself, by the end of its lease after 15 s.
        Duration limit = Duration.ofSeconds(14);
        while (!front.endpoint(Town.BACK, victim).hasNonNull("ejected")
                && System.nanoTime() - start < limit.toNanos()) {
            Thread.onSpinWait();
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        findings.atMost("idle: until the dead one was found", 10, seconds, " s");
        LoadReport report = town.run(new Requests("idle", TIERS).gets(50, 100, n -> front.uri("")));
        findings.load("after the idle time", report);
        findings.atMost("idle: the longest call afterwards", ATTEMPT_MILLIS, longest(report), " ms");
        victim.instance().resume();
    }

    private static double longest(LoadReport report) {
        return report.samples().stream()
                        .mapToLong(sample -> sample.latencyNanos())
                        .max()
                        .orElse(0)
                / 1e6;
    }
}
