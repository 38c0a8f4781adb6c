package dev.weft.bench.survival.scenario;

import dev.weft.bench.load.LoadReport;
import dev.weft.bench.load.RunningLoad;
import dev.weft.bench.load.Sample;
import dev.weft.bench.survival.Findings;
import dev.weft.bench.survival.Requests;
import dev.weft.bench.survival.Scenario;
import dev.weft.bench.survival.Stage;
import dev.weft.bench.survival.Tier;
import dev.weft.bench.survival.Town;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** All instances fail at full load, and come back; once with one caller before them, and once with three in a row. */
final class Outage implements Scenario {

    private static final int RATE = 100;
    /** The budget over any ten seconds: so much more than what is asked, and one a second. */
    private static final double BUDGET = 1.2;

    private static final int BURST = 10;
    /** So many fail that retries are worth it, and so few that breakers stay closed: only the budget bounds them. */
    private static final int PARTLY = 40;

    /** Only the last caller tries again; what others are asked differs by when it is counted. */
    private static final double ONCE = 1.02;

    private static final int RETURN_SECONDS = 10;
    private static final int BACKS = 2;
    /** What one of them works on at a time, and for how long, good or not: together they bear four times what is asked. */
    private static final Map<String, String> CAPACITY = Map.of("server.tomcat.threads.max", "4");

    private static final String WORK = "delayMillis=20";

    @Override
    public String name() {
        return "outage";
    }

    @Override
    public String title() {
        return "all instances fail 60 s at full load (quick: 10 s), behind one caller and behind three tiers; "
                + "100 rps of GET, a quarter of what they bear";
    }

    @Override
    public void run(Stage stage, Findings findings) {
        try (Town town = new Town(stage)) {
            List<Tier> backs = IntStream.rangeClosed(1, BACKS)
                    .mapToObj(n -> town.tier(Town.BACK, n, null, CAPACITY))
                    .toList();
            Tier mid = town.tier(Town.MID, 1, Town.BACK);
            Tier front = town.tier(Town.FRONT, 1, Town.MID);
            Tier edge = town.tier(Town.EDGE, 1, Town.FRONT);
            town.awaitKnown(mid, Town.BACK, backs.size());
            town.awaitKnown(front, Town.MID, 1);
            town.awaitKnown(edge, Town.FRONT, 1);
            town.warmUp(edge, 4);
            backs.forEach(back -> back.behave(WORK));
            trouble(stage, findings, town, "one caller, part of the answers", mid, mid, backs, PARTLY);
            trouble(stage, findings, town, "three tiers, part of the answers", edge, mid, backs, PARTLY);
            if (!stage.quick()) {
                trouble(stage, findings, town, "one caller", mid, mid, backs, 100);
            }
            trouble(stage, findings, town, "three tiers", edge, mid, backs, 100);
        }
    }

    private void trouble(
            Stage stage,
            Findings findings,
            Town town,
            String what,
            Tier target,
            Tier mid,
            List<Tier> backs,
            int failPercent) {
        int tiers = target.equals(mid) ? 2 : 4;
        // Whole periods of the budget.
        int seconds = stage.pick(60, 10);
        int before = RATE * 2;
        int during = RATE * seconds;
        int after = RATE * (RETURN_SECONDS + stage.pick(5, 3));
        RunningLoad load = town.start(new Requests("outage" + failPercent + "-" + tiers, tiers)
                .gets(RATE, before + during + after, n -> target.uri("")));
        load.awaitSent(before);
        findings.event(what + ": " + failPercent + " % fail");
        backs.forEach(back -> back.behave(WORK + "&failPercent=" + failPercent));
        long first = arrived(backs);
        long firstAsked = arrived(List.of(mid));
        load.awaitSent(before + during);
        long attempts = arrived(backs) - first;
        long asked = arrived(List.of(mid)) - firstAsked;
        findings.event(what + ": all is well again");
        backs.forEach(back -> back.behave(WORK));
        LoadReport report = load.report();
        findings.load(what, report);
        double allowed = BUDGET * during + seconds + BURST;
        findings.figure(String.format("%s: %d attempts for %d requests", what, attempts, during));
        findings.atMost(what + ": attempts against what the budget allows", 1, attempts / allowed, "x");
        if (!target.equals(mid)) {
            findings.atMost(
                    what + ": requests to the last caller against those sent", ONCE, (double) asked / during, "x");
        }
        List<Sample> later = report.samples().subList(before + during + RATE * RETURN_SECONDS, before + during + after);
        long good = later.stream().filter(Sample::isGood).count();
        findings.atLeast(what + ": success from 10 s after the return on", 99, 100.0 * good / later.size(), " %");
    }

    private static long arrived(List<Tier> tiers) {
        return tiers.stream().mapToLong(tier -> tier.tally().arrived()).sum();
    }
}
