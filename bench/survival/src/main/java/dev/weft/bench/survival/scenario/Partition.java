package dev.weft.bench.survival.scenario;

import dev.weft.bench.fleet.Instance;
import dev.weft.bench.load.LoadReport;
import dev.weft.bench.load.RunningLoad;
import dev.weft.bench.survival.Findings;
import dev.weft.bench.survival.Network;
import dev.weft.bench.survival.Peers;
import dev.weft.bench.survival.Requests;
import dev.weft.bench.survival.Scenario;
import dev.weft.bench.survival.Stage;
import dev.weft.bench.survival.Tier;
import dev.weft.bench.survival.Town;
import dev.weft.bench.survival.Way;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** Registries and those that need them don't hear each other for a while. */
final class Partition implements Scenario {

    private static final int RATE = 100;
    private static final int TIERS = 2;
    private static final String URLS = "eureka.client.service-url.defaultZone";
    private static final Duration AGREE = Duration.ofSeconds(30);

    @Override
    public String name() {
        return "partition";
    }

    @Override
    public String title() {
        return "between a caller and a registry, between two registries, and one way only, while instances come and go; "
                + "100 rps, GET and POST";
    }

    @Override
    public void run(Stage stage, Findings findings) {
        try (Network network = Network.ofThisRun();
                Peers peers = new Peers(network);
                Town town = new Town(stage, network, peers::launch)) {
            Tier first =
                    town.tier(Town.FRONT, 1, Town.BACK, Map.of(URLS, peers.urls("front-1", Peers.FIRST, Peers.SECOND)));
            Tier second =
                    town.tier(Town.FRONT, 2, Town.BACK, Map.of(URLS, peers.urls("front-2", Peers.SECOND, Peers.FIRST)));
            List<Tier> backs = new ArrayList<>();
            for (int n = 1; n <= 3; n++) {
                backs.add(town.tier(
                        Town.BACK, n, null, Map.of(URLS, peers.urls("back-" + n, Peers.FIRST, Peers.SECOND))));
            }
            List<Tier> fronts = List.of(first, second);
            fronts.forEach(front -> town.awaitKnown(front, Town.BACK, backs.size()));
            fronts.forEach(front -> town.warmUp(front, TIERS));
            Scene scene = new Scene(stage, findings, town, fronts, backs);
            String heard = stream(first);
            String registry = heard.equals(
                            network.reach(first.name(), Peers.FIRST).uri("").toString())
                    ? Peers.FIRST
                    : Peers.SECOND;
            scene.play(
                    "a caller and its registry",
                    () -> !stream(first).equals(heard),
                    network.way(first.name(), registry),
                    network.way(registry, first.name()));
            Way onward = network.way(Peers.FIRST, Peers.SECOND);
            scene.play("two registries", scene::disagree, onward, network.way(Peers.SECOND, Peers.FIRST));
            scene.play("two registries, one way only", scene::disagree, onward);
        }
    }

    /** The URL of the registry that tells a caller what is new. */
    private static String stream(Tier caller) {
        return caller.json("/actuator/mesh").at("/stream/peer").asText();
    }

    /** What takes part in each. */
    private record Scene(Stage stage, Findings findings, Town town, List<Tier> fronts, List<Tier> backs) {

        /** @param felt whether it can be seen that they don't hear each other */
        void play(String what, BooleanSupplier felt, Way... ways) {
            int seconds = stage.pick(40, 20);
            RunningLoad load = town.start(new Requests(what.replaceAll("[^a-z]+", "-"), TIERS)
                    .mixed(
                            RATE,
                            RATE * 400,
                            n -> fronts.get(n / 2 % fronts.size()).uri("")));
            load.awaitSent(RATE * 2);
            findings.event("silence between " + what);
            List.of(ways).forEach(Way::cut);
            load.awaitSent(RATE * 4);
            Tier leaving = backs.get(0);
            findings.event("SIGTERM to " + leaving.name());
            leaving.instance().terminate();
            backs.set(0, town.restart(leaving));
            load.awaitSent(RATE * seconds);
            town.fleet().await(what + " not to hear each other", Duration.ofSeconds(30), felt);
            findings.event("they hear each other");
            List.of(ways).forEach(Way::heal);
            long start = System.nanoTime();
            town.fleet().await("the views to agree", Duration.ofSeconds(90), this::agree);
            double took = (System.nanoTime() - start) / 1e9;
            load.awaitSent(RATE * (seconds + 5));
            LoadReport report = findings.end("silence between " + what, load);
            findings.atMost(what + ": failed", 0, report.failed().size(), "");
            findings.atMost(what + ": until all views agree", AGREE.toSeconds(), took, " s");
        }

        /** Both registries know the same, and so do the callers. */
        private boolean agree() {
            return !disagree()
                    && town.registered() == fronts.size() + backs.size()
                    && fronts.stream()
                            .allMatch(front -> front.endpoints(Town.BACK).size() == backs.size());
        }

        private boolean disagree() {
            List<Instance> registries = town.registries();
            return !town.members(registries.get(0)).equals(town.members(registries.get(1)));
        }
    }
}
