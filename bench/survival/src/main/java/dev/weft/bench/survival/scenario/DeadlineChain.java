package dev.weft.bench.survival.scenario;

import dev.weft.bench.load.Load;
import dev.weft.bench.load.LoadReport;
import dev.weft.bench.load.Sample;
import dev.weft.bench.survival.Findings;
import dev.weft.bench.survival.Mechanism;
import dev.weft.bench.survival.Requests;
import dev.weft.bench.survival.Scenario;
import dev.weft.bench.survival.Stage;
import dev.weft.bench.survival.Tier;
import dev.weft.bench.survival.Town;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Callers that wait 300 ms, three hops, and trouble that eats the time at the last one or just before it. */
final class DeadlineChain implements Scenario {

    private static final int RATE = 50;
    private static final int PATIENCE_MILLIS = 300;
    private static final int GRACE_MILLIS = 50;

    /** The last hop has the callers' patience but for what two hops keep for ways back, 25 ms each. */
    private static final int SOONEST_MILLIS = 200;

    /** More than the hop before the last one has. */
    private static final int TOO_LONG_MILLIS = 280;

    private static final Requests REQUESTS = new Requests("deadline", 3);

    /** What a round has come to: answers of 200, requests that the last hop has begun, and the soonest answer. */
    private record Round(int answered, long begun, double soonestMillis) {}

    @Override
    public String name() {
        return "deadline";
    }

    @Override
    public String title() {
        return "three hops, the last one slow, callers that wait 300 ms or 1 ms: nobody works for who has left; 50 rps of GET,"
                + " 8 rounds of 400 requests (quick: 5 of 200)";
    }

    @Override
    public void run(Stage stage, Findings findings) {
        try (Town town = new Town(stage)) {
            Map<String, String> plain = new HashMap<>();
            // Open breakers would end the calls before there is anything to see, and attempts that may be followed by
            // others get a part of the time only.
            plain.putAll(Mechanism.BREAKER.properties());
            plain.putAll(Mechanism.RETRIES.properties());
            Tier back = town.tier(Town.BACK, 1, null, plain);
            Tier mid = town.tier(Town.MID, 1, Town.BACK, plain);
            Tier front = town.tier(Town.FRONT, 1, Town.MID, plain);
            town.awaitKnown(mid, Town.BACK, 1);
            town.awaitKnown(front, Town.MID, 1);
            town.warmUp(front, 3);
            List<Tier> tiers = List.of(front, mid, back);
            slowLast(stage, findings, town, tiers);
            slowBefore(stage, findings, town, tiers);
            noTime(stage, findings, town, tiers);
        }
    }

    private static void slowLast(Stage stage, Findings findings, Town town, List<Tier> tiers) {
        String what = "the last hop takes 2 s";
        tiers.get(2).behave("delayMillis=2000");
        // The first calls that end so are slow in a way that has nothing to do with what is tested.
        town.run(load(stage, RATE * 2, tiers.get(0), Set.of(504), new AtomicInteger()));
        Round round = round(stage, findings, town, what, tiers, Set.of(504));
        tiers.get(2).behave("");
        findings.atLeast(what + ": begun there", 0.95 * requests(stage), round.begun(), "");
        findings.atLeast(what + ": the soonest answer", SOONEST_MILLIS, round.soonestMillis(), " ms");
    }

    /** What is left for the last hop is enough, a little, next to nothing, and nothing. */
    private static void slowBefore(Stage stage, Findings findings, Town town, List<Tier> tiers) {
        List<Integer> delays =
                stage.pick(List.of(200, 250, 265, 268, 272, TOO_LONG_MILLIS), List.of(240, 272, TOO_LONG_MILLIS));
        for (int millis : delays) {
            String what = "the hop before takes " + millis + " ms";
            tiers.get(1).behave("delayMillis=" + millis);
            Round round = round(stage, findings, town, what, tiers, Set.of(200, 504));
            if (millis == delays.get(0)) {
                findings.atLeast(what + ": answered 200", 0.5 * requests(stage), round.answered(), "");
            }
            if (millis == TOO_LONG_MILLIS) {
                findings.atMost(what + ": begun by the last hop", 0, round.begun(), "");
            }
        }
    }

