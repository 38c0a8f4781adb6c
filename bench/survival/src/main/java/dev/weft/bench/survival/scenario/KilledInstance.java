package dev.weft.bench.survival.scenario;

import dev.weft.bench.load.LoadReport;
import dev.weft.bench.load.RunningLoad;
import dev.weft.bench.load.Sample;
import dev.weft.bench.survival.Findings;
import dev.weft.bench.survival.NotRunException;
import dev.weft.bench.survival.Requests;
import dev.weft.bench.survival.Scenario;
import dev.weft.bench.survival.Stage;
import dev.weft.bench.survival.Tier;
import dev.weft.bench.survival.Town;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** One of three instances dies between requests, another one in the middle of its answers. */
final class KilledInstance implements Scenario {

    private static final int RATE = 200;
    private static final int TIERS = 2;
    private static final Pattern CUT = Pattern.compile("response truncated from \\S+, after [1-9]");

    @Override
    public String name() {
        return "killed";
    }

    @Override
    public String title() {
        return "kill -9 of one of three instances, and of one in the middle of its answers; 200 rps, GET and POST, 6,000 "
                + "requests each (quick: 2,000)";
    }

    @Override
    public void run(Stage stage, Findings findings) {
        try (Town town = new Town(stage)) {
            List<Tier> backs = town.backs(3);
            Tier front = town.tier(Town.FRONT, 1, Town.BACK);
            town.awaitKnown(front, Town.BACK, backs.size());
            town.warmUp(front, TIERS);
            between(stage, findings, town, front, backs);
            town.awaitKnown(front, Town.BACK, backs.size());
            midway(stage, findings, town, front, backs);
        }
    }

    private void between(Stage stage, Findings findings, Town town, Tier front, List<Tier> backs) {
        Tier victim = backs.get(0);
        // So that some are always under way to each of them.
        backs.forEach(back -> back.behave("delayMillis=200"));
        Requests requests = new Requests("killed", TIERS);
        RunningLoad load = town.start(requests.mixed(RATE, stage.pick(6_000, 2_000), n -> front.uri("")));
        load.awaitSent(stage.pick(2_000, 800));
        town.fleet()
                .await("requests inside " + victim.name(), () -> victim.tally().inside() > 1);
        findings.event("kill -9 " + victim.name());
        Moment kill = kill(victim);
        double ejectedAfter = ejectedAfter(town, front, victim, kill);
        LoadReport report = load.report();
        findings.load("killed between", report);
        if (writesUnderWay(town, victim, requests, report, kill) == 0) {
            throw new NotRunException("no write was under way to " + victim.name() + " when it died");
        }
        findings.atMost(
                "failed GETs",
                0,
                report.failed().stream()
                        .filter(sample -> !Requests.isPost(sample.n()))
                        .count(),
                "");
        notOnIt(findings, town, requests, report, kill, backs, victim);
        Writes.judge(findings, town, requests, report);
        findings.atMost("until it was ejected", 1, ejectedAfter, " s");
        town.restart(victim);
    }

    private void midway(Stage stage, Findings findings, Town town, Tier front, List<Tier> backs) {
        Tier victim = backs.get(1);
        backs.forEach(back -> back.behave(""));
        Requests requests = new Requests("midway", TIERS);
        RunningLoad load = town.start(requests.mixed(RATE, stage.pick(6_000, 2_000), n -> front.uri("")));
        load.awaitSent(stage.pick(2_000, 800));
        findings.event(victim.name() + " stops half-way in its answers");
        victim.behave("halfway=true&bodyBytes=20000");
        town.fleet()
                // More may never come: an instance that holds on to requests is left to the end.
                .await(
                        "half an answer",
                        Duration.ofSeconds(30),
                        () -> victim.tally().halves() > 0);
        findings.event("kill -9 " + victim.name());
        long asked = System.nanoTime();
        int inside = victim.tally().inside();
        Moment kill = kill(victim);
        double ejectedAfter = ejectedAfter(town, front, victim, kill);
        LoadReport report = load.report();
        findings.load("killed midway", report);
        if (report.failed().stream().noneMatch(KilledInstance::isCut)) {
            throw new NotRunException("no answer was cut midway: " + victim.name() + " died between its answers");
        }
        findings.atMost(
                "truncated answers taken for whole ones",
                0,
                report.failed().stream()
                        .filter(sample -> String.valueOf(sample.problem()).startsWith("200"))
                        .count(),
                "");
        findings.atMost(
                "failed GETs of which nothing had arrived",
                0,
                report.failed().stream()
                        .filter(sample -> !Requests.isPost(sample.n()) && !isCut(sample))
                        .count(),
                "");
        findings.atMost(
                "failed, with half an answer or as POSTs under way",
                inside + begun(report, asked, kill),
                report.failed().size(),
                "");
        findings.atMost("until it was ejected midway", 1, ejectedAfter, " s");
        notOnIt(findings, town, requests, report, kill, backs, victim);
        Writes.judge(findings, town, requests, report);
    }

    /** Whether the caller says that it has seen a part of the answer, and then its end. */
    static boolean isCut(Sample sample) {
        return CUT.matcher(String.valueOf(sample.problem())).find();
    }

    /** How many may have come to be half-answered after it was asked how many are. */
    private static long begun(LoadReport report, long asked, Moment kill) {
        long due = report.samples().stream()
                .filter(sample -> sample.dueNanos() - asked >= 0 && sample.dueNanos() - kill.after() < 0)
                .count();
        return Math.max(1, due);
    }

    /** Failed although not under way at the kill, or although another instance had them. */
    private static void notOnIt(
            Findings findings,
            Town town,
            Requests requests,
            LoadReport report,
            Moment kill,
            List<Tier> backs,
            Tier victim) {
        Set<String> elsewhere = backs.stream()
                .filter(back -> back != victim)
                .flatMap(back -> town.ledgers().of(back).stream())
                .collect(Collectors.toSet());
        findings.atMost(
                "failed requests that were not in flight on " + victim.name(),
                0,
                report.failed().stream()
                        .filter(sample -> !kill.meets(sample) || elsewhere.contains(requests.id(sample.n())))
                        .count(),
                "");
    }

    /** Writes that had reached it and were not answered. */
    private static long writesUnderWay(Town town, Tier victim, Requests requests, LoadReport report, Moment kill) {
        List<String> reached = town.ledgers().of(victim);
        return report.samples().stream()
                .filter(sample -> kill.meets(sample) && reached.contains(requests.id(sample.n())))
                .count();
    }

    /** Waits for it: how long it took, in seconds. */
    private static double ejectedAfter(Town town, Tier front, Tier victim, Moment kill) {
        town.fleet().await("the ejection of " + victim.name(), Duration.ofSeconds(30), () -> isOut(front, victim));
        return (System.nanoTime() - kill.after()) / 1e9;
    }

    private static boolean isOut(Tier front, Tier victim) {
        var endpoint = front.endpoint(Town.BACK, victim);
        return endpoint.isMissingNode() || endpoint.hasNonNull("ejected");
    }

    private static Moment kill(Tier victim) {
        long before = System.nanoTime();
        victim.instance().kill();
        return new Moment(before, System.nanoTime());
    }

    /** A span of time that is short, and yet requests begin and end in it. */
    private record Moment(long before, long after) {

        boolean meets(Sample sample) {
            return sample.isUnderWayBetween(before, after);
        }
    }
}
