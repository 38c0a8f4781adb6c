package dev.weft.mesh.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.mesh.sim.Cases;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever comes in, what comes out is a model or a refusal with a line. */
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

    private static final List<String> SCRAPS = List.of(
            "&a ",
            "*a",
            "!!str ",
            "<<: *a",
            "{",
            "}",
            "[",
            "]",
            "- ",
            "? ",
            ": ",
            "\n",
            "\t",
            "\"",
            "'",
            "|\n",
            ">-\n",
            "---\n",
            "...\n",
            "%YAML 9.9\n",
            "%TAG ! x\n",
            "#",
            "~",
            "null",
            "-1",
            "99999999999999999999",
            "1e999",
            ".nan",
            "\u0000",
            "\uFEFF",
            "\uD800",
            "\uD83D\uDE00",
            "\\u0000",
            "\"\\UFFFFFFFF\"",
            "\"\\xZZ\"",
            "0x7f",
            "1:1:1:1",
            "a: a: a",
            "kind: List\nitems: [",
            "0s",
            "99999h99999h",
            "(a+)+$",
            "(?<x>",
            "\\Q",
            "/..",
            "%2f",
            "*.",
            "\r",
            "\u0085",
            "\u2028",
            "@",
            "`",
            "2001-01-01",
            "=",
            "y",
            "off");

    @Test
    void documentsWhenTheyAreMutatedCrashNothing() {
        AtomicInteger models = new AtomicInteger();
        Cases.run(7_000, random -> {
            if (check(mutated(random)).isEmpty()) {
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
        long before = used();
        for (int i = 0; i < copies; i++) {
            kept.add(HttpRoutes.read("text.yaml", text.toString(), service -> true));
        }
        assertThat(used() - before).isLessThan(10L * copies * text.length());
        assertThat(kept).hasSize(copies);
    }

    @Test
    void documentsWhenTheyAreGeneratedCrashNothing() {
        Cases.run(3_000, random -> check(generated(random, 0)));
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

    private static long used() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    /** The outcome: nothing for a model, else the refusal. */
    private static String check(String text) {
        try {
            HttpRoutes routes = HttpRoutes.read("text.yaml", text, service -> true);
            routes.refusals().forEach(refusal -> check(refusal.reason(), text));
            return routes.refusals().isEmpty()
                    ? ""
                    : routes.refusals().get(0).reason().getMessage();
        } catch (InvalidDocumentException e) {
            check(e, text);
            return e.getMessage();
        }
    }

    private static void check(InvalidDocumentException refusal, String text) {
        long lines = text.chars()
                .filter(c -> c == '\n' || c == '\r' || c == '\u0085' || c == '\u2028' || c == '\u2029')
                .count();
        assertThat(refusal.line()).isBetween(1, (int) lines + 2);
        assertThat(refusal.column()).isPositive();
        assertThat(refusal.problem()).isNotBlank();
        assertThat(refusal.expected()).isNotBlank();
        assertThat(refusal.getMessage().length()).isLessThan(1_000);
    }

    private static String mutated(SplittableRandom random) {
        StringBuilder text = new StringBuilder(SEED);
        for (int i = random.nextInt(1, 5); i > 0; i--) {
            int at = random.nextInt(text.length());
            int end = Math.min(text.length(), at + random.nextInt(1, 30));
            switch (random.nextInt(5)) {
                case 0 -> text.delete(at, end);
                case 1 -> text.insert(at, SCRAPS.get(random.nextInt(SCRAPS.size())));
                case 2 -> text.replace(at, end, SCRAPS.get(random.nextInt(SCRAPS.size())));
                case 3 -> text.insert(random.nextInt(text.length()), text.substring(at, end));
                default -> text.setCharAt(at, (char) random.nextInt(0x180));
            }
        }
        return text.toString();
    }

    private static String generated(SplittableRandom random, int depth) {
        List<String> words = List.of(
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
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(1, 8); i > 0; i--) {
            String word = words.get(random.nextInt(words.size()));
            switch (random.nextInt(depth > 6 ? 3 : 6)) {
                case 0 -> text.append(word).append(": ").append(words.get(random.nextInt(words.size())));
                case 1 -> text.append(SCRAPS.get(random.nextInt(SCRAPS.size())));
                case 2 -> text.append("- ").append(word);
                case 3 ->
                    text.append(word)
                            .append(":\n")
                            .append(generated(random, depth + 1).indent(2));
                case 4 ->
                    text.append("- ")
                            .append(generated(random, depth + 1).indent(2).stripLeading());
                default ->
                    text.append(word)
                            .append(": [ ")
                            .append(generated(random, depth + 1))
                            .append(" ]");
            }
            text.append(random.nextInt(10) == 0 ? "" : "\n");
        }
        return text.toString();
    }
}