    /** Requests come with so little time that whoever gets them must refuse them: no caller has kept them back. */
    private static void noTime(Stage stage, Findings findings, Town town, List<Tier> tiers) {
        String what = "callers of all hops wait 1 ms";
        tiers.forEach(tier -> tier.behave(""));
        List<Tier.Tally> before = tiers.stream().map(Tier::tally).toList();
        findings.event(what);
        LoadReport report = town.run(new Load(
                RATE,
                requests(stage),
                n -> request(stage, n, tiers.get(n % tiers.size()), 1),
                (n, response) -> problem(n, response, Set.of(504), new AtomicInteger())));
        findings.load(what, report);
        findings.atMost(what + ": failed", 0, report.failed().size(), "");
        Begun begun = Begun.since(before, tiers, findings);
        findings.atMost(what + ": begun", 0, begun.all(), "");
        findings.atMost(what + ": begun with less than 1 ms left", 0, begun.late(), "");
    }

    /**
     * What the hops have begun, and worked on.
     *
     * @param all by any of them
     * @param last by the last one
     * @param late with less than 1 ms left
     * @param workedLate after the deadline and a grace
     */
    private record Begun(long all, long last, long late, long workedLate) {

        static Begun since(List<Tier.Tally> before, List<Tier> tiers, Findings findings) {
            long all = 0;
            long last = 0;
            long late = 0;
            long workedLate = 0;
            for (int i = 0; i < tiers.size(); i++) {
                Tier.Tally then = before.get(i);
                Tier.Tally now = tiers.get(i).tally();
                last = now.arrived() - then.arrived();
                all += last;
                late += now.startedLate() - then.startedLate();
                workedLate += now.workedLate() - then.workedLate();
                findings.figure(tiers.get(i).name() + " has begun " + last);
            }
            return new Begun(all, last, late, workedLate);
        }
    }

    private static Round round(
            Stage stage, Findings findings, Town town, String what, List<Tier> tiers, Set<Integer> expected) {
        List<Tier.Tally> before = tiers.stream().map(Tier::tally).toList();
        findings.event(what);
        AtomicInteger answered = new AtomicInteger();
        LoadReport report = town.run(load(stage, requests(stage), tiers.get(0), expected, answered));
        findings.load(what, report);
        findings.atMost(what + ": failed", 0, report.failed().size(), "");
        findings.atMost(
                what + ": calls that end after their deadline and 50 ms",
                0,
                report.samples().stream().filter(DeadlineChain::isLate).count(),
                "");
        Begun begun = Begun.since(before, tiers, findings);
        findings.figure(answered + " answered 200");
        findings.atMost(what + ": begun with less than 1 ms left", 0, begun.late(), "");
        findings.atMost(what + ": worked on 50 ms after the deadline", 0, begun.workedLate(), "");
        double soonest =
                report.samples().stream().mapToLong(Sample::latencyNanos).min().orElse(0);
        return new Round(answered.get(), begun.last(), soonest / 1e6);
    }

    private static int requests(Stage stage) {
        return RATE * stage.pick(8, 4);
    }

    private static Load load(Stage stage, int requests, Tier front, Set<Integer> expected, AtomicInteger answered) {
        return new Load(
                RATE,
                requests,
                n -> request(stage, n, front, PATIENCE_MILLIS),
                (n, response) -> problem(n, response, expected, answered));
    }

    private static HttpRequest request(Stage stage, int n, Tier tier, int patienceMillis) {
        // All processes share a wall clock, and what is worked on too long is counted by it.
        long by = System.currentTimeMillis() + patienceMillis;
        HttpRequest.Builder request = HttpRequest.newBuilder(tier.uri("/work?id=" + REQUESTS.id(n) + "&by=" + by))
                .timeout(Duration.ofSeconds(20));
        if (stage.has(Mechanism.DEADLINE)) {
            request.header("mesh-timeout-ms", Integer.toString(patienceMillis));
        }
        return request.build();
    }

    private static @Nullable String problem(
            int n, HttpResponse<String> response, Set<Integer> expected, AtomicInteger answered) {
        int status = response.statusCode();
        String problem = status == 200 ? REQUESTS.problem(n, response) : null;
        if (status == 200 && problem == null) {
            answered.incrementAndGet();
        }
        return expected.contains(status) ? problem : status + " " + response.body();
    }

    private static boolean isLate(Sample sample) {
        return sample.latencyNanos()
                > Duration.ofMillis(PATIENCE_MILLIS + GRACE_MILLIS).toNanos();
    }
}
