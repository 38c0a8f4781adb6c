package dev.weft.bench.survival.scenario;

import dev.weft.bench.load.Load;
import dev.weft.bench.load.LoadReport;
import dev.weft.bench.load.Pace;
import dev.weft.bench.load.RunningLoad;
import dev.weft.bench.survival.Findings;
import dev.weft.bench.survival.Mechanism;
import dev.weft.bench.survival.Scenario;
import dev.weft.bench.survival.Stage;
import dev.weft.bench.survival.Tier;
import dev.weft.bench.survival.Town;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Rules that can't be used, rules as large as they may be, and rules that never rest. */
final class BadRules implements Scenario {

    private static final int RATE = 100;
    private static final int CHANGES_PER_SECOND = 20;

    /** A registry tells of a service ten times a second at most. */
    private static final int SEEN_PER_SECOND = 5;

    private static final int MUTATIONS = 500;
    /** Of those that this seed makes. */
    private static final int LEAST_REFUSED = 450;

    private static final long SEED = 20_261_122;
    /** Of harmless mutations, each is in force for so many requests. */
    private static final int REQUESTS_EACH = 20;

    private static final int MOST_ROUTES = 1_024;
    private static final int MOST_BYTES = 1 << 20;
    private static final int TOO_LARGE = 413;
    private static final int NOT_USABLE = 422;
    private static final String FIRST = "x-first";
    private static final String SECOND = "x-second";

    @Override
    public String name() {
        return "bad-rules";
    }

    @Override
    public String title() {
        return "500 mutations of good documents, a document at its limits, 20 changes a second; 100 rps of GET, every"
                + " second one by the gateway and by a service";
    }

    @Override
    public void run(Stage stage, Findings findings) {
        try (Town town = new Town(stage)) {
            List<Tier> backs = town.backs(2);
            Tier gateway = town.gateway(1, Town.BACK);
            Tier front = town.tier(Town.FRONT, 1, Town.BACK);
            List<Tier> clients = List.of(gateway, front);
            clients.forEach(client -> town.awaitKnown(client, Town.BACK, backs.size()));
            town.rules().put(Town.BACK, document(0, 1));
            awaitMarks(town, clients, 0);
            town.warmUp(gateway, 1);
            town.warmUp(front, 2);
            harmless(stage, findings, town, clients, mutations(stage, findings, town, clients));
            large(stage, findings, town, clients);
            restless(stage, findings, town, clients);
        }
    }

    /** Answers those that are good documents. */
    private static List<String> mutations(Stage stage, Findings findings, Town town, List<Tier> clients) {
        Random random = new Random(SEED);
        findings.figure("seed " + SEED);
        RunningLoad load = town.start(load(clients, RATE * 600, stage.has(Mechanism.CHECK) ? "0 0" : null));
        int refused = 0;
        int other = 0;
        List<String> harmless = new ArrayList<>();
        for (int n = 0; n < MUTATIONS; n++) {
            String mutation = Mutation.of(document(0, 1), random);
            if (town.rules().check(Town.BACK, mutation) && stage.has(Mechanism.CHECK)) {
                harmless.add(mutation);
                continue;
            }
            int status = town.rules().replace(Town.BACK, mutation);
            if (status >= 400 && status < 500) {
                refused++;
            } else {
                other++;
            }
        }
        LoadReport report = findings.end("mutations", load);
        findings.figure(refused + " mutations refused; " + harmless.size() + " were good documents");
        findings.atMost(
                "mutations: failed requests, or other rules than the last good",
                0,
                report.failed().size(),
                "");
        findings.atLeast("mutations refused", LEAST_REFUSED, refused, "");
        findings.atMost("mutations stored that can't be used, or not answered", 0, other, "");
        findings.atLeast("mutations: the last good document is stored", 1, isStored(town, document(0, 1)), "");
        return harmless;
    }

    /** Stores those that still take the requests and say their number twice, or not at all, while they are in use. */
    private static void harmless(
            Stage stage, Findings findings, Town town, List<Tier> clients, List<String> documents) {
        if (!stage.has(Mechanism.CHECK)) {
            return;
        }
        List<String> fit = documents.stream().filter(BadRules::isFit).toList();
        RunningLoad load = town.start(load(clients, RATE * 600, null));
        findings.event(fit.size() + " harmless mutations, one after the other");
        int sent = 0;
        int refused = 0;
        for (String document : fit) {
            refused += town.rules().replace(Town.BACK, document) / 100 == 2 ? 0 : 1;
            sent += REQUESTS_EACH;
            load.awaitSent(sent);
        }
        town.rules().replace(Town.BACK, document(1, 1));
        awaitMarks(town, clients, 1);
        LoadReport report = findings.end("harmless mutations", load);
        findings.atMost(
                "harmless mutations: failed, or half of a document",
                0,
                report.failed().size(),
                "");
        findings.atMost("harmless mutations: not stored", 0, refused, "");
    }

    private static boolean isFit(String document) {
        return document.contains("{ path: /work }")
                && document.contains(FIRST + ": n0") == document.contains(SECOND + ": n0");
    }

