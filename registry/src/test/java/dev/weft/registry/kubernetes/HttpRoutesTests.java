package dev.weft.registry.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.registry.stream.WatchClient;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

/** What comes of HTTPRoutes: for those who call a service, and for those who have written them. */
class HttpRoutesTests extends RouteTests {

    @Test
    void clientsWhenARouteIsAppliedChangedAndDeletedGoByIt() throws Exception {
        try (WatchClient client = watch("pets")) {
            server.apply("pets", to("pets", "pets-v1"));
            client.rules(text -> text.contains("pets-v1"));

            server.apply("pets", to("pets", "pets-v2"));
            client.rules(text -> text.contains("pets-v2"));

            server.delete("pets");
            client.rules(String::isEmpty);
        }
    }

    @Test
    void statusWhenARouteIsAppliedIsWrittenOnceAndThenLeftAlone() throws Exception {
        server.apply("pets", to("pets", "pets-v1"));
        eventually(() -> assertThat(accepted("pets")).isEqualTo("True"));
        eventually(() -> assertThat(meter("accepted")).isEqualTo(1));

        lookAgain(registry, "dogs");

        assertThat(server.calls("written")).isEqualTo(1);
        assertThat(condition("pets", "ResolvedRefs").path("status").asText()).isEqualTo("True");
        assertThat(condition("pets", "Accepted").path("observedGeneration").asInt())
                .isEqualTo(1);
    }

    @Test
    void statusWhenParentsAreGatewaysOrOtherControllersHaveWrittenLeavesTheirsAlone() throws Exception {
        String theirs = """
                [{"parentRef": {"name": "edge"}, "controllerName": "example.com/gateway", "conditions": []}]""";
        server.apply("edge", """
                parentRefs: [ { group: gateway.networking.k8s.io, kind: Gateway, name: edge } ]
                rules: [ { backendRefs: [ { group: "", kind: Service, name: pets, port: 80 } ] } ]
                """);
        server.apply("both", """
                hostnames: [ pets.example.com ]
                parentRefs:
                  - { group: gateway.networking.k8s.io, kind: Gateway, name: edge }
                  - { group: "", kind: Service, name: both }
                rules: [ { backendRefs: [ { group: "", kind: Service, name: both-v2, port: 80 } ] } ]
                """);
        eventually(() -> assertThat(accepted("both")).isEqualTo("True"));
        server.otherSays("both", theirs);
        server.apply("both", to("both", "both-v3"));

        eventually(() -> assertThat(server.parents("both")).hasSize(2));

        assertThat(server.parents("both").get(0))
                .isEqualTo(WatchClient.json(theirs).get(0));
        assertThat(server.parents("edge")).isEmpty();
        assertThat(stored("both")).contains("both-v3").doesNotContain("example.com");
    }

