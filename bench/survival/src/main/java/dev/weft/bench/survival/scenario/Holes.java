package dev.weft.bench.survival.scenario;

import dev.weft.bench.fleet.Place;
import dev.weft.bench.load.LoadReport;
import dev.weft.bench.load.RunningLoad;
import dev.weft.bench.survival.Findings;
import dev.weft.bench.survival.Mechanism;
import dev.weft.bench.survival.Network;
import dev.weft.bench.survival.Requests;
import dev.weft.bench.survival.Scenario;
import dev.weft.bench.survival.Stage;
import dev.weft.bench.survival.Tier;
import dev.weft.bench.survival.Town;
import dev.weft.bench.survival.Way;
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
    private static final Duration TRIED = Duration.ofMillis(ATTEMPT_MILLIS + GRACE_MILLIS);
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
        try (Network network = Network.ofThisRun();
                Town town = new Town(stage, network)) {
            Tier plain = town.tier(Town.BACK, 1, null);
            Tier hole = town.tier(Town.BACK, 2, null, Map.of("server.tomcat.keep-alive-timeout", KEEP_ALIVE_MILLIS));
            Tier lost = town.tier(Town.BACK, 3, null, foundAt(network.reach("front-1", "back-3")));
            Tier front = town.tier(Town.FRONT, 1, Town.BACK, rules(stage));
            town.awaitKnown(front, Town.BACK, 3);
            town.warmUp(front, TIERS);
            stale(stage, findings, town, front);
            halfOpen(stage, findings, town, front, lost, network);
            blackHole(stage, findings, town, front, hole);
            idle(findings, town, front, plain);
        }
    }

    /** It is found where it can be cut off, and closes idle connections soon, also those that the other end can't know of. */
    private static Map<String, String> foundAt(Place reached) {
        return Map.of(
                "eureka.instance.non-secure-port",
                Integer.toString(reached.port()),
                "server.tomcat.keep-alive-timeout",
                "1s");
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

    /** Nothing comes back: open connections seem so, whatever the other end has done to them, and new ones are not made. */
    private static void halfOpen(Stage stage, Findings findings, Town town, Tier front, Tier lost, Network network) {
        int seconds = stage.pick(40, 12);
        RunningLoad load = town.start(new Requests("half-open", TIERS).gets(RATE, RATE * seconds, n -> front.uri("")));
        load.awaitSent(RATE * 2);
        Way back = network.way(lost.name(), front.name());
        findings.event("nothing comes back from " + lost.name() + ": " + network);
        back.cut();
        Waiting waiting = Waiting.watch(front, lost, Duration.ofSeconds(seconds / 2));
        findings.event("what it sends arrives again");
        back.heal();
        LoadReport report = load.report();
        findings.load("half-open connections", report);
        waiting.tell(findings, "half-open connections");
        told(findings, "half-open connections", report);
    }

    private static void blackHole(Stage stage, Findings findings, Town town, Tier front, Tier hole) {
        int seconds = stage.pick(40, 12);
        RunningLoad load = town.start(new Requests("hole", TIERS).gets(RATE, RATE * seconds, n -> front.uri("")));
        load.awaitSent(RATE * 2);
        findings.event("SIGSTOP to " + hole.name());
        hole.instance().pause();
        Waiting waiting = Waiting.watch(front, hole, Duration.ofSeconds(seconds - 4));
        hole.instance().resume();
        findings.event("SIGCONT");
        LoadReport report = load.report();
        findings.load("black hole", report);
        waiting.tell(findings, "black hole");
        findings.atMost("black hole: the same once an attempt has timed out", 1, waiting.mostLater(), "");
        told(findings, "black hole", report);
    }

    private static void told(Findings findings, String what, LoadReport report) {
        findings.atMost(what + ": failed", 0, report.failed().size(), "");
        findings.atMost(what + ": the longest call", CALL_MILLIS + GRACE_MILLIS, longest(report), " ms");
    }

    /**
     * How many requests of one caller an endpoint keeps waiting.
     *
     * @param most at once
     * @param mostLater at once, when the first of them must have timed out
     */
    private record Waiting(int most, int mostLater) {

        static Waiting watch(Tier front, Tier hole, Duration time) {
            long start = System.nanoTime();
            long later = Long.MAX_VALUE;
            int most = 0;
            int mostLater = 0;
            for (long at = 0; at < time.toNanos(); at = System.nanoTime() - start) {
                int waiting = front.endpoint(Town.BACK, hole).path("inFlight").asInt();
                most = Math.max(most, waiting);
                if (waiting > 0) {
                    later = Math.min(later, at + TRIED.toNanos());
                }
                if (at > later) {
                    mostLater = Math.max(mostLater, waiting);
                }
            }
            return new Waiting(most, mostLater);
        }

        void tell(Findings findings, String what) {
            findings.atLeast(what + ": requests that were seen to wait in it", 1, most, "");
            findings.atMost(what + ": requests that wait in it at once", MOST_WAITING, most, "");
        }
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