    private static void large(Stage stage, Findings findings, Town town, List<Tier> clients) {
        RunningLoad load = town.start(load(clients, RATE * 120, null));
        load.awaitSent(RATE);
        findings.event("a document of " + MOST_ROUTES + " routes and " + MOST_BYTES + " bytes");
        String largest = padded(document(2, MOST_ROUTES), MOST_BYTES);
        long start = System.nanoTime();
        int status = town.rules().replace(Town.BACK, largest);
        findings.atMost("large document: status of its storing", 299, status, "");
        findings.figure(String.format("stored after %.1f s", (System.nanoTime() - start) / 1e9));
        awaitMarks(town, clients, 2);
        findings.atMost("large document: until it was in force", 5, (System.nanoTime() - start) / 1e9, " s");
        LoadReport report = findings.end("large document", load);
        findings.atMost("large document: failed", 0, report.failed().size(), "");
        tooLarge(stage, findings, town, clients, largest);
    }

    private static void tooLarge(Stage stage, Findings findings, Town town, List<Tier> clients, String largest) {
        RunningLoad load = town.start(load(clients, RATE * 120, "2 2"));
        load.awaitSent(RATE);
        findings.event("documents that are a little larger");
        int bytes = town.rules().replace(Town.BACK, padded(document(3, MOST_ROUTES), MOST_BYTES + 1));
        int routes = town.rules().replace(Town.BACK, document(4, MOST_ROUTES + 1));
        load.awaitSent(RATE * stage.pick(30, 8));
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
        findings.atLeast("too large documents: the last good document is stored", 1, isStored(town, largest), "");
    }

    private static void restless(Stage stage, Findings findings, Town town, List<Tier> clients) {
        int seconds = stage.pick(60, 10);
        List<Set<String>> seen = clients.stream()
                .<Set<String>>map(client -> ConcurrentHashMap.newKeySet())
                .toList();
        Load plain = load(clients, RATE * (seconds + 60), null);
        RunningLoad load =
                town.start(new Load(plain.ratePerSecond(), plain.requests(), plain.request(), (n, answer) -> {
                    seen.get(n % clients.size()).add(marks(answer));
                    return plain.check().problem(n, answer);
                }));
        load.awaitSent(1);
        findings.event("rules change " + CHANGES_PER_SECOND + " times a second");
        long start = System.nanoTime();
        int changes = CHANGES_PER_SECOND * seconds;
        int stored = 0;
        for (int n = 0; n < changes; n++) {
            Pace.until(start + n * 1_000_000_000L / CHANGES_PER_SECOND);
            stored += town.rules().replace(Town.BACK, document(n, 1)) / 100 == 2 ? 1 : 0;
        }
        double took = (System.nanoTime() - start) / 1e9;
        awaitMarks(town, clients, changes - 1);
        LoadReport report = findings.end("restless rules", load);
        findings.atLeast("changes a second", CHANGES_PER_SECOND * 0.9, stored / took, "");
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
                            () -> marks(town.fleet().get(client.uri("/work?id=marks")))
                                    .equals(both));
        }
    }

    /** Says the same number in two places, so that half of a document shows. */
    private static String document(int number, int routes) {
        String others = IntStream.range(1, routes)
                .mapToObj(n -> "      - match: { path: /other/" + n + ", headers: { x-user: u" + n + " } }\n"
                        + "        to: [ { version: none } ]\n")
                .collect(Collectors.joining());
        return "services:\n  back:\n    timeout: 9s\n    retry: { attempts: 3, budget-percent: 20 }\n    routes:\n"
                + others
                + "      - match: { path: /work }\n        response-headers: { set: { " + FIRST + ": n" + number
                + " } }\n"
                + "        to:\n          - weight: 1\n            response-headers: { set: { " + SECOND + ": n"
                + number
                + " } }\n";
    }

    /** A document of so many bytes. */
    private static String padded(String document, int bytes) {
        return document + "#".repeat(bytes - document.length());
    }

    /** @param expected both numbers, or null for any that are equal */
    private static Load load(List<Tier> clients, int requests, @Nullable String expected) {
        List<HttpRequest> each = clients.stream()
                .map(client -> HttpRequest.newBuilder(client.uri("/work?id=rules"))
                        .timeout(Duration.ofSeconds(20))
                        .build())
                .toList();
        return new Load(RATE, requests, n -> each.get(n % each.size()), (n, response) -> problem(response, expected));
    }

    private static @Nullable String problem(HttpResponse<String> response, @Nullable String expected) {
        String marks = marks(response);
        String[] both = marks.split(" ");
        boolean whole = response.statusCode() == 200
                && both.length == 2
                && both[0].equals(both[1])
                && (expected == null || marks.equals(expected));
        return whole ? null : response.statusCode() + " marks " + marks + " " + response.body();
    }

    private static String marks(HttpResponse<String> response) {
        return mark(response, FIRST) + " " + mark(response, SECOND);
    }

    private static String mark(HttpResponse<String> response, String header) {
        return response.headers().firstValue(header).orElse("-").replace("n", "");
    }
}
