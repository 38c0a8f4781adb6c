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
    /** Retries that the budget allows over any ten seconds: a fifth of what is asked meanwhile, and one a second. */
    private static final double RETRIES_PER_SECOND = 0.2 * RATE + 1;

    private static final int MOST_ATTEMPTS = 3;
    /** Where upper tiers know nothing of it, the last caller is asked as often as it asks: 1.2 times. */
    private static final double MOST_FROM_ABOVE = 1.02;

    /**
     * So many fail that the budget is used up, and so few that breakers stay closed: only the budget bounds retries. Now and
     * then five in a row fail, which ejects one of two instances for a while; the other one bears the load.
     */
    private static final int PARTLY = 30;

    /** For each request, where the budget allows 1.21: else nothing would have been tried again, or not for long. */
    private static final double FEWEST_ATTEMPTS = 1.1;

    /** As long as the budget's window: the requests that warm up are no part of what it allows. */
    private static final int FIRST_LEAD_SECONDS = 10;
    /** Later ones follow seconds of the same load. */
    private static final int LEAD_SECONDS = 2;

    private static final int RETURN_SECONDS = 10;
    private static final int BACKS = 2;
    /**
     * What one of them works on at a time, and for how long, good or not: 160 a second, less what else a request takes, some
     * 140. That bears the load with what the budget adds (121); two don't bear the 300 of an outage without one.
     */
    private static final Map<String, String> CAPACITY = Map.of("server.tomcat.threads.max", "4");

    private static final String WORK = "delayMillis=25";

    @Override
    public String name() {
        return "outage";
    }

    @Override
    public String title() {
        return "30 % of all answers fail for 20 s, then all of them for 60 s, behind one caller and behind three tiers: four "
                + "rounds of 4,200 to 8,200 requests (quick: 10 s, behind three tiers: of 3,300 and 2,500); 100 rps of GET to "
                + "instances that bear 320";
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
            int partly = stage.pick(20, 10);
            int wholly = stage.pick(60, 10);
            int last = stage.pick(10, 3);
            Callers one = new Callers(findings, town, "one caller", mid, mid, backs, last);
            Callers three = new Callers(findings, town, "three tiers", edge, mid, backs, last);
            if (!stage.quick()) {
                one.trouble(PARTLY, partly, FIRST_LEAD_SECONDS);
            }
            three.trouble(PARTLY, partly, stage.pick(LEAD_SECONDS, FIRST_LEAD_SECONDS));
            if (!stage.quick()) {
                one.trouble(100, wholly, LEAD_SECONDS);
            }
            three.trouble(100, wholly, LEAD_SECONDS);
        }
    }

    /**
     * Who asks: the first of them, and the last one.
     *
     * @param lastSeconds that are looked at once all must be well again
     */
    private record Callers(
            Findings findings, Town town, String who, Tier first, Tier last, List<Tier> backs, int lastSeconds) {

        /**
         * @param seconds whole periods of the budget
         * @param lead seconds of the load before, while all is well
         */
        void trouble(int failPercent, int seconds, int lead) {
            String what = who + ", " + failPercent + " % fail";
            int tiers = first.equals(last) ? 2 : 4;
            int before = RATE * lead;
            int during = RATE * seconds;
            int after = RATE * (RETURN_SECONDS + lastSeconds);
            RunningLoad load = town.start(new Requests("outage" + failPercent + "-" + tiers, tiers)
                    .gets(RATE, before + during + after, n -> first.uri("")));
            load.awaitSent(before);
            findings.event(what);
            long from = System.nanoTime();
            long attemptsBefore = Tier.arrived(backs);
            long askedBefore = Tier.arrived(List.of(last));
            backs.forEach(back -> back.behave(WORK + "&failPercent=" + failPercent));
            load.awaitSent(before + during);
            long attempts = Tier.arrived(backs) - attemptsBefore;
            long asked = Tier.arrived(List.of(last)) - askedBefore;
            long until = System.nanoTime();
            findings.event(who + ": all is well again");
            backs.forEach(back -> back.behave(WORK));
            LoadReport report = load.report();
            findings.load(what, report);
            long offered = report.samples().stream()
                    .filter(sample -> sample.dueNanos() - until <= 0 && sample.endNanos() - from >= 0)
                    .count();
            findings.figure(String.format("%s: %d attempts for %d requests", what, attempts, offered));
            findings.atMost(
                    what + ": attempts against 1.2 times the load and one a second",
                    1,
                    attempts / allowed(offered, during, seconds),
                    "x");
            List<Sample> failing = report.samples().subList(before, before + during);
            if (failPercent == 100) {
                findings.atLeast(what + ": requests that fail meanwhile", 95, 100.0 * failed(failing) / during, " %");
            } else {
                findings.atLeast(
                        what + ": attempts for each request", FEWEST_ATTEMPTS, (double) attempts / offered, "");
            }
            if (!first.equals(last)) {
                // Only the last caller tries again; or one above, whose attempt runs out just when the last one gives
                // up.
                findings.atMost(
                        what + ": requests to the last caller against those sent",
                        MOST_FROM_ABOVE,
                        (double) asked / offered,
                        "x");
            }
            List<Sample> later =
                    report.samples().subList(before + during + RATE * RETURN_SECONDS, before + during + after);
            findings.atMost(
                    what + ": failed of " + later.size() + " requests from 10 s after the return on: less than 1 %",
                    mostFailed(later.size()),
                    failed(later),
                    "");
        }
    }

    /**
     * Over whole periods, the budget's bound is exact. It is counted for a moment longer than that, and the requests of that
     * moment may make all of their attempts: they are the next period's.
     */
    static double allowed(long offered, int during, int seconds) {
        return offered + RETRIES_PER_SECOND * seconds + (MOST_ATTEMPTS - 1) * Math.max(0, offered - during);
    }

    /** So many may fail, and more than 99 % of all succeed. */
    static int mostFailed(int requests) {
        return (requests - 1) / 100;
    }

    private static long failed(List<Sample> samples) {
        return samples.stream().filter(sample -> !sample.isGood()).count();
    }
}
