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
import java.util.stream.IntStream;

/** Load for a long time while instances and rules come and go: what callers and the registry hold on to must not grow. */
final class Soak implements Scenario {

    private static final int RATE = 500;
    private static final int QUICK_RATE = 200;
    private static final int TIERS = 2;
    private static final int INSTANCES = 3;
    /** Every fifth request takes the way through the gateway. */
    private static final int GATEWAY_SHARE = 5;
    /** A caller remembers its last hundred calls, and with them the rules and the endpoints that they went by. */
    private static final int REMEMBERED = 200;

    /** Of an instance's going and another one's coming, at the slowest: it takes two thirds of it on two cores. */
    private static final int MOST_SECONDS_EACH = 30;

    /** Objects of one class that a caller may have more whoever has gone: some header's edits, or a request's. */
    private static final int FEW = 5;

    /** Longer than the last change may take. */
    private static final int SPARE_SECONDS = 300;

    /** Those that stay for ten minutes pay for the second compiler in the first of them. */
    private static final String BOTH_COMPILERS = "-XX:TieredStopAtLevel=4";

    /** All there from the start: how many are at work at once is the load's affair. */
    private static final Map<String, String> POOL =
            Map.of("server.tomcat.threads.max", "50", "server.tomcat.threads.min-spare", "50");

    @Override
    public String name() {
        return "soak";
    }

    @Override
    public String title() {
        return "10 minutes at 500 rps, 300,000 requests or more (quick: 20 s at 200, 4,000), while new instances and rules "
                + "come and go; GET and POST";
    }

    @Override
    public void run(Stage stage, Findings findings) throws Exception {
        try (Town town = new Town(stage)) {
            List<Tier> backs = town.backs(INSTANCES);
            Tier front = town.tier(Town.FRONT, 1, Town.BACK, POOL, BOTH_COMPILERS);
            Tier gateway = town.gateway(1, Town.FRONT, BOTH_COMPILERS);
            town.awaitKnown(front, Town.BACK, INSTANCES);
            town.awaitKnown(gateway, Town.FRONT, 1);
            town.warmUp(gateway, TIERS);
            Churn churn = new Churn(town, front, backs);
            List<Instance> processes = List.of(town.registry(), front.instance(), gateway.instance());
            load(stage, findings, town, churn, front, gateway, "warm-up under churn", stage.pick(30, 5), 1);
            settle(town, churn, gateway);
            Pace.until(System.nanoTime() + stage.pick(60, 5) * 1_000_000_000L);
            Map<Instance, Holdings> before = count(findings, processes, "before");
            int registered = town.registered();
            int started = churn.started();
            int changes = churn.changes();
            int seconds = stage.pick(600, 20);
            int leastDeparted = Math.max(2, seconds / MOST_SECONDS_EACH);
            LoadReport report = load(stage, findings, town, churn, front, gateway, "soak", seconds, leastDeparted);
            findings.atLeast("requests", rate(stage) * seconds, report.samples().size(), "");
            findings.atMost("failed", 0, report.failed().size(), "");
            findings.atLeast("changes of the rules", seconds, churn.changes() - changes, "");
            findings.atMost("changes of the rules not taken", 0, churn.refused(), "");
            int departed = churn.started() - started;
            findings.atLeast("instances that went, and as many came", leastDeparted, departed, "");
            settle(town, churn, gateway);
            awaitIdle(before);
            Map<Instance, Holdings> after = count(findings, processes, "after");
            for (Instance process : processes) {
                // The registry remembers the last thousand changes of endpoints: one goes, and one comes. Of callers,
                // whatever they keep of each that has gone shows.
                int mostObjects = process.equals(town.registry()) ? 3 * departed : Math.max(FEW, departed / 2);
                Holdings.compare(findings, process.name(), held(before, process), held(after, process), mostObjects);
            }
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
            int seconds,
            int leastDeparted) {
        int rate = rate(stage);
        RunningLoad load = town.start(new Requests(what.replace(' ', '-'), TIERS)
                .mixed(
                        rate,
                        rate * (seconds + SPARE_SECONDS),
                        n -> (n % GATEWAY_SHARE == 0 ? gateway : front).uri("")));
        churn.run(seconds, leastDeparted);
        return findings.end(what, load);
    }

    /** The same rules, and nothing left of other ones: what is held at two such moments differs by what was not let go. */
    private static void settle(Town town, Churn churn, Tier gateway) {
        churn.settle();
        IntStream.range(0, REMEMBERED)
                .parallel()
                .forEach(n -> town.fleet().status(gateway.uri("/work?id=settled-" + n)));
    }

    private static Map<Instance, Holdings> count(Findings findings, List<Instance> processes, String when)
            throws IOException, InterruptedException {
        Map<Instance, Holdings> counted = new LinkedHashMap<>();
        for (Instance process : processes) {
            counted.put(process, Holdings.of(process));
            findings.figure(when + ": " + process.name() + ": " + counted.get(process));
        }
        return counted;
    }

    private static Holdings held(Map<Instance, Holdings> counted, Instance process) {
        return Objects.requireNonNull(counted.get(process));
    }

    /** Idle threads and connections may stay for a minute. */
    private static void awaitIdle(Map<Instance, Holdings> before) throws IOException {
        long end = System.nanoTime() + 70_000_000_000L;
        do {
            Pace.until(System.nanoTime() + 5_000_000_000L);
        } while (!areBack(before) && System.nanoTime() - end < 0);
    }

    private static boolean areBack(Map<Instance, Holdings> before) throws IOException {
        for (Map.Entry<Instance, Holdings> process : before.entrySet()) {
            if (!process.getValue().isBack(process.getKey())) {
                return false;
            }
        }
        return true;
    }

    private static int inFlight(Tier caller, String service) {
        int inFlight = 0;
        for (JsonNode endpoint : caller.endpoints(service)) {
            inFlight += endpoint.required("inFlight").intValue();
        }
        return inFlight;
    }
}
