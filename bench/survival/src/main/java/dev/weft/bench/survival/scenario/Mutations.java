package dev.weft.bench.survival.scenario;

import dev.weft.bench.load.LoadReport;
import dev.weft.bench.load.RunningLoad;
import dev.weft.bench.survival.Findings;
import dev.weft.bench.survival.Mechanism;
import dev.weft.bench.survival.Stage;
import dev.weft.bench.survival.Tier;
import dev.weft.bench.survival.Town;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Good documents with mistakes in them are pushed to the registry, and written to a file. */
record Mutations(Stage stage, Findings findings, Town town, MarkedClients clients) {

    private static final int ALL = 500;
    /** Of those that this seed makes. */
    private static final int LEAST_REFUSED = 450;
    /** So many this seed makes besides; more would be bad documents that the registry takes for good ones. */
    private static final int MOST_LEFT = 15;

    private static final long SEED = 20_261_122;
    /** Of harmless mutations, each is in force for so many requests. */
    private static final int REQUESTS_EACH = 20;
    /** For as long as it takes. */
    private static final int SECONDS = 600;

    /** The good document's marks. */
    private static final String GOOD = "0 0";

    /**
     * What became of them.
     *
     * @param harmless those that are good documents
     */
    record Pushed(List<String> refused, List<String> harmless) {}

    Pushed push() {
        Random random = new Random(SEED);
        findings.figure("seed " + SEED);
        RunningLoad load = clients.start("mutations", SECONDS, stage.has(Mechanism.CHECK) ? GOOD : null);
        Pushed pushed = new Pushed(new ArrayList<>(), new ArrayList<>());
        int other = 0;
        int left = 0;
        for (int n = 0; pushed.refused.size() + pushed.harmless.size() + other < ALL; n++) {
            String good = n % 2 == 0 ? RuleText.document(0, 1) : RuleText.httpRoute(0);
            String mutation = Mutation.of(good, random);
            if (stage.has(Mechanism.CHECK) && town.rules().check(Town.BACK, mutation)) {
                if (RuleText.isFit(mutation)) {
                    pushed.harmless.add(mutation);
                } else {
                    left++;
                }
                continue;
            }
            int status = town.rules().replace(Town.BACK, mutation);
            if (status >= 400 && status < 500) {
                pushed.refused.add(mutation);
            } else {
                other++;
            }
        }
        LoadReport report = findings.end("mutations", load);
        findings.figure(pushed.refused.size() + " mutations refused; " + pushed.harmless.size()
                + " are good documents and are stored later; " + left + " are good documents that mean something else");
        findings.atMost(
                "mutations: failed requests, or other rules than the last good",
                0,
                report.failed().size(),
                "");
        findings.atLeast("mutations refused", LEAST_REFUSED, pushed.refused.size(), "");
        findings.atMost("mutations stored that can't be used, or not answered", 0, other, "");
        findings.atMost("good documents that mean something else, not stored", MOST_LEFT, left, "");
        findings.atLeast(
                "mutations: the last good document is stored", 1, clients.isStored(RuleText.document(0, 1)), "");
        return pushed;
    }

    void harmless(Pushed pushed) {
        if (!stage.has(Mechanism.CHECK)) {
            return;
        }
        List<String> documents = pushed.harmless;
        RunningLoad load = clients.start("harmless", SECONDS, null);
        findings.event(documents.size() + " harmless mutations, one after the other");
        int sent = 0;
        int refused = 0;
        for (String document : documents) {
            refused += town.rules().replace(Town.BACK, document) / 100 == 2 ? 0 : 1;
            sent += REQUESTS_EACH;
            load.awaitSent(sent);
        }
        town.rules().replace(Town.BACK, RuleText.document(1, 1));
        clients.await(1);
        LoadReport report = findings.end("harmless mutations", load);
        findings.atMost(
                "harmless mutations: failed, or half of a document",
                0,
                report.failed().size(),
                "");
        findings.atMost("harmless mutations: not stored", 0, refused, "");
        findings.atLeast("mutations pushed", ALL, pushed.refused.size() + documents.size(), "");
    }

    /** By this door no registry stands between a bad document and who is to go by it. */
    void files(Tier client, RuleFolder rules, Pushed pushed) {
        List<String> bad = pushed.refused.stream()
                .filter(RuleFolder::isOfBack)
                .limit(stage.pick(100, 10))
                .toList();
        RunningLoad load = new MarkedClients(town, List.of(client)).start("files", SECONDS, GOOD);
        findings.event(bad.size() + " bad files, one after the other");
        for (String document : bad) {
            rules.write(document);
            town.fleet().await("the file to be refused: " + document, () -> RuleFolder.isRefused(client));
            rules.write(RuleText.document(0, 1));
            town.fleet().await("the good file to be in force", () -> !RuleFolder.isRefused(client));
        }
        LoadReport report = findings.end("bad files", load);
        findings.atLeast("bad files refused", stage.pick(100, 10), bad.size(), "");
        findings.atMost(
                "bad files: failed requests, or other rules than the last good",
                0,
                report.failed().size(),
                "");
    }
}
