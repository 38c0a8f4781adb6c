package dev.weft.bench.survival.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.bench.fleet.Instance;
import dev.weft.bench.load.LoadReport;
import dev.weft.bench.load.Pace;
import dev.weft.bench.load.RunningLoad;
import dev.weft.bench.survival.Findings;
import dev.weft.bench.survival.Requests;
import dev.weft.bench.survival.Scenario;
import dev.weft.bench.survival.Stage;
import dev.weft.bench.survival.Tier;
import dev.weft.bench.survival.Town;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Load for a long time while instances and rules come and go: what callers and the registry hold on to must not grow. */
final class Soak implements Scenario {

    private static final int RATE = 500;
    private static final int QUICK_RATE = 200;
    private static final int TIERS = 2;
    private static final int INSTANCES = 3;
    /** Every fifth request takes the way through the gateway. */
    private static final int GATEWAY_SHARE = 5;
    /** Longer than the last change may take. */
    private static final int SPARE_SECONDS = 300;

    /** All there from the start: how many are at work at once is the load's affair. */
    private static final Map<String, String> POOL =
            Map.of("server.tomcat.threads.max", "50", "server.tomcat.threads.min-spare", "50");

    @Override
    public String name() {
        return "soak";
    }

    @Override
    public String title() {
        return "10 minutes at 500 rps (quick: 30 s at 200) while new instances and rules come and go; GET and POST";
    }

    @Override
    public void run(Stage stage, Findings findings) throws Exception {
        try (Town town = new Town(stage)) {
            List<Tier> backs = town.backs(INSTANCES);
            Tier front = town.tier(Town.FRONT, 1, Town.BACK, POOL);
            Tier gateway = town.gateway(1, Town.FRONT);
            town.awaitKnown(front, Town.BACK, INSTANCES);
            town.awaitKnown(gateway, Town.FRONT, 1);
            town.warmUp(gateway, TIERS);
            Churn churn = new Churn(town, front, backs);
            load(stage, findings, town, churn, front, gateway, "warm-up under churn", stage.pick(60, 15));
            Pace.until(System.nanoTime() + stage.pick(60, 10) * 1_000_000_000L);
            Map<Instance, Holdings> before = new LinkedHashMap<>();
            for (Instance process : List.of(town.registry(), front.instance(), gateway.instance())) {
                before.put(process, Holdings.of(process));
                findings.figure("before: " + process.name() + ": " + before.get(process));
            }
            int registered = town.registered();
            int started = churn.started();
            int changes = churn.changes();
            int seconds = stage.pick(600, 30);
            LoadReport report = load(stage, findings, town, churn, front, gateway, "soak", seconds);
            findings.atLeast("requests", rate(stage) * seconds, report.samples().size(), "");
            findings.atMost("failed", 0, report.failed().size(), "");
            findings.atLeast("changes of the rules", seconds, churn.changes() - changes, "");
            int departed = churn.started() - started;
            findings.figure(departed + " instances went, and as many came");
            // It remembers the last thousand changes of endpoints: one goes, and one comes.
            judge(findings, town.registry(), before, 3 * departed);
            // Whatever they keep of each that has gone shows.
            judge(findings, front.instance(), before, departed / 2);
            judge(findings, gateway.instance(), before, departed / 2);
            findings.atMost("registered instances more than before", 0, town.registered() - registered, "");
            findings.atMost(
                    "endpoints that the caller knows",
                    INSTANCES,
                    front.endpoints(Town.BACK).size(),
                    "");
            findings.atMost("requests under way", 0, inFlight(front, Town.BACK) + inFlight(gateway, Town.FRONT), "");
        }
    }

    private static int rate(Stage stage) {
        return stage.pick(RATE, QUICK_RATE);
    }

    private static LoadReport load(
            Stage stage,
            Findings findings,
            Town town,
            Churn churn,
            Tier front,
            Tier gateway,
            String what,
            int seconds) {
        int rate = rate(stage);
        RunningLoad load = town.start(new Requests(what.replace(' ', '-'), TIERS)
                .mixed(
                        rate,
                        rate * (seconds + SPARE_SECONDS),
                        n -> (n % GATEWAY_SHARE == 0 ? gateway : front).uri("")));
        churn.run(seconds);
        LoadReport report = findings.end(what, load);
        return report;
    }

    /** Idle threads and connections may stay for a minute. */
    private static void judge(Findings findings, Instance process, Map<Instance, Holdings> measured, int mostObjects)
            throws IOException, InterruptedException {
        Holdings before = Objects.requireNonNull(measured.get(process));
        long end = System.nanoTime() + 70_000_000_000L;
        do {
            Pace.until(System.nanoTime() + 5_000_000_000L);
        } while (!before.isBack(process) && System.nanoTime() - end < 0);
        Holdings after = Holdings.of(process);
        findings.figure("after: " + process.name() + ": " + after);
        Holdings.compare(findings, process.name(), before, after, mostObjects);
    }

    private static int inFlight(Tier caller, String service) {
        int inFlight = 0;
        for (JsonNode endpoint : caller.endpoints(service)) {
            inFlight += endpoint.required("inFlight").intValue();
        }
        return inFlight;
    }
}
