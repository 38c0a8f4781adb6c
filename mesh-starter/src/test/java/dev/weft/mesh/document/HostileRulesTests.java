package dev.weft.mesh.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.mesh.rules.ServiceRules;
import dev.weft.mesh.sim.Cases;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same for rules in the shape of {@code mesh.services}: a model comes out, or a refusal with a line. */
@Tag("same-everywhere")
class HostileRulesTests {

    private static final String FILE = "rules.yml";

    private static final String SERVICE = """
            petdetails:
              timeout: 5s
              attempt-timeout: 2s
              connect-timeout: 1s
              retry: { attempts: 2, statuses: [ 502, 503 ], on-reset: true, backoff-base: 10ms, budget-percent: 10 }
              ejection: { failures: [ connect, timeout ], consecutive-failures: 3, min-penalty: 1s, max-penalty: 10s }
              balance: { slow-start: 5s, zone-aware-from: 3, panic-percent: 40 }
              limits: { requests: 100, connections: 10 }
              affinity: { cookie: session }
              health: { path: /up, interval: 5s }
              routes:
                - name: beta
                  match:
                    path-prefix: /api
                    method: GET
                    headers: { x-user-group: beta }
                    cookie-patterns: { "[my_cookie]": "a.*" }
                    query: { breed: dog }
                    from: [ gateway, petservice ]
                    port: 80
                  to: [ { version: v2, weight: 3, request-headers: { set: { x-lane: beta }, remove: [ x-a ] } } ]
                  rewrite: { host: a.example, path-prefix: /b }
                  fault: { delay: 10ms, delay-percent: 1.5, status: 503, abort-percent: 0.5 }
                  fallback: { status: 203, headers: { x-a: b }, body: "none" }
                  timeout: 3s
                  retry: { attempts: 1 }
                - matches: [ { path: /old }, { path-pattern: "/o.d" } ]
                  redirect: { scheme: https, host: b.example, path: /new, status: 301 }
                - to:
                    - { version: v1, weight: 90 }
                    - { service: other, metadata: { track: canary }, weight: 10 }
                  sticky: { header: x-user }
                  mirror: [ { to: { version: v3 }, percent: 12.5, credentials: [ cookie ] } ]
                  fallback: { to: { service: other } }
            """;

    private static final String SEED = "mesh:\n  services:\n" + SERVICE.indent(4) + "    other: { timeout: 1s }\n";

    private static final List<String> WORDS = List.of(
            "mesh",
            "services",
            "petdetails",
            "routes",
            "to",
            "match",
            "matches",
            "headers",
            "version",
            "weight",
            "timeout",
            "retry",
            "attempts",
            "metadata",
            "[a.b]",
            "retry.attempts",
            "mode",
            "allow",
            "host",
            "\"\"",
            "80",
            "1s",
            "true",
            "x");

    @Test
    void documentsWhenTheyAreMutatedCrashNothing() {
        AtomicInteger models = new AtomicInteger();
        Cases.run(7_000, random -> {
            if (check(Hostile.mutated(SEED, random)).isEmpty()) {
                models.incrementAndGet();
            }
        });
        assertThat(models).as("some must still be right, or this tests nothing").hasValueBetween(50, 6_950);
    }

    @Test
    void documentsWhenTheyAreGeneratedCrashNothing() {
        Cases.run(1_500, random -> {
            check(Hostile.generated(WORDS, random));
            check("services:\n  pets:\n" + Hostile.generated(WORDS, random).indent(4));
            check("mesh.egress:\n" + Hostile.generated(WORDS, random).indent(2));
        });
    }

    @Test
    void documentsWhenTheyAreLargeTakeTenTimesTheirSizeAtMost() {
        StringBuilder text = new StringBuilder("services:\n");
        for (int i = 0; i < Caps.MAX_ROUTES / 3; i++) {
            text.append(SERVICE.replace("petdetails", "service-" + i).indent(2));
        }
        keepsTenTimesItsSizeAtMost(text.toString(), 10);
    }

