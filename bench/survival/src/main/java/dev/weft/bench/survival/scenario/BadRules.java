package dev.weft.bench.survival.scenario;

import dev.weft.bench.load.Load;
import dev.weft.bench.load.LoadReport;
import dev.weft.bench.load.Pace;
import dev.weft.bench.load.RunningLoad;
import dev.weft.bench.survival.Findings;
import dev.weft.bench.survival.Mechanism;
import dev.weft.bench.survival.Requests;
import dev.weft.bench.survival.Scenario;
import dev.weft.bench.survival.Stage;
import dev.weft.bench.survival.Tier;
import dev.weft.bench.survival.Town;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Rules that can't be used, rules as large as they may be, and rules that never rest. */
final class BadRules implements Scenario {

    private static final int RATE = 100;
    private static final int CHANGES_PER_SECOND = 20;
    /** The last of them may be late. */
    private static final double LEAST_CHANGES = 19.5;

    /** A registry tells of a service ten times a second at most. */
    private static final int SEEN_PER_SECOND = 5;

    private static final int MUTATIONS = 500;
    /** Of those that this seed makes. */
    private static final int LEAST_REFUSED = 450;
    /** So many this seed makes besides; more would be bad documents that the registry takes for good ones. */
    private static final int MOST_LEFT = 15;

    private static final long SEED = 20_261_122;
    /** Of harmless mutations, each is in force for so many requests. */
    private static final int REQUESTS_EACH = 20;

    private static final int TOO_LARGE = 413;
    private static final int NOT_USABLE = 422;

    @Override
    public String name() {
        return "bad-rules";
    }

    @Override
    public String title() {
        return "500 mutations of good documents, a document at its limits, 20 changes a second; 100 rps of GET by a "
                + "gateway and by services, 10,000 requests or more (quick: 2,000)";
    }

    @Override
    public void run(Stage stage, Findings findings) {
        try (Town town = new Town(stage)) {
            List<Tier> backs = town.backs(2);
            Tier gateway = town.gateway(1, Town.BACK);
            Tier front = town.tier(Town.FRONT, 1, Town.BACK);
            RuleFolder rules = new RuleFolder(town.folder("rules"));
            rules.write(RuleText.document(0, 1));
            Tier filed = town.tier(Town.FRONT, 2, Town.BACK, rules.properties());
            List<Tier> clients = List.of(gateway, front);
            List.of(gateway, front, filed).forEach(client -> town.awaitKnown(client, Town.BACK, backs.size()));
            town.rules().put(Town.BACK, RuleText.document(0, 1));
            awaitMarks(town, List.of(gateway, front, filed), 0);
            town.warmUp(gateway, 1);
            town.warmUp(front, 2);
            Mutations pushed = push(stage, findings, town, clients);
            harmless(stage, findings, town, clients, pushed);
            files(stage, findings, town, filed, rules, pushed.refused);
            large(findings, town, clients);
            tooLarge(stage, findings, town, clients);
            restless(stage, findings, town, clients);
        }
    }

    /**
     * What became of mutations.
     *
     * @param harmless those that are good documents
     */
    private record Mutations(List<String> refused, List<String> harmless) {}

