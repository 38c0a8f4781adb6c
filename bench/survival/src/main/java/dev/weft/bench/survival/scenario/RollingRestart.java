package dev.weft.bench.survival.scenario;

import dev.weft.bench.load.LoadReport;
import dev.weft.bench.load.RunningLoad;
import dev.weft.bench.survival.Edges;
import dev.weft.bench.survival.Findings;
import dev.weft.bench.survival.Mechanism;
import dev.weft.bench.survival.Requests;
import dev.weft.bench.survival.Scenario;
import dev.weft.bench.survival.Stage;
import dev.weft.bench.survival.Tier;
import dev.weft.bench.survival.Town;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Everything is restarted, one after the other, the registry and the gateways included. */
final class RollingRestart implements Scenario {

    private static final int RATE = 200;
    private static final int QUICK_RATE = 80;
    private static final int TIERS = 2;
    private static final int MOST_REQUESTS = 400_000;

    @Override
    public String name() {
        return "rolling";
    }

    @Override
    public String title() {
        return "every instance in turn restarted, gateways and registry included, three cycles at 200 rps, 20,000 "
                + "requests or more (quick: one instance of each service, once, at 80 rps, 2,500), GET and POST";
    }

    @Override
    public void run(Stage stage, Findings findings) {
        try (Town town = new Town(stage)) {
            if (stage.quick() && stage.has(Mechanism.DRAIN)) {
                // Callers watch streams, which tell them sooner.
                town.fleet().with("mesh.drain.wait", "2s");
            }
            List<Tier> backs = new CopyOnWriteArrayList<>(town.backs(2));
            List<Tier> fronts = new CopyOnWriteArrayList<>(
                    List.of(town.tier(Town.FRONT, 1, Town.BACK), town.tier(Town.FRONT, 2, Town.BACK)));
            List<Tier> gateways =
                    new CopyOnWriteArrayList<>(List.of(town.gateway(1, Town.FRONT), town.gateway(2, Town.FRONT)));
            fronts.forEach(front -> town.awaitKnown(front, Town.BACK, backs.size()));
            gateways.forEach(gateway -> town.awaitKnown(gateway, Town.FRONT, fronts.size()));
            town.warmUp(gateways, TIERS);
            try (Edges edges = new Edges(() -> gateways)) {
                Requests requests = new Requests("rolling", TIERS);
                int rate = stage.pick(RATE, QUICK_RATE);
                RunningLoad load = town.start(requests.mixed(rate, MOST_REQUESTS, edges::next));
                load.awaitSent(rate * 3);
                for (int cycle = 1; cycle <= stage.pick(3, 1); cycle++) {
                    cycle(stage, findings, town, backs, fronts, gateways, edges);
                }
                // A fast machine is done before that.
                load.awaitSent(least(stage));
                load.enough();
                judge(stage, findings, town, requests, load.report());
            }
        }
    }

    private static int least(Stage stage) {
        return stage.pick(20_000, 2_500);
    }

    private static void cycle(
            Stage stage,
            Findings findings,
            Town town,
            List<Tier> backs,
            List<Tier> fronts,
            List<Tier> gateways,
            Edges edges) {
        int each = stage.pick(2, 1);
        for (int n = 0; n < each; n++) {
            restart(stage, findings, town, backs, n);
            fronts.forEach(front -> town.awaitKnown(front, Town.BACK, backs.size()));
        }
        for (int n = 0; n < each; n++) {
            restart(stage, findings, town, fronts, n);
            gateways.forEach(gateway -> town.awaitKnown(gateway, Town.FRONT, fronts.size()));
            fronts.forEach(front -> town.awaitKnown(front, Town.BACK, backs.size()));
        }
        for (int n = 0; n < each; n++) {
            Tier fresh = restart(stage, findings, town, gateways, n);
            town.fleet().await(fresh.name() + " to get requests", () -> edges.has(fresh));
        }
        int instances = town.registered();
        findings.event("SIGTERM to the registry");
        town.registry().terminate();
        town.restartRegistries();
        town.fleet()
                .await(
                        "everybody to be registered again",
                        Duration.ofSeconds(60),
                        () -> town.registered() == instances);
    }

    /** SIGTERM, and when it has ended the same again, as a deployment does it. */
    private static Tier restart(Stage stage, Findings findings, Town town, List<Tier> tiers, int n) {
        Tier old = tiers.get(n);
        if (stage.has(Mechanism.DRAIN)) {
            findings.event("SIGTERM to " + old.name());
            old.instance().terminate();
        } else {
            // A process that gets SIGTERM says good-bye and takes its time to close, whatever it is told.
            findings.event("kill -9 " + old.name());
            old.instance().kill();
        }
        Tier fresh = town.restart(old);
        tiers.set(n, fresh);
        return fresh;
    }

    private static void judge(Stage stage, Findings findings, Town town, Requests requests, LoadReport report) {
        findings.load("rolling restart", report);
        findings.atLeast("requests", least(stage), report.samples().size(), "");
        findings.atMost("failed", 0, report.failed().size(), "");
        Writes.judge(findings, town, requests, report);
    }
}
