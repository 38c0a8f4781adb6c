package dev.weft.bench.survival.scenario;

import dev.weft.bench.load.LoadReport;
import dev.weft.bench.load.RunningLoad;
import dev.weft.bench.survival.Findings;
import dev.weft.bench.survival.Network;
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

    /** Nothing comes back: open connections seem so, whatever the other end has done to them, and new ones are not made. */
    void halfOpen(Tier lost, Network network) {
        int seconds = stage.pick(40, 10);
        RunningLoad load = start("half-open", seconds);
        Way back = network.way(lost.name(), front.name());
        findings.event("nothing comes back from " + lost.name() + ": " + network);
        back.cut();
        Waiting waiting = Waiting.watch(front, lost, Duration.ofSeconds(seconds / 2));
        findings.event("what it sends arrives again");
        back.heal();
        tell("half-open connections", load.report(), waiting);
    }

    void blackHole(Tier hole) {
        int seconds = stage.pick(40, 10);
        RunningLoad load = start("hole", seconds);
        findings.event("SIGSTOP to " + hole.name());
        hole.instance().pause();
        Waiting waiting = Waiting.watch(front, hole, Duration.ofSeconds(seconds - 4));
        hole.instance().resume();
        findings.event("SIGCONT");
        tell("black hole", load.report(), waiting);
        findings.atMost("black hole: the same once an attempt has timed out", 1, waiting.mostLater(), "");
    }

    private RunningLoad start(String run, int seconds) {
        RunningLoad load =
                town.start(new Requests(run, Holes.TIERS).gets(Holes.RATE, Holes.RATE * seconds, n -> front.uri("")));
        load.awaitSent(Holes.RATE * 2);
        return load;
    }

    private void tell(String what, LoadReport report, Waiting waiting) {
        findings.load(what, report);
        findings.atLeast(what + ": requests that were seen to wait in it", 1, waiting.most(), "");
        findings.atMost(what + ": requests that wait in it at once", MOST_WAITING, waiting.most(), "");
        findings.atMost(what + ": failed", 0, report.failed().size(), "");
        findings.atMost(
                what + ": the longest call",
                Holes.CALL_MILLIS + Holes.GRACE_MILLIS,
                Holes.longestMillis(report),
                " ms");
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
    }
}
