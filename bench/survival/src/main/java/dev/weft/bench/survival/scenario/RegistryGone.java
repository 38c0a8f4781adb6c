package dev.weft.bench.survival.scenario;

import dev.weft.bench.fleet.Instance;
import dev.weft.bench.load.LoadReport;
import dev.weft.bench.load.RunningLoad;
import dev.weft.bench.survival.Findings;
import dev.weft.bench.survival.Mechanism;
import dev.weft.bench.survival.Network;
import dev.weft.bench.survival.Peers;
import dev.weft.bench.survival.Requests;
import dev.weft.bench.survival.Scenario;
import dev.weft.bench.survival.Stage;
import dev.weft.bench.survival.Tier;
import dev.weft.bench.survival.Town;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** There is no registry for a long time, and then two that know nobody. */
final class RegistryGone implements Scenario {

    private static final int RATE = 100;
    private static final int TIERS = 2;
    private static final int RESTARTED_RATE = 50;
    private static final int SETTLED = 100;

    /** Longer than the registries' settling, in which nobody is left out, and than leases last: both have come to an end. */
    private static final int AFTER_SECONDS = 45;

    private static final int AFTER_SECONDS_QUICK = 18;

    private static final String RULES = "services: { back: { timeout: 7s } }";
    private static final String MARK = "\"timeout\":\"7000 ms\"";

    @Override
    public String name() {
        return "registry-gone";
    }

    @Override
    public String title() {
        return "kill -9 of both registries, 10 minutes without (quick: 12 s), a caller restarted meanwhile, and they "
                + "come back empty; 100 rps, GET and POST, 62,000 requests or more (quick: 3,500)";
    }

    @Override
    public void run(Stage stage, Findings findings) {
        try (Network network = Network.ofThisRun();
                Peers peers = new Peers(network);
                Town town = new Town(stage, network, (fleet, data) -> {
                    if (stage.quick()) {
                        // All clients are of the mesh, and come back within ten seconds.
                        fleet.with("registry.settling", "15s");
                    }
                    return peers.launch(fleet, data);
                })) {
            List<Tier> backs = List.of(
                    town.tier(Town.BACK, 1, null, peers.known("back-1", Peers.FIRST, Peers.SECOND)),
                    town.tier(Town.BACK, 2, null, peers.known("back-2", Peers.SECOND, Peers.FIRST)));
            Tier front = town.tier(Town.FRONT, 1, Town.BACK, peers.known("front-1", Peers.FIRST, Peers.SECOND));
            Map<String, String> otherKnows = new HashMap<>(peers.known("front-2", Peers.SECOND, Peers.FIRST));
            otherKnows.putAll(kept(stage, town));
            Tier other = town.tier(Town.FRONT, 2, Town.BACK, otherKnows);
            town.awaitKnown(front, Town.BACK, backs.size());
            town.awaitKnown(other, Town.BACK, backs.size());
            // Registries that have just started take no change before they know what their clients know.
            town.fleet().await("the rules to be stored", () -> town.rules().put(Town.BACK, RULES) == 201);
            town.fleet().await("the rules in force", () -> hasRules(front) && hasRules(other));
            town.warmUp(front, TIERS);
            int instances = backs.size() + 2;
            town.fleet().await("all registered", () -> everywhere(town, instances));
            RunningLoad load = town.start(new Requests("gone", TIERS).mixed(RATE, RATE * 1_200, n -> front.uri("")));
            load.awaitSent(RATE * 3);
            findings.event("kill -9 of both registries");
            town.registries().forEach(Instance::kill);
            load.awaitSent(RATE * stage.pick(8, 4));
            Tier restarted = restartCaller(findings, town, other);
            load.awaitSent(RATE * stage.pick(603, 15));
            comeBack(findings, town, front, instances);
            load.awaitMore(RATE * stage.pick(AFTER_SECONDS, AFTER_SECONDS_QUICK));
            settled(findings, town, "restarted, with the registry back", restarted);
            findings.atLeast("restarted caller ready, with the registry back", 1, isReady(town, restarted) ? 1 : 0, "");
            findings.atLeast("stored rules in force later", 1, hasRules(front) && hasRules(restarted) ? 1 : 0, "");
            LoadReport report = findings.end("no registry", load);
            findings.atMost("failed", 0, report.failed().size(), "");
        }
    }

    private static Map<String, String> kept(Stage stage, Town town) {
        return stage.has(Mechanism.KNOWN_GOOD)
                ? Map.of(
                        "mesh.directory.last-known-good",
                        town.folder("known").resolve("front-2.json").toString())
                : Map.of();
    }

    /** Its endpoints and rules are those of before: it can't have heard them from anybody. */
    private static Tier restartCaller(Findings findings, Town town, Tier caller) {
        findings.event("kill -9 " + caller.name());
        caller.instance().kill();
        Tier fresh = new Tier(town.fleet(), town.fleet().restart(caller.instance()));
        town.fleet().await(fresh.name() + " to listen", () -> town.fleet().status(fresh.uri("/tally")) == 200);
        findings.event(fresh.name() + " is back, without a registry");
        findings.atMost("restarted caller ready, though nobody can know of it", 0, isReady(town, fresh) ? 1 : 0, "");
        settled(findings, town, "restarted without a registry", fresh);
        findings.atLeast("stored rules in force at the restarted caller", 1, hasRules(fresh) ? 1 : 0, "");
        return fresh;
    }

    private static void settled(Findings findings, Town town, String what, Tier caller) {
        LoadReport report = town.run(new Requests("settled", TIERS).gets(RESTARTED_RATE, SETTLED, n -> caller.uri("")));
        findings.load(what, report);
        findings.atMost("failed at the restarted caller", 0, report.failed().size(), "");
    }

    private static void comeBack(Findings findings, Town town, Tier front, int instances) {
        findings.event("the registries start, and know nobody");
        town.restartRegistries();
        long start = System.nanoTime();
        town.fleet()
                .await("everybody to be registered again", Duration.ofSeconds(90), () -> everywhere(town, instances));
        findings.atMost("until all were registered again", 30, (System.nanoTime() - start) / 1e9, " s");
        findings.atLeast(
                "stored rules still stored",
                1,
                town.rules().get(Town.BACK).body().equals(RULES) ? 1 : 0,
                "");
        findings.atLeast("stored rules still in force", 1, hasRules(front) ? 1 : 0, "");
    }

    /** Whether each registry knows so many instances. */
    private static boolean everywhere(Town town, int instances) {
        return town.registries().stream()
                .allMatch(registry -> town.members(registry).size() == instances);
    }

    private static boolean isReady(Town town, Tier caller) {
        return town.fleet().status(caller.uri("/actuator/health/readiness")) == 200;
    }

    private static boolean hasRules(Tier front) {
        return front.json("/actuator/mesh/" + Town.BACK).toString().contains(MARK);
    }
}
