package dev.weft.bench.survival.scenario;

import dev.weft.bench.fleet.Instance;
import dev.weft.bench.load.LoadReport;
import dev.weft.bench.load.RunningLoad;
import dev.weft.bench.survival.Findings;
import dev.weft.bench.survival.Peers;
import dev.weft.bench.survival.Requests;
import dev.weft.bench.survival.Scenario;
import dev.weft.bench.survival.Stage;
import dev.weft.bench.survival.Tier;
import dev.weft.bench.survival.Town;
import dev.weft.bench.survival.proxy.Fault;
import dev.weft.bench.survival.proxy.FaultProxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Registries and those that need them don't hear each other for a while. */
final class Partition implements Scenario {

    private static final int RATE = 100;
    private static final int TIERS = 2;
    private static final String URLS = "eureka.client.service-url.defaultZone";
    private static final Duration AGREE = Duration.ofSeconds(30);
    private static final Fault SILENCE = new Fault.Timeout(Duration.ZERO);

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
        try (Peers peers = new Peers();
                Town town = new Town(stage, peers::launch)) {
            FaultProxy way = peers.toFirst();
            Tier first = town.tier(Town.FRONT, 1, Town.BACK, Map.of(URLS, Peers.urls(way, peers.toSecond())));
            Tier second = town.tier(Town.FRONT, 2, Town.BACK, Map.of(URLS, Peers.urls(peers.toSecond(), way)));
            List<Tier> backs = new ArrayList<>();
            for (int n = 1; n <= 3; n++) {
                backs.add(town.tier(Town.BACK, n, null, Map.of(URLS, Peers.urls(peers.toFirst(), peers.toSecond()))));
            }
            List<Tier> fronts = List.of(first, second);
            fronts.forEach(front -> town.awaitKnown(front, Town.BACK, backs.size()));
            fronts.forEach(front -> town.warmUp(front, TIERS));
            Scene scene = new Scene(stage, findings, town, fronts, backs);
            scene.play("a caller and a registry", () -> way.toServer(SILENCE).toClient(SILENCE), way::heal);
            scene.play(
                    "two registries",
                    () -> {
                        peers.firstToSecond().toServer(SILENCE).toClient(SILENCE);
                        peers.secondToFirst().toServer(SILENCE).toClient(SILENCE);
                    },
                    () -> {
                        peers.firstToSecond().heal();
                        peers.secondToFirst().heal();
                    });
            scene.play(
                    "two registries, one way only",
                    () -> peers.firstToSecond().toServer(SILENCE),
                    () -> peers.firstToSecond().heal());
        }
    }

    /** What takes part in each. */
    private record Scene(Stage stage, Findings findings, Town town, List<Tier> fronts, List<Tier> backs) {

        void play(String what, Runnable cut, Runnable heal) {
            int seconds = stage.pick(40, 20);
            RunningLoad load = town.start(new Requests(what.replaceAll("[^a-z]+", "-"), TIERS)
                    .mixed(
                            RATE,
                            RATE * 400,
                            n -> fronts.get(n / 2 % fronts.size()).uri("")));
            load.awaitSent(RATE * 2);
            findings.event("silence between " + what);
            cut.run();
            load.awaitSent(RATE * 4);
            Tier leaving = backs.get(0);
            findings.event("SIGTERM to " + leaving.name());
            leaving.instance().terminate();
            backs.set(0, town.restart(leaving));
            load.awaitSent(RATE * seconds);
            findings.event("they hear each other");
            heal.run();
            long start = System.nanoTime();
            town.fleet().await("the views to agree", Duration.ofSeconds(90), this::agree);
            double took = (System.nanoTime() - start) / 1e9;
            load.awaitSent(RATE * (seconds + 5));
            load.enough();
            LoadReport report = load.report();
            findings.load("silence between " + what, report);
            findings.atMost(what + ": failed", 0, report.failed().size(), "");
            findings.atMost(what + ": until all views agree", AGREE.toSeconds(), took, " s");
        }

        /** Both registries know the same, and so do the callers. */
        private boolean agree() {
            List<Instance> registries = town.registries();
            return town.members(registries.get(0)).equals(town.members(registries.get(1)))
                    && town.members(registries.get(0)).size() == fronts.size() + backs.size()
                    && fronts.stream()
                            .allMatch(front -> front.endpoints(Town.BACK).size() == backs.size());
        }
    }
}
