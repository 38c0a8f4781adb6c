package dev.weft.bench.survival.scenario;

import dev.weft.bench.load.LoadReport;
import dev.weft.bench.load.Pace;
import dev.weft.bench.load.RunningLoad;
import dev.weft.bench.survival.Findings;
import dev.weft.bench.survival.Network;
import dev.weft.bench.survival.NotRunException;
import dev.weft.bench.survival.Requests;
import dev.weft.bench.survival.Stage;
import dev.weft.bench.survival.Tier;
import dev.weft.bench.survival.Town;
import dev.weft.bench.survival.Way;
import java.time.Duration;

/** One of several endpoints accepts and never answers, or is not heard any more. */
record SilentOnes(Stage stage, Findings findings, Town town, Tier front) {

    private static final int MOST_WAITING = 5;
    private static final Duration TRIED = Duration.ofMillis(Holes.ATTEMPT_MILLIS + Holes.GRACE_MILLIS);

    private static final Duration PAUSE = Duration.ofMillis(10);

    /** Nothing comes back: open connections seem so, whatever the other end has done to them, and new ones are not made. */
    void halfOpen(Tier lost, Network network) {
        int seconds = stage.pick(20, 8);
        RunningLoad load = start("half-open", seconds);
        Way back = network.way(lost.name(), front.name());
        findings.event("nothing comes back from " + lost.name() + ": " + network);
        long start = System.nanoTime();
        back.cut();
        Waiting waiting = Waiting.watch(front, lost, Duration.ofSeconds(seconds / 2));
        findings.event("what it sends arrives again");
        back.heal();
        tell("half-open connections", load.report(), start, waiting);
    }

    void blackHole(Tier hole) {
        int seconds = stage.pick(20, 8);
        RunningLoad load = start("hole", seconds);
        findings.event("SIGSTOP to " + hole.name());
        long start = System.nanoTime();
        hole.instance().pause();
        Waiting waiting = Waiting.watch(front, hole, Duration.ofSeconds(seconds - 4));
        hole.instance().resume();
        findings.event("SIGCONT");
        tell("black hole", load.report(), start, waiting);
    }

    private RunningLoad start(String run, int seconds) {
        RunningLoad load =
                town.start(new Requests(run, Holes.TIERS).gets(Holes.RATE, Holes.RATE * seconds, n -> front.uri("")));
        load.awaitSent(Holes.RATE * 2);
        return load;
    }

    private void tell(String what, LoadReport report, long startNanos, Waiting waiting) {
        findings.load(what, report);
        findings.figure(
                what + ": " + held(what, report, startNanos) + " requests took as long as an attempt may, or longer");
        findings.atMost(what + ": requests that wait in it at once", MOST_WAITING, waiting.most(), "");
        findings.atMost(what + ": the same once an attempt has timed out", 1, waiting.mostLater(), "");
        findings.atMost(what + ": failed", 0, report.failed().size(), "");
        findings.atMost(
                what + ": the longest call",
                Holes.CALL_MILLIS + Holes.GRACE_MILLIS,
                Holes.longestMillis(report),
                " ms");
    }

    /**
     * How many requests an endpoint that does not answer has kept until their attempts timed out. Others are under way at any
     * moment, also to those that do answer.
     *
     * @throws NotRunException if none was kept: then it did answer
     */
    static long held(String what, LoadReport report, long startNanos) {
        long held = report.samples().stream()
                .filter(sample -> sample.dueNanos() - startNanos >= 0
                        && sample.latencyNanos()
                                >= Duration.ofMillis(Holes.ATTEMPT_MILLIS).toNanos())
                .count();
        if (held == 0) {
            throw new NotRunException(what + ": no request took as long as an attempt may");
        }
        return held;
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
                Pace.until(System.nanoTime() + PAUSE.toNanos());
            }
            return new Waiting(most, mostLater);
        }
    }
}
