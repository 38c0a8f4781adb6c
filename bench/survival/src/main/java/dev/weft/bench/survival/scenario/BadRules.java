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
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Rules that can't be used, rules as large as they may be, and rules that never rest. */
final class BadRules implements Scenario {

    private static final int RATE = 100;
    private static final int CHANGES_PER_SECOND = 20;
    private static final int MUTATIONS = 500;
    private static final long SEED = 20_261_122;
    private static final int MOST_ROUTES = 1_000;
    private static final String FIRST = "x-first";
    private static final String SECOND = "x-second";

    @Override
    public String name() {
        return "bad-rules";
    }

    @Override
    public String title() {
        return "500 mutations of good documents, a document at its limit, 20 changes a second; 100 rps of GET";
    }

    @Override
    public void run(Stage stage, Findings findings) {
        try (Town town = new Town(stage)) {
            List<Tier> backs = town.backs(2);
            Tier gateway = town.gateway(1, Town.BACK);
            town.awaitKnown(gateway, Town.BACK, backs.size());
            town.rules().put(Town.BACK, document(0, 0));
            town.fleet().await("the rules in force", () -> marks(town, gateway).equals("0 0"));
            town.warmUp(gateway, 1);
            mutations(stage, findings, town, gateway);
            large(stage, findings, town, gateway);
            restless(stage, findings, town, gateway);
        }
    }

    private static void mutations(Stage stage, Findings findings, Town town, Tier gateway) {
        Random random = new Random(SEED);
        findings.figure("seed " + SEED);
        RunningLoad load = town.start(load(gateway, RATE * 600, stage.has(Mechanism.CHECK) ? "0 0" : null));
        int refused = 0;
        int other = 0;
        int harmless = 0;
        for (int n = 0; n < MUTATIONS; n++) {
            String mutation = Mutation.of(document(0, 0), random);
            int status = town.rules().check(Town.BACK, mutation) && stage.has(Mechanism.CHECK)
                    ? 0
                    : town.rules().replace(Town.BACK, mutation);
            if (status == 0) {
                harmless++;
            } else if (status >= 400 && status < 500) {
                refused++;
            } else {
                other++;
            }
        }
        load.enough();
        LoadReport report = load.report();
        findings.load("mutations", report);
        findings.figure(refused + " mutations refused; " + harmless + " were good documents, and not stored");
        findings.atMost(
                "mutations: failed requests, or other rules than the last good",
                0,
                report.failed().size(),
                "");
        findings.atMost("mutations stored that can't be used, or not answered", 0, other, "");
        findings.atLeast(
                "mutations: the last good document is stored",
                1,
                town.rules().get(Town.BACK).body().equals(document(0, 0)) ? 1 : 0,
                "");
    }

    private static void large(Stage stage, Findings findings, Town town, Tier gateway) {
        RunningLoad load = town.start(load(gateway, RATE * 120, null));
        load.awaitSent(RATE);
        findings.event("a document with " + MOST_ROUTES + " routes");
        long start = System.nanoTime();
        int status = town.rules().replace(Town.BACK, document(1, MOST_ROUTES));
        findings.atMost("large document: status of its storing", 299, status, "");
        town.fleet()
                .await(
                        "the large document in force",
                        Duration.ofSeconds(20),
                        () -> marks(town, gateway).equals("1 1"));
        findings.atMost("large document: until it was in force", 5, (System.nanoTime() - start) / 1e9, " s");
        int over = town.rules().replace(Town.BACK, document(2, MOST_ROUTES) + " ".repeat(1 << 20));
        findings.atLeast("larger than allowed: status", 400, over, "");
        load.awaitSent(RATE * stage.pick(30, 8));
        load.enough();
        LoadReport report = load.report();
        findings.load("large document", report);
        findings.atMost("large document: failed", 0, report.failed().size(), "");
    }

    private static void restless(Stage stage, Findings findings, Town town, Tier gateway) {
        int seconds = stage.pick(60, 10);
        RunningLoad load = town.start(load(gateway, RATE * (seconds + 60), null));
        load.awaitSent(1);
        findings.event("rules change " + CHANGES_PER_SECOND + " times a second");
        long start = System.nanoTime();
        int changes = CHANGES_PER_SECOND * seconds;
        int stored = 0;
        for (int n = 0; n < changes; n++) {
            Pace.until(start + n * 1_000_000_000L / CHANGES_PER_SECOND);
            stored += town.rules().replace(Town.BACK, document(n, 0)) / 100 == 2 ? 1 : 0;
        }
        double took = (System.nanoTime() - start) / 1e9;
        String last = (changes - 1) + " " + (changes - 1);
        town.fleet()
                .await(
                        "the last document in force",
                        Duration.ofSeconds(20),
                        () -> marks(town, gateway).equals(last));
        load.enough();
        LoadReport report = load.report();
        findings.load("restless rules", report);
        findings.atLeast("changes a second", CHANGES_PER_SECOND * 0.9, stored / took, "");
        findings.atMost(
                "restless rules: failed, or half of a document",
                0,
                report.failed().size(),
                "");
    }

    /** Says the same number in two places, so that half of a document shows. */
    private static String document(int number, int routes) {
        String others = IntStream.range(0, routes)
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

    /** @param expected both numbers, or null for any that are equal */
    private static Load load(Tier gateway, int requests, @Nullable String expected) {
        HttpRequest request = HttpRequest.newBuilder(gateway.uri("/work?id=rules"))
                .timeout(Duration.ofSeconds(20))
                .build();
        return new Load(RATE, requests, n -> request, (n, response) -> problem(response, expected));
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

    private static String marks(Town town, Tier gateway) {
        return marks(town.fleet().get(gateway.uri("/work?id=marks")));
    }

    private static String marks(HttpResponse<String> response) {
        return mark(response, FIRST) + " " + mark(response, SECOND);
    }

    private static String mark(HttpResponse<String> response, String header) {
        return response.headers().firstValue(header).orElse("-").replace("n", "");
    }
}
