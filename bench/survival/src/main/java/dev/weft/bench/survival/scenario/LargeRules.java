package dev.weft.bench.survival.scenario;

import dev.weft.bench.load.LoadReport;
import dev.weft.bench.load.RunningLoad;
import dev.weft.bench.survival.Findings;
import dev.weft.bench.survival.Stage;
import dev.weft.bench.survival.Town;

/** A document as large as it may be is stored, and then two that are a little larger. */
record LargeRules(Stage stage, Findings findings, Town town, MarkedClients clients) {

    private static final int SECONDS = 120;
    private static final int TOO_LARGE = 413;
    private static final int NOT_USABLE = 422;

    void largest() {
        RunningLoad load = clients.start("large", SECONDS, null);
        load.awaitSent(MarkedClients.RATE);
        findings.event("a document of " + RuleText.MOST_ROUTES + " routes and " + RuleText.MOST_BYTES + " bytes");
        long start = System.nanoTime();
        int status = town.rules().replace(Town.BACK, document());
        findings.atMost("large document: status of its storing", 299, status, "");
        findings.figure(String.format("stored after %.1f s", (System.nanoTime() - start) / 1e9));
        clients.await(2);
        findings.atMost("large document: until it was in force", 5, (System.nanoTime() - start) / 1e9, " s");
        LoadReport report = findings.end("large document", load);
        findings.atMost("large document: failed", 0, report.failed().size(), "");
    }

    private static String document() {
        return RuleText.padded(RuleText.document(2, RuleText.MOST_ROUTES), RuleText.MOST_BYTES);
    }

    void tooLarge() {
        RunningLoad load = clients.start("too-large", SECONDS, "2 2");
        load.awaitSent(MarkedClients.RATE);
        findings.event("documents that are a little larger");
        String longer = RuleText.padded(RuleText.document(3, RuleText.MOST_ROUTES), RuleText.MOST_BYTES + 1);
        int bytes = town.rules().replace(Town.BACK, longer);
        int routes = town.rules().replace(Town.BACK, RuleText.document(4, RuleText.MOST_ROUTES + 1));
        load.awaitSent(MarkedClients.RATE * stage.pick(15, 3));
        load.enough();
        exactly("a byte more than allowed: status", TOO_LARGE, bytes);
        exactly("a route more than allowed: status", NOT_USABLE, routes);
        LoadReport report = load.report();
        findings.load("too large documents", report);
        findings.atMost(
                "too large documents: failed requests, or other rules than the last good",
                0,
                report.failed().size(),
                "");
        findings.atLeast("too large documents: the last good document is stored", 1, clients.isStored(document()), "");
    }

    private void exactly(String name, int expected, int measured) {
        findings.atLeast(name, expected, measured, "");
        findings.atMost(name, expected, measured, "");
    }
}
