package dev.weft.bench.survival.scenario;

import dev.weft.bench.load.LoadReport;
import dev.weft.bench.load.RunningLoad;
import dev.weft.bench.survival.Findings;
import dev.weft.bench.survival.Requests;
import dev.weft.bench.survival.Stage;
import dev.weft.bench.survival.Tier;
import dev.weft.bench.survival.Town;
import dev.weft.bench.survival.proxy.Fault;
import dev.weft.bench.survival.proxy.FaultProxy;
import java.time.Duration;
import java.util.List;

/**
 * What keeps track of the connections to two of three endpoints forgets them, once a second: each that the caller has kept ends
 * just when it is used again, by a reset or, every second time, by an end of the stream. Nothing tells the caller before.
 */
record StaleConnections(Stage stage, Findings findings, Town town, Tier front) {

    private static final Fault RESET = new Fault.Reset(Duration.ZERO);
    private static final Fault END = new Fault.Limit(0);

    void play(List<Tier> backs, List<FaultProxy> before) {
        // So that requests overlap, and several connections are kept.
        backs.forEach(back -> back.behave("delayMillis=20"));
        int rounds = stage.pick(20, 8);
        int most = (rounds + 1) * Holes.RATE;
        RunningLoad load = town.start(new Requests("stale", Holes.TIERS).gets(Holes.RATE, most, n -> front.uri("")));
        for (int n = 0; n < rounds; n++) {
            load.awaitSent(Holes.RATE * (n + 1));
            Fault fault = n % 2 == 0 ? RESET : END;
            before.forEach(proxy -> proxy.toServerOnOpen(fault));
        }
        LoadReport report = load.report();
        findings.load("stale connections", report);
        int met = before.stream().mapToInt(FaultProxy::broken).sum();
        findings.atLeast("stale connections: used", rounds, met, "");
        findings.atMost("stale connections: failed", 0, report.failed().size(), "");
        backs.forEach(back -> back.behave(""));
    }
}
