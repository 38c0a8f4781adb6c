package dev.weft.mesh.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.mesh.model.ServiceName;
import dev.weft.mesh.rules.Part;
import dev.weft.mesh.rules.RuleDocument;
import dev.weft.mesh.rules.ServiceRules;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class RulePartsTests {

    private static final ServiceName PETS = ServiceName.of("pets");
    private static final String TEXT = """
            mesh.services.pets:
              timeout: 2s
              attemptTimeout: 10ms
              retry.attempts: 2
              affinity: { cookie: "schlüssel\\t😀" }
              routes:
                - match: { headers: { x-user-group: "on", "x.y": "1.10" }, from: [ a, b ] }
                  to: [ { version: v2 }, { metadata: { track: new } } ]
            """;

    private static final String MANIFEST = """
            apiVersion: gateway.networking.k8s.io/v1
            kind: HTTPRoute
            metadata: { name: pets, creationTimestamp: 2026-11-21T19:09:12Z, labels: { tab: "a\tb" } }
            spec:
              parentRefs: [ { kind: Service, group: "", name: pets, port: 80 } ]
              rules:
                - matches: [ { headers: [ { name: x-version, value: "010" } ], path: { value: "/a%20b" } } ]
                  timeouts: { request: 2s }
                  backendRefs: [ { name: pets, port: 80, weight: 90 } , { name: "pets2", port: 80, weight: 10 } ]
                - backendRefs: [ { name: pets, port: 80 } ]
            """;

    @Test
    void keysWhenPartsAreWrittenInAnyWayAreThoseOfTheDocumentation() {
        assertThat(read(TEXT).keys())
                .containsEntry(Part.TIMEOUT, new TreeSet<>(Set.of("timeout")))
                .containsEntry(Part.ATTEMPT_TIMEOUT, new TreeSet<>(Set.of("attempt-timeout")))
                .containsEntry(Part.RETRY, new TreeSet<>(Set.of("retry.attempts")))
                .containsEntry(Part.AFFINITY, new TreeSet<>(Set.of("affinity.cookie")))
                .containsEntry(
                        Part.ROUTES,
                        new TreeSet<>(Set.of(
                                "routes.match.headers",
                                "routes.match.from",
                                "routes.to.version",
                                "routes.to.metadata")))
                .hasSize(5);
    }

    @Test
    void keysWhenRoutesAreAnHttpRouteAreThoseOfItsSpec() {
        assertThat(read(MANIFEST).keys().get(Part.ROUTES))
                .contains(
                        "HTTPRoute.spec.parentRefs.kind",
                        "HTTPRoute.spec.rules.matches.headers.value",
                        "HTTPRoute.spec.rules.timeouts.request")
                .doesNotContain("HTTPRoute.spec.rules.retry")
                .isSubsetOf(KeyPaths.all());
    }

    @Test
    void textWithoutPartsWhenRoutesAreAnHttpRouteKeepsOrLeavesItWhole() {
        String both = MANIFEST + "---\nservices: { pets: { timeout: 1s, retry: { attempts: 2 } } }";

        String withRoutes = read(both).without(Set.of(Part.RETRY));
        RuleDocuments kept = documents(withRoutes);

        assertThat(routed(kept).get(PETS).rules())
                .isEqualTo(routed(documents(both)).get(PETS).rules());
        assertThat(rules(withRoutes).parts()).containsExactly(Part.TIMEOUT);
        String withoutRoutes = read(both).without(Set.of(Part.ROUTES));
        assertThat(routed(documents(withoutRoutes))).isEmpty();
        assertThat(rules(withoutRoutes).parts()).containsExactlyInAnyOrder(Part.TIMEOUT, Part.RETRY);
    }

    @Test
    void textWithoutPartsWhenReadAgainSaysTheSameOfTheOthers() {
        RuleDocument all = rules(TEXT);

        for (Part left : all.parts()) {
            RuleDocument rest = rules(read(TEXT).without(Set.of(left)));
            Set<Part> expected = EnumSet.copyOf(all.parts());
            expected.remove(left);
            assertThat(rest.parts()).isEqualTo(expected);
        }
        assertThat(rules(read(TEXT).without(Set.of())).rules()).isEqualTo(all.rules());
    }

    @Test
    void textWithoutPartsWhenNoneIsLeftStillSpeaksOfTheService() {
        assertThat(read("services: { pets: { timeout: 1s } }").without(Set.of(Part.TIMEOUT)))
                .isEqualTo("{\"services\":{\"pets\":{}}}");
    }

    private static RuleParts read(String text) {
        return RuleParts.read("text", PETS, text);
    }

    private static Map<ServiceName, RuleDocument> routed(RuleDocuments documents) {
        return AttachedRoutes.merge(documents.httpRoutes().values());
    }

    private static RuleDocument rules(String text) {
        return documents(text).services().get("text").get(PETS);
    }

    private static RuleDocuments documents(String text) {
        RuleDocuments documents = RuleDocuments.read(Map.of("text", text), ServiceRules.defaults());
        assertThat(documents.refusals()).isEmpty();
        return documents;
    }
}