    private static Mutations push(Stage stage, Findings findings, Town town, List<Tier> clients) {
        Random random = new Random(SEED);
        findings.figure("seed " + SEED);
        RunningLoad load =
                town.start(load("mutations", clients, RATE * 600, stage.has(Mechanism.CHECK) ? "0 0" : null));
        Mutations pushed = new Mutations(new ArrayList<>(), new ArrayList<>());
        int other = 0;
        int left = 0;
        for (int n = 0; pushed.refused.size() + pushed.harmless.size() + other < MUTATIONS; n++) {
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
        findings.atLeast("mutations: the last good document is stored", 1, isStored(town, RuleText.document(0, 1)), "");
        return pushed;
    }

    private static void harmless(Stage stage, Findings findings, Town town, List<Tier> clients, Mutations pushed) {
        if (!stage.has(Mechanism.CHECK)) {
            return;
        }
        List<String> documents = pushed.harmless;
        RunningLoad load = town.start(load("harmless", clients, RATE * 600, null));
        findings.event(documents.size() + " harmless mutations, one after the other");
        int sent = 0;
        int refused = 0;
        for (String document : documents) {
            refused += town.rules().replace(Town.BACK, document) / 100 == 2 ? 0 : 1;
            sent += REQUESTS_EACH;
            load.awaitSent(sent);
        }
        town.rules().replace(Town.BACK, RuleText.document(1, 1));
        awaitMarks(town, clients, 1);
        LoadReport report = findings.end("harmless mutations", load);
        findings.atMost(
                "harmless mutations: failed, or half of a document",
                0,
                report.failed().size(),
                "");
        findings.atMost("harmless mutations: not stored", 0, refused, "");
        findings.atLeast("mutations pushed", MUTATIONS, pushed.refused.size() + documents.size(), "");
    }

    /** By this door no registry stands between a bad document and who is to go by it. */
    private static void files(
            Stage stage, Findings findings, Town town, Tier client, RuleFolder rules, List<String> documents) {
        List<String> bad = documents.stream()
                .filter(RuleFolder::isOfBack)
                .limit(stage.pick(100, 10))
                .toList();
        RunningLoad load = town.start(load("files", List.of(client), RATE * 600, "0 0"));
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

    private static void large(Findings findings, Town town, List<Tier> clients) {
        RunningLoad load = town.start(load("large", clients, RATE * 120, null));
        load.awaitSent(RATE);
        findings.event("a document of " + RuleText.MOST_ROUTES + " routes and " + RuleText.MOST_BYTES + " bytes");
        long start = System.nanoTime();
        int status = town.rules().replace(Town.BACK, largest());
        findings.atMost("large document: status of its storing", 299, status, "");
        findings.figure(String.format("stored after %.1f s", (System.nanoTime() - start) / 1e9));
        awaitMarks(town, clients, 2);
        findings.atMost("large document: until it was in force", 5, (System.nanoTime() - start) / 1e9, " s");
        LoadReport report = findings.end("large document", load);
        findings.atMost("large document: failed", 0, report.failed().size(), "");
    }

    private static String largest() {
        return RuleText.padded(RuleText.document(2, RuleText.MOST_ROUTES), RuleText.MOST_BYTES);
    }

    private static void tooLarge(Stage stage, Findings findings, Town town, List<Tier> clients) {
        RunningLoad load = town.start(load("too-large", clients, RATE * 120, "2 2"));
        load.awaitSent(RATE);
        findings.event("documents that are a little larger");
        String longer = RuleText.padded(RuleText.document(3, RuleText.MOST_ROUTES), RuleText.MOST_BYTES + 1);
        int bytes = town.rules().replace(Town.BACK, longer);
        int routes = town.rules().replace(Town.BACK, RuleText.document(4, RuleText.MOST_ROUTES + 1));
        load.awaitSent(RATE * stage.pick(15, 3));
        load.enough();
        exactly(findings, "a byte more than allowed: status", TOO_LARGE, bytes);
        exactly(findings, "a route more than allowed: status", NOT_USABLE, routes);
        LoadReport report = load.report();
        findings.load("too large documents", report);
        findings.atMost(
                "too large documents: failed requests, or other rules than the last good",
                0,
                report.failed().size(),
                "");
        findings.atLeast("too large documents: the last good document is stored", 1, isStored(town, largest()), "");
    }

    private static void restless(Stage stage, Findings findings, Town town, List<Tier> clients) {
        int seconds = stage.pick(60, 6);
        List<Set<String>> seen = clients.stream()
                .<Set<String>>map(client -> ConcurrentHashMap.newKeySet())
                .toList();
        Load plain = load("restless", clients, RATE * (seconds + 60), null);
        RunningLoad load =
                town.start(new Load(plain.ratePerSecond(), plain.requests(), plain.request(), (n, answer) -> {
                    seen.get(n % clients.size()).add(RuleText.marks(answer));
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
            halves += isHalf(clients.get(n % clients.size())) ? 1 : 0;
        }
        Pace.until(start + changes * 1_000_000_000L / CHANGES_PER_SECOND);
        double took = (System.nanoTime() - start) / 1e9;
        awaitMarks(town, clients, changes - 1);
        LoadReport report = findings.end("restless rules", load);
        findings.atLeast("changes a second", LEAST_CHANGES, stored / took, "");
        for (int i = 0; i < clients.size(); i++) {
            findings.atLeast(
                    "changes a second seen by " + clients.get(i).name(),
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

    private static void exactly(Findings findings, String name, int expected, int measured) {
        findings.atLeast(name, expected, measured, "");
        findings.atMost(name, expected, measured, "");
    }

    private static int isStored(Town town, String document) {
        return town.rules().get(Town.BACK).body().equals(document) ? 1 : 0;
    }

    private static void awaitMarks(Town town, List<Tier> clients, int number) {
        String both = number + " " + number;
        for (Tier client : clients) {
            town.fleet()
                    .await(
                            "document " + number + " in force at " + client.name(),
                            Duration.ofSeconds(20),
                            () -> RuleText.marks(town.fleet().get(client.uri("/work?id=marks")))
                                    .equals(both));
        }
    }

    /**
     * Answers are whole, name their request, and say the same number twice. The gateway hands on what one service says, services
     * add their own.
     *
     * @param expected both numbers, or null for any one
     */
    private static Load load(String run, List<Tier> clients, int requests, @Nullable String expected) {
        List<Load> each = clients.stream()
                .map(client -> new Requests(run, client.name().startsWith(Town.FRONT) ? 2 : 1)
                        .gets(RATE, requests, n -> client.uri("")))
                .toList();
        return new Load(RATE, requests, n -> each.get(n % each.size()).request().apply(n), (n, response) -> {
            String problem = each.get(n % each.size()).check().problem(n, response);
            return problem != null ? problem : problem(response, expected);
        });
    }

    private static @Nullable String problem(HttpResponse<String> response, @Nullable String expected) {
        String marks = RuleText.marks(response);
        return RuleText.isWhole(marks, expected) ? null : "marks " + marks + " " + response.body();
    }
}
