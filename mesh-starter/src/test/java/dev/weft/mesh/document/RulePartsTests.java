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
    void keysWhenRoutesAreAnHttpRouteAreTheRoutes() {
        RuleParts parts = read("""
                apiVersion: gateway.networking.k8s.io/v1
                kind: HTTPRoute
                metadata: { name: pets }
                spec:
                  parentRefs: [ { kind: Service, group: "", name: pets } ]
                  rules: [ { backendRefs: [ { name: pets, port: 80 } ] } ]
                ---
                services: { pets: { timeout: 1s } }
                """);

        assertThat(parts.keys().get(Part.ROUTES)).containsExactly("routes");
        assertThat(rules(parts.without(Set.of(Part.ROUTES))).parts()).containsExactly(Part.TIMEOUT);
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

    private static RuleDocument rules(String text) {
        RuleDocuments documents = RuleDocuments.read(Map.of("text", text), ServiceRules.defaults());
        assertThat(documents.refusals()).isEmpty();
        return documents.services().get("text").get(PETS);
    }
}
