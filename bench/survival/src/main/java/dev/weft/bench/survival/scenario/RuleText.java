package dev.weft.bench.survival.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Rules that say one number in several places, so that half of a document shows. */
final class RuleText {

    static final int MOST_ROUTES = 1_024;
    static final int MOST_BYTES = 1 << 20;

    private static final String FIRST = "x-first";
    private static final String SECOND = "x-second";
    private static final int BASE_MILLIS = 9_000;

    private RuleText() {}

    /** The number in two fields of the answer, in a weight and in a timeout. */
    static String document(int number, int routes) {
        return text(number, number, routes);
    }

    /** What clients would have if the second half of this document came before the first one did. */
    static String half(int number) {
        return text(number - 1, number, 1);
    }

    private static String text(int first, int second, int routes) {
        String others = IntStream.range(1, routes)
                .mapToObj(n -> "      - match: { path: /other/" + n + ", headers: { x-user: u" + n + " } }\n"
                        + "        to: [ { version: none } ]\n")
                .collect(Collectors.joining());
        return "services:\n  back:\n    timeout: " + (BASE_MILLIS + first)
                + "ms\n    retry: { attempts: 3, budget-percent: 20 }\n    routes:\n" + others
                + "      - match: { path: /work }\n        response-headers: { set: { " + FIRST + ": n" + first
                + " } }\n"
                + "        to:\n          - weight: " + (second + 1) + "\n            response-headers: { set: { "
                + SECOND + ": n" + second + " } }\n";
    }

    /** The number in two fields of the answer, as Kubernetes has it. */
    static String httpRoute(int number) {
        return "apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: { name: back }\nspec:\n"
                + "  parentRefs: [ { group: \"\", kind: Service, name: back } ]\n  rules:\n"
                + "    - matches: [ { path: { type: Exact, value: /work } } ]\n      filters:\n"
                + "        - type: ResponseHeaderModifier\n          responseHeaderModifier: { set: [ "
                + field(FIRST, number) + " ] }\n"
                + "      backendRefs:\n        - name: back\n          port: 80\n          filters:\n"
                + "            - type: ResponseHeaderModifier\n              responseHeaderModifier: { set: [ "
                + field(SECOND, number) + " ] }\n";
    }

    private static String field(String name, int number) {
        return "{ name: " + name + ", value: n" + number + " }";
    }

    /** A document of so many bytes. */
    static String padded(String document, int bytes) {
        return document + "#".repeat(bytes - document.length());
    }

    /** Whether a mutation of number 0 still takes the requests and says the number twice. */
    static boolean isFit(String mutation) {
        boolean taken = mutation.contains("{ path: /work }") || mutation.contains("Exact, value: /work }");
        return taken && says(mutation, FIRST) && says(mutation, SECOND);
    }

    private static boolean says(String mutation, String name) {
        return mutation.contains(name + ": n0") || mutation.contains(field(name, 0));
    }

    /** The two numbers that an answer says. */
    static String marks(HttpResponse<String> response) {
        return mark(response, FIRST) + " " + mark(response, SECOND);
    }

    /**
     * Whether an answer says one number twice. One that says none has been given by no document.
     *
     * @param expected both numbers, or null for any
     */
    static boolean isWhole(String marks, @Nullable String expected) {
        return expected == null ? marks.matches("(\\d+) \\1") : marks.equals(expected);
    }

    private static String mark(HttpResponse<String> response, String name) {
        return response.headers().firstValue(name).orElse("-").replace("n", "");
    }

    /**
     * Whether two parts of the rules that are in force at one moment are of different documents: each comes by itself from
     * wherever it is written.
     *
     * @param rules as the actuator shows them
     */
    static boolean isHalf(JsonNode rules) {
        JsonNode routes = rules.path("routes");
        int weight = routes.path(routes.size() - 1).elements().next().intValue();
        return !rules.path("timeout").asText().equals(BASE_MILLIS + weight - 1 + " ms");
    }
}
