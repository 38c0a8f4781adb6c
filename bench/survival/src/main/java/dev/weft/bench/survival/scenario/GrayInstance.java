package dev.weft.bench.survival.scenario;

import dev.weft.bench.fleet.Place;
import dev.weft.bench.fleet.Program;
import dev.weft.bench.load.LoadReport;
import dev.weft.bench.load.RunningLoad;
import dev.weft.bench.survival.Findings;
import dev.weft.bench.survival.Requests;
import dev.weft.bench.survival.Scenario;
import dev.weft.bench.survival.Stage;
import dev.weft.bench.survival.Tier;
import dev.weft.bench.survival.Town;
import dev.weft.bench.survival.proxy.Fault;
import dev.weft.bench.survival.proxy.FaultProxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The way to one of five instances becomes slow; later one fails half of the time while the others are busy. */
final class GrayInstance implements Scenario {

    private static final int RATE = 200;
    private static final int TIERS = 2;
    private static final int SETTLING_SECONDS = 10;
    private static final int BACKS = 5;
    private static final String WELL = "delayMillis=10";
    /** As many times as long as before, as its caller has it. */
    private static final int SLOWER = 10;

    /** What it may have afterwards: by its proxy it costs a little more than the others from the start. */
    private static final double LEAST_SHARE_BEFORE = 5;
    /**
     * Of the other ones, while one fails: else its failures make it the dearest at once, and it is asked too rarely for retries
     * and ejection to matter.
     */
    private static final String BUSY = "delayMillis=400";

    @Override
    public String name() {
        return "gray";
    }

    @Override
    public String title() {
        return "one of five instances 10x slower by its network, 6,000 requests (quick: 2,600), and 2,000 before and after "
                + "(quick: 600), then one that answers half of its requests with 503 while others are busy, 1,800 requests; "
                + "200 rps of GET";
    }

    @Override
    public void run(Stage stage, Findings findings) {
        Place place = Place.onLoopback();
        try (FaultProxy proxy = FaultProxy.before(place.port());
                Town town = new Town(stage)) {
            Tier gray = behind(proxy, stage, town, place);
            List<Tier> backs = new ArrayList<>(List.of(gray));
            IntStream.rangeClosed(2, BACKS).forEach(n -> backs.add(town.tier(Town.BACK, n, null)));
            Tier front = town.tier(Town.FRONT, 1, Town.BACK);
            town.awaitKnown(front, Town.BACK, backs.size());
            town.warmUp(front, TIERS);
            backs.forEach(back -> back.behave(WELL));
            long asked = Tier.arrived(backs);
            long itself = gray.tally().arrived();
            LoadReport before = healthy(stage, findings, town, front, "before");
            findings.atLeast(
                    "share of the slow one before",
                    LEAST_SHARE_BEFORE,
                    100.0 * (gray.tally().arrived() - itself) / (Tier.arrived(backs) - asked),
                    " %");
            Duration latency = Duration.ofNanos((long) ((SLOWER - 1) * before.percentileMillis(50) * 1e6));
            double slow = slowMillis(stage, findings, town, front, gray, proxy, latency);
            LoadReport after = healthy(stage, findings, town, front, "after");
            findings.atMost(
                    "p99 against the healthy p99",
                    1.3,
                    slow / Math.min(before.percentileMillis(99), after.percentileMillis(99)),
                    "x");
            halfBroken(findings, town, front, backs);
        }
    }

    /** An instance that its callers find at the proxy. */
    private static Tier behind(FaultProxy proxy, Stage stage, Town town, Place place) {
        String name = Town.BACK + "-1";
        return new Tier(
                town.fleet(),
                town.fleet()
                        .launch(
                                Program.of(stage.root().resolve("bench/tier")),
                                name,
                                place,
                                Map.of(
                                        "spring.application.name",
                                        Town.BACK,
                                        "eureka.instance.instance-id",
                                        name,
                                        "eureka.instance.non-secure-port",
                                        Integer.toString(proxy.port()))));
    }

    private static LoadReport healthy(Stage stage, Findings findings, Town town, Tier front, String when) {
        LoadReport healthy = town.run(
                new Requests("healthy-" + when, TIERS).gets(RATE, RATE * stage.pick(10, 3), n -> front.uri("")));
        findings.load("healthy " + when, healthy);
        findings.atMost("failed " + when, 0, healthy.failed().size(), "");
        return healthy;
    }

    /** The p99 once the slow one is known. */
    private static double slowMillis(
            Stage stage, Findings findings, Town town, Tier front, Tier gray, FaultProxy proxy, Duration latency) {
        int requests = RATE * stage.pick(30, 13);
        RunningLoad load = town.start(new Requests("gray", TIERS).gets(RATE, requests, n -> front.uri("")));
        load.awaitSent(1);
        findings.event("answers of " + gray.name() + " take " + latency.toMillis() + " ms longer");
        proxy.toClient(new Fault.Latency(latency, Duration.ZERO));
        int settled = RATE * SETTLING_SECONDS;
        load.awaitSent(settled);
        long before = gray.tally().arrived();
        LoadReport report = load.report();
        findings.load("gray", report);
        double share = 100.0 * (gray.tally().arrived() - before) / (requests - settled);
        LoadReport later = new LoadReport(report.startNanos(), report.samples().subList(settled, requests));
        findings.atMost("failed", 0, report.failed().size(), "");
        findings.atMost("share of the slow one after 10 s", 5, share, " %");
        proxy.heal();
        return later.percentileMillis(99);
    }

    private static void halfBroken(Findings findings, Town town, Tier front, List<Tier> backs) {
        Tier broken = backs.get(1);
        // Most failures are those of the first seconds: a longer load would thin them out.
        int requests = RATE * 9;
        RunningLoad load = town.start(new Requests("half", TIERS).gets(RATE, requests, n -> front.uri("")));
        backs.stream().filter(back -> !back.equals(broken)).forEach(back -> back.behave(BUSY));
        load.awaitSent(RATE);
        findings.event(broken.name() + " answers half of the requests with 503");
        long before = broken.tally().arrived();
        broken.behave("delayMillis=10&failPercent=50");
        LoadReport report = load.report();
        findings.load("half-broken", report);
        findings.atLeast("requests that reached it since", 10, broken.tally().arrived() - before, "");
        findings.under(
                "GETs that callers see fail", 0.5, 100.0 * report.failed().size() / (requests - RATE), " %");
    }
}