    @Test
    void deleteWhenTheRegistryReadsHttpRoutesIsRefused() throws Exception {
        server.apply("pets", to("pets", "pets-v1"));
        eventually(() -> assertThat(stored("pets")).contains("pets-v1"));

        HttpResponse<String> answer = registry.send(registry.request("/mesh/v1/rules/pets/httproutes")
                .header("If-Match", "*")
                .DELETE());

        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.body()).contains("kubectl delete httproute");
        assertThat(stored("pets")).contains("pets-v1");
        assertThat(registry.get("/mesh/v1/rules/pets/httproutes").body()).isEqualTo(stored("pets"));
    }

    @Test
    void routeWhenItTurnsBadIsRefusedAndTheLastGoodOneStays() throws Exception {
        server.apply("pets", to("pets", "pets-v1"));
        server.apply("more", to("pets", "pets-v1"));
        eventually(() -> assertThat(accepted("pets")).isEqualTo("True"));
        eventually(() -> assertThat(accepted("more")).isEqualTo("True"));
        String good = stored("pets");

        server.apply("pets", to("pets", "pets-v2") + "    wait: 5\n");
        eventually(() -> assertThat(accepted("pets")).isEqualTo("False"));
        eventually(() -> assertThat(accepted("more")).isEqualTo("False"));

        JsonNode bad = condition("pets", "Accepted");
        assertThat(bad.path("reason").asText()).isEqualTo("UnsupportedValue");
        assertThat(bad.path("message").asText()).contains("spec.rules[0]", "wait", "expected", "stays");
        assertThat(bad.path("observedGeneration").asInt()).isEqualTo(2);
        assertThat(condition("more", "Accepted").path("reason").asText()).isEqualTo("Pending");
        assertThat(stored("pets")).isEqualTo(good);
        eventually(() -> assertThat(meter("refused")).isEqualTo(2));

        server.delete("pets");

        eventually(() -> assertThat(accepted("more")).isEqualTo("True"));
        assertThat(stored("pets")).isNotEqualTo(good);
    }

    @Test
    void routeWhenTheStoreHasRoutesOfItsOwnIsHiddenAndSaysSo() throws Exception {
        server.apply("pets", to("pets", "pets-v1"));
        eventually(() -> assertThat(accepted("pets")).isEqualTo("True"));
        try (WatchClient client = watch("pets")) {
            client.rules(text -> text.contains("pets-v1"));

            registry.put("pets", 0, "services: { pets: { timeout: 3s } }");
            client.rules(text -> text.contains("timeout: 3s") && text.contains("pets-v1"));

            String routes = "services: { pets: { timeout: 3s, routes: [ { to: [ { version: v9 } ] } ] } }";
            registry.put("pets", revision("pets"), routes);
            client.rules(text -> text.contains("v9") && !text.contains("pets-v1"));
            eventually(() -> assertThat(
                            condition("pets", "Accepted").path("message").asText())
                    .contains("hidden", "routes of its own", "by alice"));
            assertThat(accepted("pets")).isEqualTo("True");
            eventually(() -> assertThat(
                            shown().path("routes").path(0).path("hidden").asBoolean())
                    .isTrue());

            registry.put("pets", revision("pets"), "services: { pets: { timeout: 4s } }");
            client.rules(text -> text.contains("timeout: 4s") && text.contains("pets-v1"));
            eventually(() -> assertThat(
                            condition("pets", "Accepted").path("message").asText())
                    .startsWith("in force"));
        }
    }

    @Test
    void checksWhenThereAreHttpRoutesGoByThemToo() throws Exception {
        server.apply("pets", to("pets", "dogs"));
        eventually(() -> assertThat(stored("pets")).contains("dogs"));

        JsonNode explained = WatchClient.json(
                registry.post("/mesh/v1/rules/pets/explain", "{}").body());
        JsonNode tried = WatchClient.json(
                registry.post("/mesh/v1/rules/pets/dry-run", """
                {"document": "services: { pets: { timeout: 3s } }", "requests": [{}]}""").body());

        assertThat(explained.at("/explanation/goes/to/0/to").asText()).isEqualTo("dogs");
        assertThat(tried.at("/requests/0/moves").asBoolean()).isFalse();
        assertThat(tried.at("/requests/0/then/to/0/to").asText()).isEqualTo("dogs");
    }

    /** What the API server makes of a parent of which only kind and name are written. */
    @Test
    void routeWhenItsServiceHasNoGroupSaysWhatIsMissing() throws Exception {
        server.apply("pets", """
                parentRefs: [ { group: gateway.networking.k8s.io, kind: Service, name: pets } ]
                rules: [ { backendRefs: [ { group: "", kind: Service, name: pets-v1, port: 80 } ] } ]
                """);

        eventually(() -> assertThat(accepted("pets")).isEqualTo("False"));

        JsonNode condition = condition("pets", "Accepted");
        assertThat(condition.path("reason").asText()).isEqualTo("NoMatchingParent");
        assertThat(condition.path("message").asText()).contains("expected: group: \"\"");
        assertThat(stored("pets")).isEmpty();
    }
}
