package dev.weft.bench.survival.scenario;

import dev.weft.bench.load.LoadReport;
import dev.weft.bench.load.Pace;
import dev.weft.bench.load.RunningLoad;
import dev.weft.bench.load.Sample;
import dev.weft.bench.survival.Findings;
import dev.weft.bench.survival.Requests;
import dev.weft.bench.survival.Stage;
import dev.weft.bench.survival.Tier;
import dev.weft.bench.survival.Town;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * A destination comes back to many callers, then one of its instances, then a new one.
 *
 * @param crowd the callers
 * @param count how many they are
 */
record ReturnToCallers(Stage stage, Findings findings, Town town, Tier crowd, int count) {

    static final int BACKS = 3;

    private static final int RATE = 200;
    private static final int LEAD_SECONDS = 2;
    private static final int PATIENCE_SECONDS = 30;
    private static final double MOST = 1.5;
    /** Of its share, in the first second that an instance is back: callers probe it, and then it is new to them. */
    private static final double MOST_BACK = 0.7;

    /** From one round of a breaker's probes to the next one, at least. */
    private static final int PERIOD_SECONDS = 7;

    /** All instances fail until the callers leave them alone, and are well again. */
    void destination(List<Tier> backs) {
        // Each caller's last hundred calls hold some eighty good ones: its breaker opens when fifty have failed.
        // Then it is open for 5 s and lets five calls through, again and again: two such periods are counted, or
        // one.
        int opening = stage.pick(14, 6);
        int closing = stage.pick(12, 6);
        int back = stage.pick(10, 8);
        RunningLoad load = start("destination", LEAD_SECONDS + opening + closing + back + 40);
        load.awaitSent(RATE * LEAD_SECONDS);
        findings.event("all of them fail");
        backs.forEach(tier -> tier.behave("failPercent=100"));
        load.awaitSent(RATE * (LEAD_SECONDS + opening));
        List<Long> probes = eachSecond(backs, closing);
        awaitQuiet(backs);
        findings.event("all of them are well again");
        backs.forEach(tier -> tier.behave(""));
        long well = System.nanoTime();
        List<Long> seconds = eachSecond(backs, back);
        LoadReport report = findings.end("the destination returns", load);
        findings.figure("requests at all of them in the last seconds of their failing: " + probes
                + ", and in those of their return: " + seconds);
        findings.atMost(
                "the destination: load before its return, against all of it",
                0.5,
                probes.stream().mapToLong(Long::longValue).sum() / (double) (RATE * closing),
                "x");
        // All who ask now are answered, so that nothing but probes can keep this below the whole load.
        findings.atMost(
                "the destination: load in the first second of its return, against all of it",
                0.5,
                seconds.get(0) / (double) RATE,
                "x");
        long last = well + TimeUnit.SECONDS.toNanos(back - 1);
        List<Sample> later = report.samples().stream()
                .filter(sample -> sample.dueNanos() - last > 0)
                .toList();
        findings.atLeast(
                "the destination: success in the last of these seconds",
                90,
                100.0 * later.stream().filter(Sample::isGood).count() / Math.max(1, later.size()),
                " %");
    }

    /** Between two rounds of probes; there is no such moment if callers don't leave it alone. */
    private static void awaitQuiet(List<Tier> backs) {
        long inOne = RATE;
        for (int second = 0; second < PERIOD_SECONDS && inOne > RATE / 10; second++) {
            inOne = eachSecond(backs, 1).get(0);
        }
    }

    /** One of them fails until the callers leave it alone, and is well again; then there is another one. */
    void instances(Tier lost, Tier fresh) {
        int failing = stage.pick(12, 8);
        int back = stage.pick(8, 6);
        RunningLoad load = start("instance", LEAD_SECONDS + failing + 2 * back + 60);
        load.awaitSent(RATE * LEAD_SECONDS);
        findings.event(lost.name() + " fails");
        lost.behave("failPercent=100");
        load.awaitSent(RATE * (LEAD_SECONDS + failing));
        long ejected = ejected(lost);
        // Who has seen it fail before finds it too dear to ask for a while.
        for (int second = 0; second < PATIENCE_SECONDS && ejected < count / 2.0; second++) {
            load.awaitMore(RATE);
            ejected = ejected(lost);
        }
        findings.event(lost.name() + " is well again");
        lost.behave("");
        List<Long> seconds = eachSecond(List.of(lost), back);
        findings.atLeast("back from its failures: callers that had it ejected", count / 2.0, ejected, "");
        shares("back from its failures", seconds, (double) RATE / BACKS, MOST_BACK);
        // Its first answers are those of a JVM that has run for a while: what holds requests back is the ramp.
        IntStream.range(0, 500).parallel().forEach(n -> town.fleet().status(fresh.uri("/work?id=warm-" + n)));
        findings.event(fresh.name() + " is in service");
        tell(fresh, "UP");
        // A ramp lets through less than half of a whole share at first.
        shares("new", eachSecond(List.of(fresh), back), RATE / (BACKS + 1.0), 0.5);
        LoadReport report = findings.end("an instance returns", load);
        findings.atMost(
                "failed while an instance fails and returns", 0, report.failed().size(), "");
    }

    /** How many callers leave an instance alone now. */
    private long ejected(Tier tier) {
        return crowd.json("/ejected?port=" + tier.instance().port()).asLong();
    }

    private RunningLoad start(String run, int seconds) {
        return town.start(new Requests(run, 1).gets(RATE, RATE * seconds, n -> crowd.uri("")));
    }

    private void shares(String how, List<Long> seconds, double fair, double mostAtFirst) {
        findings.figure("requests at the one that is " + how + ", second by second: " + seconds);
        findings.atMost(
                how + ": load in the first second, against its fair share", mostAtFirst, seconds.get(0) / fair, "x");
        findings.atMost(how + ": load in any second, against its fair share", MOST, most(seconds) / fair, "x");
        findings.atLeast(
                how + ": requests within " + seconds.size() + " s",
                1,
                seconds.stream().mapToLong(Long::longValue).sum(),
                "");
    }

    /** What the registry is to say of an instance, whatever that says itself. */
    void tell(Tier tier, String status) {
        URI uri = town.registry().uri("/eureka/apps/" + Town.BACK + "/" + tier.name() + "/status?value=" + status);
        HttpRequest request =
                HttpRequest.newBuilder(uri).PUT(BodyPublishers.noBody()).build();
        town.fleet()
                .await(
                        tier.name() + " to be " + status,
                        () -> town.fleet().send(request).statusCode() == 200);
    }

    /** How many requests arrive in each second from now on. */
    private static List<Long> eachSecond(List<Tier> tiers, int count) {
        List<Long> seconds = new ArrayList<>();
        long start = System.nanoTime();
        long before = Tier.arrived(tiers);
        for (int second = 1; second <= count; second++) {
            Pace.until(start + TimeUnit.SECONDS.toNanos(second));
            long now = Tier.arrived(tiers);
            seconds.add(now - before);
            before = now;
        }
        return seconds;
    }

    private static long most(List<Long> seconds) {
        return seconds.stream().mapToLong(Long::longValue).max().orElseThrow();
    }
}
