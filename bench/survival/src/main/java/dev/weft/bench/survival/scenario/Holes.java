package dev.weft.bench.survival.scenario;

import dev.weft.bench.fleet.Place;
import dev.weft.bench.load.LoadReport;
import dev.weft.bench.survival.Findings;
import dev.weft.bench.survival.Mechanism;
import dev.weft.bench.survival.Network;
import dev.weft.bench.survival.Scenario;
import dev.weft.bench.survival.Stage;
import dev.weft.bench.survival.Tier;
import dev.weft.bench.survival.Town;
import dev.weft.bench.survival.proxy.FaultProxy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Endpoints that accept and never answer, connections that are no longer what they seem, and one that dies while idle. */
final class Holes implements Scenario {

    static final int RATE = 200;
    static final int TIERS = 2;
    static final int ATTEMPT_MILLIS = 500;
    static final int CALL_MILLIS = 3_000;
    static final int GRACE_MILLIS = 250;

    @Override
    public String name() {
        return "holes";
    }

    @Override
    public String title() {
        return "pooled connections go stale, 4,200 requests (quick: 1,800), one endpoint is half-open, one a black hole, "
                + "4,000 requests each (quick: 1,600), 200 rps of GET; all are, 1,000 requests (quick: 200), 50 rps, GET and "
                + "POST, and 500 afterwards (quick: 100), of GET; an idle one dies, 100 requests, 50 rps of GET";
    }

    @Override
    public void run(Stage stage, Findings findings) {
        try (Network network = Network.ofThisRun();
                FaultProxy beforePlain = network.proxy("back-1");
                FaultProxy beforeHole = network.proxy("back-2");
                Town town = new Town(stage, network)) {
            Tier plain = town.tier(Town.BACK, 1, null, foundAt(beforePlain.place()));
            Tier hole = town.tier(Town.BACK, 2, null, foundAt(beforeHole.place()));
            Tier lost = town.tier(Town.BACK, 3, null, lost(network.reach("front-1", "back-3")));
            Tier front = town.tier(Town.FRONT, 1, Town.BACK, rules(stage));
            Tier hasty = town.tier(Town.FRONT, 2, Town.BACK, AllSilent.properties(stage));
            List<Tier> backs = List.of(plain, hole, lost);
            town.awaitKnown(front, Town.BACK, backs.size());
            town.awaitKnown(hasty, Town.BACK, backs.size());
            town.warmUp(front, TIERS);
            new StaleConnections(stage, findings, town, front).play(backs, List.of(beforePlain, beforeHole));
            SilentOnes silent = new SilentOnes(stage, findings, town, front);
            silent.halfOpen(lost, network);
            silent.blackHole(hole);
            new AllSilent(stage, findings, town, hasty).play(backs);
            town.awaitKnown(front, Town.BACK, backs.size());
            new DeadWhileIdle(stage, findings, town, front).play(plain);
        }
    }

    private static Map<String, String> foundAt(Place place) {
        return Map.of(
                "eureka.instance.hostname",
                place.address(),
                "eureka.instance.ip-address",
                place.address(),
                "eureka.instance.non-secure-port",
                Integer.toString(place.port()));
    }

    /** It is found where it can be cut off, and closes idle connections soon, also those that the other end can't know of. */
    private static Map<String, String> lost(Place reached) {
        Map<String, String> lost = new HashMap<>(foundAt(reached));
        lost.put("server.tomcat.keep-alive-timeout", "1s");
        return lost;
    }

    private static Map<String, String> rules(Stage stage) {
        return stage.has(Mechanism.TIMEOUT)
                ? Map.of(
                        "mesh.services.back.timeout", CALL_MILLIS + "ms",
                        "mesh.services.back.attempt-timeout", ATTEMPT_MILLIS + "ms")
                : Map.of();
    }

    static double longestMillis(LoadReport report) {
        return report.samples().stream()
                        .mapToLong(sample -> sample.latencyNanos())
                        .max()
                        .orElse(0)
                / 1e6;
    }
}