    /** Where a text has little to say of each service, there is a bound on the services. */
    @Test
    void documentsWhenTheyHaveVeryManyServicesAreRefused() {
        StringBuilder text = new StringBuilder("services:\n");
        for (int i = 0; i < 60_000; i++) {
            text.append("  s").append(i).append(": {}\n");
        }

        assertThat(check(text.toString())).contains("60000 services (expected: at most 1024 in one text)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1:1", "1_", "0b1", "1.1", "e+", "-", "a.", "a-", "/a", "%41", "1h", "(a", "a|", "[", "a]", "${a}", ","
            })
    void valueWhenItIsHugeIsReadOrRefusedWhereverItStands(String thing) {
        String huge = '"' + thing.repeat(300_000 / thing.length()) + '"';
        for (String place : List.of(
                "5s",
                "2,",
                "502",
                "true",
                "connect,",
                "session",
                "beta\n",
                "/api",
                "GET",
                "\"a.*\"",
                "\"[my_cookie]\"",
                "gateway",
                "80",
                "v2",
                "3,",
                "x-lane",
                "x-a ]",
                "a.example",
                "1.5",
                "203",
                "\"none\"",
                "https",
                "other,",
                "canary",
                "x-user }",
                "petdetails")) {
            String end = place.replaceAll("[\\w./\"*\\[-]+", "");
            String text = SEED.replace(place, huge + end);
            assertThat(text).as(place).isNotEqualTo(SEED);
            check(text);
        }
        for (String place : List.of("mode: %s", "allow: [ { host: %s } ]", "allow: [ { host: a.test, ports: %s } ]")) {
            check("mesh.egress: { " + place.formatted(huge) + " }");
        }
    }

    /** Targets are numbered: with many of them that must not take the square of their number. */
    @Test
    void documentWhenARouteHasVeryManyDestinationsIsOverSoon() {
        StringBuilder text = new StringBuilder("services:\n  pets:\n    routes:\n      - to:\n");
        for (int i = 0; i < 20_000; i++) {
            text.append("          - { version: v").append(i).append(" }\n");
        }

        assertThat(check(text.toString())).contains("20000 destinations (expected: at most");
    }

    /** Keys with dots are put together again: one by one, but not all of those before for each. */
    @Test
    void documentWhenItHasVeryManyDottedKeysTakesMemoryByTheirNumber() {
        long some = allocatedForKeys(2_000);
        long many = allocatedForKeys(20_000);

        assertThat(many).isLessThan(20 * some);
    }

    private static long allocatedForKeys(int keys) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < keys; i++) {
            text.append("mesh.services.pets.a").append(i).append(": 1\n");
        }
        String document = text.toString();
        long before = Hostile.allocated();
        assertThat(check(document)).contains("a0: there is no such property");
        return Hostile.allocated() - before;
    }

    /** A regular expression's repetitions are written out before it matches: a few characters, and no memory is left. */
    @Test
    void documentsWhenTheirExpressionsRepeatVeryOftenAreRefused() {
        String bomb = "((((((a{10}){10}){10}){10}){10}){10}){10}";
        String routes = "      - { match: { path-pattern: \"/a{1000}\" }, to: [ { version: v1 } ] }\n";

        assertThat(check(SEED.replace("/o.d", bomb))).contains("(expected: at most 4000)");
        assertThat(check(SEED.replace("a.*", bomb))).contains("(expected: at most 4000)");
        assertThat(check("services:\n  pets:\n    routes:\n" + routes.repeat(1_000)))
                .contains("(expected: at most 100000 in one text)");
        assertThat(check("services:\n  pets:\n    routes:\n" + routes.repeat(90)))
                .isEmpty();
    }

    private static void keepsTenTimesItsSizeAtMost(String text, int copies) {
        List<Object> kept = new ArrayList<>();
        assertThat(check(text)).isEmpty();
        long before = Hostile.used();
        for (int i = 0; i < copies; i++) {
            kept.add(RuleDocuments.read(Map.of(FILE, text), ServiceRules.defaults()));
        }
        assertThat(Hostile.used() - before).isLessThan(10L * copies * text.length());
        assertThat(kept).hasSize(copies);
    }

    /** The outcome: nothing for a model, else the refusal. */
    private static String check(String text) {
        try {
            RuleDocuments documents = RuleDocuments.read(Map.of(FILE, text), ServiceRules.defaults());
            documents.refusals().forEach(refusal -> Hostile.check(refusal.reason(), text));
            return documents.refusals().isEmpty()
                    ? ""
                    : documents.refusals().get(0).reason().getMessage();
        } catch (InvalidDocumentException e) {
            Hostile.check(e, text);
            return e.getMessage();
        }
    }
}
