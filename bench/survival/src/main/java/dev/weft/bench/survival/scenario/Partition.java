package dev.weft.bench.survival.scenario;

import dev.weft.bench.load.LoadReport;
import dev.weft.bench.load.RunningLoad;
import dev.weft.bench.survival.Findings;
import dev.weft.bench.survival.Mechanism;
import dev.weft.bench.survival.Network;
import dev.weft.bench.survival.NotRunException;
import dev.weft.bench.survival.Peers;
import dev.weft.bench.survival.Requests;
import dev.weft.bench.survival.Scenario;
import dev.weft.bench.survival.Stage;
import dev.weft.bench.survival.Tier;
import dev.weft.bench.survival.Town;
import dev.weft.bench.survival.Way;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Registries and those that need them don't hear each other for a while. */
final class Partition implements Scenario {

    private static final int RATE = 100;
    private static final int TIERS = 2;
    private static final int LEAD = 1;
    private static final Duration AGREE = Duration.ofSeconds(30);

    @Override
    public String name() {
        return "partition";
    }

    @Override
    public String title() {
        return "between two registries, one way only, and between a caller and its registry while all that it calls are "
                + "replaced; 100 rps, GET and POST, 12,100 requests or more (quick: 5,000)";
    }

    @Override
    public void run(Stage stage, Findings findings) {
        try (Network network = Network.ofThisRun();
                Peers peers = new Peers(network);
                Town town = new Town(stage, network, peers::launch)) {
            if (stage.quick()) {
                // What is to be seen begins when leases have ended.
                town.shortenLeases();
            }
            Scene scene = Scene.of(stage, findings, network, peers, town);
            scene.registries();
            scene.oneWay();
            scene.callerAndRegistry();
        }
    }

