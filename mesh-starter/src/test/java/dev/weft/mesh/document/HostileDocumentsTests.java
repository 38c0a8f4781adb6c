package dev.weft.mesh.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.mesh.sim.Cases;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever comes in, what comes out is a model or a refusal with a line. */
@Tag("same-everywhere")
class HostileDocumentsTests {

    private static final String SEED = HttpRoutesTests.route("petdetails", """
                    - name: one
                      matches:
                      - path: { type: PathPrefix, value: /api }
                        method: GET
                        headers: [ { name: x-user, type: RegularExpression, value: "b.*" } ]
                        queryParams: [ { name: breed, value: dog } ]
                      filters:
                      - type: RequestHeaderModifier
                        requestHeaderModifier: { set: [ { name: a, value: b } ], add: [], remove: [ c ] }
                      - type: URLRewrite
                        urlRewrite: { hostname: a.example.com, path: { type: ReplaceFullPath, replaceFullPath: /b } }
                      - type: RequestMirror
                        requestMirror: { backendRef: { name: s, port: 80 }, fraction: { numerator: 1, denominator: 3 } }
                      timeouts: { request: 1s, backendRequest: 500ms }
                      retry: { codes: [ 500 ], attempts: 2, backoff: 10ms }
                      backendRefs:
                      - { name: petdetails, port: 80, weight: 90 }
                      - { name: petdetails-v2, port: 80, weight: 10 }
                    - filters: [ { type: RequestRedirect, requestRedirect: { scheme: https, statusCode: 301 } } ]
                    """)
            + "kind: Gateway\napiVersion: gateway.networking.k8s.io/v1\nmetadata: { name: edge }\n"
            + "spec: { listeners: [ { name: a, port: 80, hostname: \"*.example.com\" } ] }\n";

    private static final List<String> WORDS = List.of(
            "spec",
            "rules",
            "matches",
            "path",
            "value",
            "HTTPRoute",
            "gateway.networking.k8s.io/v1",
            "kind",
            "name",
            "apiVersion",
            "metadata",
            "parentRefs",
            "backendRefs",
            "Service",
            "\"\"",
            "80");

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

    /** What stays in memory of a large text: a hundred megabytes of noise from elsewhere would not tip it. */
    @Test
    void documentsWhenTheyAreLargeTakeTenTimesTheirSizeAtMost() {
        String route = SEED.substring(0, SEED.indexOf("kind: Gateway"));
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < Caps.MAX_ROUTES / 2; i++) {
            text.append(route.replace("name: petdetails }", "name: service-" + i + " }"));
        }
        int copies = 30;
        List<Object> kept = new ArrayList<>();
        HttpRoutes.read("text.yaml", text.toString(), service -> true).orThrow();
        long before = Hostile.used();
        for (int i = 0; i < copies; i++) {
            kept.add(HttpRoutes.read("text.yaml", text.toString(), service -> true));
        }
        assertThat(Hostile.used() - before).isLessThan(10L * copies * text.length());
        assertThat(kept).hasSize(copies);
    }

    @Test
    void documentsWhenTheyAreGeneratedCrashNothing() {
        Cases.run(1_500, random -> check(Hostile.generated(WORDS, random)));
    }

    /** Were any of these to take more than a moment, the run would not end. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "[", "{", "- ", "? ", "a: ", "{a: ", "[{", "\"", "'", "|", "#", "---\n", "...\n", "a\n", "a: b\n", ",",
                "]", "\n", " ", "\t", "!", "&a ", "*a ", "%", "1:1", "0_", "1e", "\\", "{a,", "[a,", "? a\n", "- a\n",
                "\r", "'a': ", "\"a\": ", "!!a ", "a:\n- ", "/a", "---", "-"
            })
    void documentWhenItIsOneThingAMillionTimesIsOverSoon(String thing) {
        String text = thing.repeat(Documents.MAX_BYTES / thing.length());

        check(text);
        check("a: " + text);
        check("[" + text);
        check("\"" + text + "\"");
    }

    /** The classics: what would grow a billion times is refused at its first anchor, before anything grows. */
    @Test
    void documentWhenItIsABombIsRefusedBeforeItGoesOff() {
        StringBuilder text = new StringBuilder("a0: &a0 [lol, lol]\n");
        for (int i = 1; i < 30; i++) {
            text.append("a%d: &a%d [*a%d, *a%d]%n".formatted(i, i, i - 1, i - 1));
        }
        assertThat(check(text.toString())).contains("text.yaml:1:5: the anchor &a0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1:1", "1_", "0b1", "1.1", "e+", "-", "a.", "a-", "/a", "%41", "1h", "(a", "a|"})
    void valueWhenItIsHugeIsReadOrRefusedWhereverItStands(String thing) {
        String huge = thing.repeat(300_000 / thing.length());
        for (String place : List.of(
                "/api",
                "GET",
                "x-user",
                "\"b.*\"",
                "breed",
                "dog",
                "RequestHeaderModifier",
                "a.example.com",
                "/b",
                "500ms",
                "10ms",
                "90",
                "80",
                "s,",
                "https",
                "petdetails-v2",
                "pets",
                "\"*.example.com\"",
                "one")) {
            String text = SEED.replace(place, place.endsWith(",") ? huge + "," : huge);
            assertThat(text).isNotEqualTo(SEED);
            check(text);
        }
    }

    /** A regular expression's repetitions are written out before it matches: a few characters, and no memory is left. */
    @Test
    void documentsWhenTheirExpressionsRepeatVeryOftenAreRefused() {
        String rule = "- matches: [ { path: { type: RegularExpression, value: \"/a{1000}\" } } ]\n"
                + "  backendRefs: [ { name: petdetails, port: 80 } ]\n";

        assertThat(check(SEED.replace("b.*", "((((((a{10}){10}){10}){10}){10}){10}){10}")))
                .contains("(expected: at most 4000)");
        assertThat(check(HttpRoutesTests.route("petdetails", rule.repeat(1_000))))
                .contains("(expected: at most 100000 in one text)");
    }

    /** The outcome: nothing for a model, else the refusal. */
    private static String check(String text) {
        try {
            HttpRoutes routes = HttpRoutes.read("text.yaml", text, service -> true);
            routes.refusals().forEach(refusal -> Hostile.check(refusal.reason(), text));
            return routes.refusals().isEmpty()
                    ? ""
                    : routes.refusals().get(0).reason().getMessage();
        } catch (InvalidDocumentException e) {
            Hostile.check(e, text);
            return e.getMessage();
        }
    }
}
