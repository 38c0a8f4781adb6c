package dev.weft.bench.survival.scenario;

import dev.weft.bench.load.Load;
import dev.weft.bench.load.LoadReport;
import dev.weft.bench.load.Pace;
import dev.weft.bench.load.RunningLoad;
import dev.weft.bench.survival.Findings;
import dev.weft.bench.survival.Mechanism;
import dev.weft.bench.survival.Stage;
import dev.weft.bench.survival.Tier;
import dev.weft.bench.survival.Town;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Rules change so often that documents overtake each other on their way. */
record RestlessRules(Stage stage, Findings findings, Town town, MarkedClients clients) {

    private static final int CHANGES_PER_SECOND = 20;
    /** The last of them may be late. */
    private static final double LEAST_CHANGES = 19.5;

    /** A registry tells of a service ten times a second at most. */
    private static final int SEEN_PER_SECOND = 5;

    void play() {
        int seconds = stage.pick(40, 6);
        List<Tier> each = clients.clients();
        List<Set<String>> seen = each.stream()
                .<Set<String>>map(client -> ConcurrentHashMap.newKeySet())
                .toList();
        Load plain = clients.load("restless", seconds + 60, null);
        RunningLoad load =
                town.start(new Load(plain.ratePerSecond(), plain.requests(), plain.request(), (n, answer) -> {
                    seen.get(n % each.size()).add(RuleText.marks(answer));
                    return plain.check().problem(n, answer);
                }));
        load.awaitSent(1);
        findings.event("rules change " + CHANGES_PER_SECOND + " times a second");
        long start = System.nanoTime();
        int changes = CHANGES_PER_SECOND * seconds;
        int stored = 0;
        int halves = 0;
        for (int n = 0; n < changes; n++) {
            Pace.until(start + n * 1_000_000_000L / CHANGES_PER_SECOND);
            // The last one is whole: it is waited for.
            boolean whole = stage.has(Mechanism.WHOLE) || n == 0 || n == changes - 1;
            String document = whole ? RuleText.document(n, 1) : RuleText.half(n);
            stored += town.rules().replace(Town.BACK, document) / 100 == 2 ? 1 : 0;
            halves += isHalf(each.get(n % each.size())) ? 1 : 0;
        }
        Pace.until(start + changes * 1_000_000_000L / CHANGES_PER_SECOND);
        double took = (System.nanoTime() - start) / 1e9;
        clients.await(changes - 1);
        LoadReport report = findings.end("restless rules", load);
        findings.atLeast("changes a second", LEAST_CHANGES, stored / took, "");
        for (int i = 0; i < each.size(); i++) {
            findings.atLeast(
                    "changes a second seen by " + each.get(i).name(),
                    SEEN_PER_SECOND,
                    seen.get(i).size() / took,
                    "");
        }
        findings.atMost(
                "restless rules: failed, or half of a document",
                0,
                report.failed().size(),
                "");
        findings.atMost("restless rules: routes of one document in force with the timeout of another", 0, halves, "");
    }

    private static boolean isHalf(Tier client) {
        return RuleText.isHalf(client.json("/actuator/mesh/" + Town.BACK).at("/destination/rules"));
    }
}
