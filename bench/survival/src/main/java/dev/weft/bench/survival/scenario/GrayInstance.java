package dev.weft.bench.survival.scenario;

import dev.weft.bench.load.LoadReport;
import dev.weft.bench.load.RunningLoad;
import dev.weft.bench.survival.Findings;
import dev.weft.bench.survival.Requests;
import dev.weft.bench.survival.Scenario;
import dev.weft.bench.survival.Stage;
import dev.weft.bench.survival.Tier;
import dev.weft.bench.survival.Town;
import java.util.List;

/** One of five instances becomes slow; later one fails half of the time. */
final class GrayInstance implements Scenario {

    private static final int RATE = 200;
    private static final int TIERS = 2;
    private static final int SETTLING_SECONDS = 10;

    @Override
    public String name() {
        return "gray";
    }

    @Override
    public String title() {
        return "one of five instances 10x slower, 8,000 requests (quick: 3,200), then one that answers half of its "
                + "requests with 503, 6,000 requests (quick: 2,000); 200 rps of GET";
    }

    @Override
    public void run(Stage stage, Findings findings) {
        try (Town town = new Town(stage)) {
            List<Tier> backs = town.backs(5);
            Tier front = town.tier(Town.FRONT, 1, Town.BACK);
            town.awaitKnown(front, Town.BACK, backs.size());
            town.warmUp(front, TIERS);
            backs.forEach(back -> back.behave("delayMillis=10"));
            double before = healthyMillis(stage, findings, town, front, "before");
            double slow = slowMillis(stage, findings, town, front, backs);
            double after = healthyMillis(stage, findings, town, front, "after");
            findings.atMost("p99 against the healthy p99", 1.3, slow / Math.min(before, after), "x");
            halfBroken(stage, findings, town, front, backs);
        }
    }

    private static double healthyMillis(Stage stage, Findings findings, Town town, Tier front, String when) {
        LoadReport healthy = town.run(
                new Requests("healthy-" + when, TIERS).gets(RATE, RATE * stage.pick(20, 6), n -> front.uri("")));
        findings.load("healthy " + when, healthy);
        findings.atMost("failed " + when, 0, healthy.failed().size(), "");
        return healthy.percentileMillis(99);
    }

    /** The p99 once the slow one is known. */
    private static double slowMillis(Stage stage, Findings findings, Town town, Tier front, List<Tier> backs) {
        int requests = RATE * stage.pick(40, 16);
        RunningLoad load = town.start(new Requests("gray", TIERS).gets(RATE, requests, n -> front.uri("")));
        Tier gray = backs.get(0);
        load.awaitSent(1);
        findings.event(gray.name() + " is 10x slower");
        gray.behave("delayMillis=100");
        int settled = RATE * SETTLING_SECONDS;
        load.awaitSent(settled);
        long before = gray.tally().arrived();
        LoadReport report = load.report();
        findings.load("gray", report);
        double share = 100.0 * (gray.tally().arrived() - before) / (requests - settled);
        LoadReport later = new LoadReport(report.startNanos(), report.samples().subList(settled, requests));
        findings.atMost("failed", 0, report.failed().size(), "");
        findings.atMost("share of the slow one after 10 s", 5, share, " %");
        gray.behave("delayMillis=10");
        return later.percentileMillis(99);
    }

    private static void halfBroken(Stage stage, Findings findings, Town town, Tier front, List<Tier> backs) {
        Tier broken = backs.get(1);
        int requests = RATE * stage.pick(30, 10);
        RunningLoad load = town.start(new Requests("half", TIERS).gets(RATE, requests, n -> front.uri("")));
        load.awaitSent(RATE);
        findings.event(broken.name() + " answers half of the requests with 503");
        long before = broken.tally().arrived();
        broken.behave("delayMillis=10&failPercent=50");
        LoadReport report = load.report();
        findings.load("half-broken", report);
        findings.atLeast("requests that reached it since", 2, broken.tally().arrived() - before, "");
        findings.atMost(
                "GETs that callers see fail", 0.5, 100.0 * report.failed().size() / (requests - RATE), " %");
    }
}