    /** What takes part in each. */
    private record Scene(
            Stage stage,
            Findings findings,
            Network network,
            Peers peers,
            Town town,
            List<Tier> fronts,
            List<Tier> backs,
            Views views) {

        /** The second front and the third back are with the second registry, the others with the first one. */
        static Scene of(Stage stage, Findings findings, Network network, Peers peers, Town town) {
            List<Tier> fronts = new ArrayList<>();
            List<Tier> backs = new ArrayList<>();
            Views views = new Views(town, fronts, backs);
            Scene scene = new Scene(stage, findings, network, peers, town, fronts, backs, views);
            Map<String, String> onlyOfTheSecond = peers.watched("front-2", Peers.SECOND);
            // A client begins with any of those that it knows, and stays with one that answers.
            List<Way> others = List.of(
                    network.way("front-1", Peers.SECOND),
                    network.way("front-2", Peers.FIRST),
                    network.way("back-1", Peers.SECOND),
                    network.way("back-2", Peers.SECOND),
                    network.way("back-3", Peers.FIRST));
            others.forEach(Way::cut);
            fronts.add(scene.launch(Town.FRONT, 1, Town.BACK, Peers.FIRST, Peers.SECOND, Map.of()));
            fronts.add(scene.launch(Town.FRONT, 2, Town.BACK, Peers.SECOND, Peers.FIRST, onlyOfTheSecond));
            backs.add(scene.back(1, Peers.FIRST, Peers.SECOND));
            backs.add(scene.back(2, Peers.FIRST, Peers.SECOND));
            backs.add(scene.back(3, Peers.SECOND, Peers.FIRST));
            fronts.forEach(front -> town.awaitKnown(front, Town.BACK, backs.size()));
            others.forEach(Way::heal);
            town.warmUp(fronts, TIERS);
            return scene;
        }

        private Tier back(int number, String first, String second) {
            return launch(Town.BACK, number, null, first, second, Map.of());
        }

        private Tier launch(
                String service,
                int number,
                @Nullable String next,
                String first,
                String second,
                Map<String, String> properties) {
            String name = service + "-" + number;
            Map<String, String> all = new HashMap<>(
                    stage.has(Mechanism.PEERS) ? peers.known(name, first, second) : peers.known(name, first));
            all.putAll(properties);
            return town.tier(service, number, next, all);
        }

        /**
         * The second registry hears one back of three, and then that one leaves: whoever is with this registry needs the
         * other two. Either the registry has kept them, or its clients hold on to them because they answer.
         */
        void registries() {
            int leaves = stage.pick(35, 12);
            play(
                    "two registries",
                    leaves + stage.pick(10, 4),
                    // The first one drops the few that it does not hear, the second one keeps the many.
                    views::disagree,
                    load -> {
                        load.awaitSent(RATE * (LEAD + leaves));
                        terminate(backs.remove(backs.size() - 1));
                    },
                    network.way(Peers.FIRST, Peers.SECOND),
                    network.way(Peers.SECOND, Peers.FIRST));
        }

        /** An instance leaves and comes back, of which the second registry is not told; for longer than a lease lasts. */
        void oneWay() {
            play(
                    "two registries, one way only",
                    stage.pick(30, 10),
                    views::disagree,
                    load -> {
                        load.awaitSent(RATE * (LEAD + 1));
                        Tier leaving = backs.get(0);
                        terminate(leaving);
                        // Else it might begin with the second one, which nothing keeps from telling the first.
                        Way other = network.way(leaving.name(), Peers.SECOND);
                        other.cut();
                        backs.set(0, town.restart(leaving));
                        other.heal();
                    },
                    network.way(Peers.FIRST, Peers.SECOND));
        }

        /**
         * All that it calls are replaced, one after the other, at new addresses: it must hear of them from the other registry.
         * It takes its own for lost 15 to 20 s after it has last heard of it, so the last one stays until then.
         */
        void callerAndRegistry() {
            Tier caller = fronts.get(0);
            String heard = stream(caller);
            String registry = heard.equals(
                            network.reach(caller.name(), Peers.FIRST).uri("").toString())
                    ? Peers.FIRST
                    : Peers.SECOND;
            play(
                    "a caller and its registry",
                    stage.pick(40, 24),
                    () -> !stream(caller).equals(heard),
                    load -> replaceAll(load, LEAD + stage.pick(25, 19)),
                    network.way(caller.name(), registry),
                    network.way(registry, caller.name()));
        }

        private void replaceAll(RunningLoad load, int lastLeaves) {
            List<Tier> fresh = new ArrayList<>();
            for (int n = 0; n < backs.size(); n++) {
                fresh.add(back(4 + n, Peers.FIRST, Peers.SECOND));
            }
            for (int n = 0; n < backs.size(); n++) {
                town.fleet().awaitHealthy(fresh.get(n).instance());
                if (n == backs.size() - 1) {
                    load.awaitSent(RATE * lastLeaves);
                }
                terminate(backs.set(n, fresh.get(n)));
            }
        }

        private void terminate(Tier leaving) {
            findings.event("SIGTERM to " + leaving.name());
            leaving.instance().terminate();
        }

        /**
         * @param seconds from the cut until they hear each other again, or more
         * @param felt whether it can be seen that they don't
         * @param meanwhile what happens when the ways have been cut
         */
        private void play(
                String what, int seconds, BooleanSupplier felt, Consumer<RunningLoad> meanwhile, Way... ways) {
            RunningLoad load = town.start(new Requests(what.replaceAll("[^a-z]+", "-"), TIERS)
                    .mixed(RATE, RATE * 400, n -> Requests.turn(fronts, n).uri("")));
            load.awaitSent(RATE * LEAD);
            findings.event("silence between " + what);
            List.of(ways).forEach(Way::cut);
            meanwhile.accept(load);
            load.awaitSent(RATE * (LEAD + seconds));
            awaitFelt(what, felt);
            findings.event("they hear each other");
            List.of(ways).forEach(Way::heal);
            long start = System.nanoTime();
            town.fleet().await("the views to agree", Duration.ofSeconds(90), views::agree);
            double took = (System.nanoTime() - start) / 1e9;
            load.awaitMore(RATE);
            LoadReport report = findings.end("silence between " + what, load);
            findings.atMost(what + ": failed", 0, report.failed().size(), "");
            findings.atMost(what + ": until all views agree", AGREE.toSeconds(), took, " s");
        }

        private void awaitFelt(String what, BooleanSupplier felt) {
            try {
                town.fleet().await(what + " not to hear each other", Duration.ofSeconds(30), felt);
            } catch (IllegalStateException e) {
                throw new NotRunException(String.valueOf(e.getMessage()));
            }
        }

        /** The URL of the registry that tells a caller what is new. */
        private static String stream(Tier caller) {
            return caller.json("/actuator/mesh").at("/stream/peer").asText();
        }
    }
}
