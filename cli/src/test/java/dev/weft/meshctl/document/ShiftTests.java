package dev.weft.meshctl.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.meshctl.Failure;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ShiftTests {

    @Test
    void shiftWhenNothingIsStoredWritesTheFirstRoute() {
        assertThat(shift(null, "v1=90", "v2=10")).isEqualTo("""
                services:
                  petdetails:
                    routes:
                      - to: [{version: v1, weight: 90}, {version: v2, weight: 10}]
                """);
    }

    @Test
    void shiftWhenVersionsStayChangesTheirWeightsOnly() {
        String before = """
                # Who asks for what. äöü 🐕
                mesh:
                  services:
                    petdetails:
                      timeout: 2s # not more
                      routes:
                        - match: { headers: { x-user-group: beta } }
                          to: [ { version: v2 } ]
                        # All others.
                        - to:
                          - version: v1
                            weight: 100   # soon less
                          - version: v2
                            weight: 0
                            request-headers: { set: { x-new: "on" } }
                          retry: { attempts: 3 }
                """;

        assertThat(shift(before, "v1=90", "v2=10"))
                .isEqualTo(before.replace("weight: 100 ", "weight: 90 ").replace("weight: 0\n", "weight: 10\n"));
    }

    @Test
    void shiftWhenAVersionHasNoWeightGivesItOne() {
        assertThat(shift(
                        "services: { petdetails: { routes: [ { to: [ { version: v1 }, { version: v2 } ] } ] } }",
                        "v1=9",
                        "v2=1"))
                .isEqualTo(
                        "services: { petdetails: { routes: [ { to: [ { version: v1, weight: 9 }, { version: v2, weight: 1 } ] } ] } }");
    }

    @Test
    void shiftWhenAVersionComesOrGoesKeepsWhatElseIsSaidOfDestinations() {
        String before = """
                services:
                  petdetails:
                    routes:
                    - to:
                      - { version: v1, weight: 50, response-headers: { remove: [ x-debug ] } }
                      - version: v2
                      - { service: elsewhere, weight: 5 }
                      sticky: { header: x-user }
                    - name: never
                """;

        assertThat(shift(before, "v3=1", "v1=99")).isEqualTo("""
                services:
                  petdetails:
                    routes:
                    - to: [{version: v1, weight: 99, response-headers: {remove: [x-debug]}}, {service: elsewhere, weight: 0}, {version: v3, weight: 1}]
                      sticky: { header: x-user }
                    - name: never
                """);
    }

    @Test
    void shiftWhenOtherPartsAreStoredAddsRoutesBehindThem() {
        assertThat(shift("""
                services:
                  petdetails:
                    timeout: 2s # short
                  other:
                    timeout: 1s
                """, "v1=1")).isEqualTo("""
                services:
                  petdetails:
                    timeout: 2s # short
                    routes: [{to: [{version: v1, weight: 1}]}]
                  other:
                    timeout: 1s
                """);
        assertThat(shift("mesh.services.petdetails.timeout: 2s", "v1=1"))
                .isEqualTo(
                        "mesh.services.petdetails.timeout: 2s\nmesh.services.petdetails.routes: [{to: [{version: v1, weight: 1}]}]");
        assertThat(shift("services: { petdetails: { timeout: 2s } }", "v1=1"))
                .isEqualTo("services: { petdetails: { timeout: 2s, routes: [{to: [{version: v1, weight: 1}]}] } }");
        assertThat(shift("services.petdetails:\n  routes: []\n", "v1=1"))
                .isEqualTo("services.petdetails:\n  routes: [{to: [{version: v1, weight: 1}]}]\n");
    }

    @Test
    void shiftWhenKeysAreDottedFindsTheRoutes() {
        assertThat(shift("mesh.services.petdetails.routes:\n  - to: [ { version: v1 } ]\n", "v1=3"))
                .isEqualTo("mesh.services.petdetails.routes:\n  - to: [ { version: v1, weight: 3 } ]\n");
        assertThat(shift("mesh.services:\n  \"[petdetails]\": { routes: [ { to: [ { version: v1 } ] } ] }\n", "v1=3"))
                .contains("[ { version: v1, weight: 3 } ]");
    }

    @Test
    void shiftWhenDocumentIsJsonStaysJson() {
        assertThat(shift("{\"services\": {\"petdetails\": {\"timeout\": \"2s\"}}}", "v1=1", "1.10=2"))
                .isEqualTo(
                        "{\"services\": {\"petdetails\": {\"timeout\": \"2s\", \"routes\": [{\"to\": [{\"version\": \"v1\", \"weight\": 1}, {\"version\": \"1.10\", \"weight\": 2}]}]}}}");
    }

    @Test
    void shiftWhenVersionLooksLikeANumberIsQuoted() {
        assertThat(shift(null, "1.10=1", "on=2"))
                .contains("[{version: '1.10', weight: 1}, {version: 'on', weight: 2}]");
    }

    @Test
    void shiftWhenARouteIsNamedChangesThatOne() {
        String before = """
                services:
                  petdetails:
                    routes:
                      - { name: beta, match: { headers: { a: b } }, to: [ { version: v2 } ] }
                      - to: [ { version: v1 } ]
                """;
        String after = before.replace("[ { version: v2 } ]", "[{version: v3, weight: 1}]");

        assertThat(shiftRoute("beta", before, "v3=1")).isEqualTo(after);
        assertThat(shiftRoute("0", before, "v3=1")).isEqualTo(after);
        assertThatThrownBy(() -> shiftRoute("gamma", before, "v3=1"))
                .isInstanceOf(Failure.class)
                .hasMessage("--route: \"gamma\" (expected: --route with a route's name or number, of"
                        + " 0 beta {headers: {a: b}}; 1)");
    }

    @Test
    void shiftWhenNoRouteTakesEverythingAsksForOne() {
        assertThatThrownBy(() -> shift(
                        "services: { petdetails: { routes: [ { match: { path: /a }, to: [ { version: v1 } ] } ] } }",
                        "v1=1"))
                .isInstanceOf(Failure.class)
                .hasMessageStartingWith("no route of petdetails takes every request (expected: --route");
    }

    @Test
    void shiftWhenRoutesAreAnHttpRouteRefuses() {
        String route = """
                apiVersion: gateway.networking.k8s.io/v1
                kind: HTTPRoute
                metadata: { name: details }
                """;

        assertThatThrownBy(() -> shift(route, "v1=1"))
                .isInstanceOf(Failure.class)
                .hasMessageStartingWith("the routes of petdetails are stored as an HTTPRoute (expected:");
    }

    @Test
    void splitWhenItMakesNoSenseSaysWhatWould() {
        assertThatThrownBy(() -> Split.parse(List.of("v1")))
                .hasMessage("\"v1\" (expected: versions and their weights, as v1=90 v2=10)");
        assertThatThrownBy(() -> Split.parse(List.of("v1=many"))).hasMessageStartingWith("\"v1=many\" (expected:");
        for (String weight : List.of("v1=-1", "v1=1000001", "v1=99999999999")) {
            assertThatThrownBy(() -> Split.parse(List.of(weight)))
                    .hasMessage("\"" + weight + "\" (expected: a weight from 0 to 1000000)");
        }
        assertThatThrownBy(() -> Split.parse(List.of("v1=0", "v2=0"))).hasMessageStartingWith("weights: all 0");
        assertThatThrownBy(() -> Split.parse(List.of("v1=1", "v1=2"))).hasMessageStartingWith("v1: a second time");
        assertThat(Split.parse(List.of("v1=90%", "v2=10%"))).hasToString("v1=90 v2=10");
    }

    @Test
    void wordsWhenOneVersionGetsAllSaySo() {
        assertThat(Split.parse(List.of("v1=50")).words()).isEqualTo("v1=50 (all)");
        assertThat(Split.parse(List.of("v1=0", "v2=1")).words()).isEqualTo("v1=0 v2=1 (all)");
        assertThat(Split.parse(List.of("v1=50", "v2=50")).words()).isEqualTo("v1=50 v2=50");
    }

    private static String shift(@Nullable String before, String... shares) {
        return shiftRoute(null, before, shares);
    }

    private static String shiftRoute(@Nullable String route, @Nullable String before, String... shares) {
        return RuleEdits.shift("petdetails", before, route, Split.parse(List.of(shares)));
    }
}
