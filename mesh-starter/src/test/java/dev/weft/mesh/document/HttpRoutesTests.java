package dev.weft.mesh.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.weft.mesh.model.ServiceName;
import dev.weft.mesh.model.Subset;
import dev.weft.mesh.rules.Choice;
import dev.weft.mesh.rules.Mirror;
import dev.weft.mesh.rules.Route;
import dev.weft.mesh.rules.Share;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpRoutesTests {

    private static final ServiceName DETAILS = ServiceName.of("petdetails");

    @Test
    void routeWhenItsParentIsAServiceIsThatServices() {
        Routing routing = details("""
                - name: beta
                  matches:
                  - headers: [ { name: x-user-group, value: beta } ]
                  backendRefs: [ { name: petdetails-v2, port: 9081 } ]
                - backendRefs: [ { name: petdetails, port: 9081 } ]
                """);

        assertThat(routing.to("GET /pet/123/details", "X-User-Group: beta")).isEqualTo("petdetails-v2");
        assertThat(routing.to("GET /pet/123/details", "X-User-Group: alpha")).isEqualTo("itself");
        assertThat(routing.choose(Routing.request("GET /", "x-user-group: beta"))
                        .route()
                        .name())
                .isEqualTo("beta");
    }

    @Test
    void splitWhenTheParentIsOneOfItsDestinationsKeepsTheWeights() {
        Routing routing = details("""
                - backendRefs:
                  - { name: petdetails, port: 80, weight: 90 }
                  - { name: petdetails-v2, port: 80, weight: 10 }
                """);

        Map<String, Integer> hits = routing.hits(1_000, "GET /");
        assertThat(hits).containsOnlyKeys("itself", "petdetails-v2");
        assertThat(hits.get("itself")).isBetween(895, 905);
    }

    @Test
    void matchWhenItHasEveryConditionMeetsOnlyThat() {
        Routing routing = details("""
                - matches:
                  - path: { type: RegularExpression, value: "/pet/[0-9]+/details" }
                    method: GET
                    headers: [ { name: x-user, type: RegularExpression, value: "b.*" } ]
                    queryParams: [ { name: breed, value: dog }, { name: age, type: RegularExpression, value: "[0-9]" } ]
                  backendRefs: [ { name: hit, port: 80 } ]
                """);

        assertThat(routing.to("GET /pet/1/details?age=5&breed=dog", "x-user: bea"))
                .isEqualTo("hit");
        assertThat(routing.to("GET /pet/1/details?age=5&breed=dog", "x-user: ann"))
                .isEqualTo("404");
        assertThat(routing.to("GET /pet/1/details?age=15&breed=dog", "x-user: bea"))
                .isEqualTo("404");
        assertThat(routing.to("GET /pet/x/details?age=5&breed=dog", "x-user: bea"))
                .isEqualTo("404");
        assertThat(routing.to("PUT /pet/1/details?age=5&breed=dog", "x-user: bea"))
                .isEqualTo("404");
    }

    @Test
    void routeWhenItHasSeveralParentsIsEachOnes() {
        HttpRoutes routes = Routing.read("""
                apiVersion: gateway.networking.k8s.io/v1
                kind: HTTPRoute
                metadata: { name: shared }
                spec:
                  parentRefs:
                  - { group: "", kind: Service, name: petdetails }
                  - { group: "", kind: Service, name: petmedicalhistory, port: 9082 }
                  - { name: edge }
                  hostnames: [ pets.example.com ]
                  rules:
                  - backendRefs: [ { name: petdetails, port: 80 } ]
                """);

        Route own = Routing.toService(routes, DETAILS).get(0);
        Route other =
                Routing.toService(routes, ServiceName.of("petmedicalhistory")).get(0);
        Route edge = routes.gateways().get("edge").get(0);
        assertThat(own.to().get(0).service()).isNull();
        assertThat(own.matches().get(0).hosts()).isEmpty();
        assertThat(other.to().get(0).service()).isEqualTo(DETAILS);
        assertThat(other.matches().get(0).port()).isEqualTo(9082);
        assertThat(edge.to().get(0).service()).isEqualTo(DETAILS);
        assertThat(edge.matches().get(0).hosts()).containsExactly("pets.example.com");
    }

    @Test
    void targetWhenItCannotBeReachedFailsForItsShareOnly() {
        Routing routing = details("""
                - backendRefs:
                  - { name: petdetails-v2, port: 80, weight: 3 }
                  - { name: nonexistent, port: 80, weight: 1 }
                """);

        Map<String, Integer> hits = routing.hits(1_000, "GET /");
        assertThat(hits).containsOnlyKeys("500", "petdetails-v2");
        assertThat(hits.get("500")).isBetween(245, 255);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    backendRefs: []                                                        | the rule has no backendRefs
                    backendRefs: [ { name: a, port: 80, weight: 0 } ]                      | every one of the rule's backendRefs has weight 0
                    backendRefs: [ { name: nonesuch, port: 80 } ]                          | there is no service nonesuch
                    backendRefs: [ { name: a, port: 80, namespace: other } ]               | the Service is of namespace "other", the route of "pets"
                    backendRefs: [ { name: a, kind: Bucket, group: storage.example.com } ] | Bucket of group "storage.example.com" is no destination: only a Service is
                    """)
    void targetWhenItCannotBeReachedSaysWhy(String rule, String problem) {
        Choice choice = details("- " + rule + "\n").choose(Routing.request("GET /"));

        assertThat(choice.target().problem()).isEqualTo(problem);
        assertThat(choice.destination()).isEqualTo(Choice.NOWHERE);
    }

    @Test
    void filtersWhenTheyAreOfRuleAndDestinationAllApply() {
        Routing routing = details("""
                - matches: [ { path: { value: /api } } ]
                  filters:
                  - type: RequestHeaderModifier
                    requestHeaderModifier: { set: [ { name: X-Set, value: rule } ], remove: [ X-Gone ] }
                  - type: ResponseHeaderModifier
                    responseHeaderModifier: { add: [ { name: X-Seen, value: rule } ] }
                  - type: URLRewrite
                    urlRewrite:
                      hostname: details.example.org
                      path: { type: ReplacePrefixMatch, replacePrefixMatch: /v2 }
                  - type: RequestMirror
                    requestMirror: { backendRef: { name: shadow, port: 80 }, fraction: { numerator: 5 } }
                  - type: RequestMirror
                    requestMirror: { backendRef: { name: petdetails, port: 80 }, percent: 10 }
                  backendRefs:
                  - name: petdetails-v2
                    port: 80
                    filters:
                    - type: RequestHeaderModifier
                      requestHeaderModifier: { set: [ { name: X-Backend, value: v2 } ] }
                    - type: ResponseHeaderModifier
                      responseHeaderModifier: { add: [ { name: X-Seen, value: v2 } ] }
                """);

        Routing.Fields sent = routing.sent("GET /api/pet", "X-Set: a", "X-Gone: b", "Host: petdetails");
        assertThat(sent.get("X-Set")).isEqualTo("rule");
        assertThat(sent.get("X-Gone")).isNull();
        assertThat(sent.get("X-Backend")).isEqualTo("v2");
        assertThat(sent.get("Host")).isEqualTo("details.example.org");
        assertThat(routing.answered("GET /api/pet").get("X-Seen")).isEqualTo("v2,rule");
        assertThat(routing.choose(Routing.request("GET /api/pet")).path(Routing.request("GET /api/pet")))
                .isEqualTo("/v2/pet");
        assertThat(routing.choose(Routing.request("GET /api/pet")).actions().mirrors())
                .containsExactly(
                        new Mirror(ServiceName.of("shadow"), Subset.ALL, new Share(5, 100), Set.of()),
                        new Mirror(null, Subset.ALL, new Share(10, 100), Set.of()));
    }

    @Test
    void redirectWhenEverythingIsReplacedSendsThere() {
        Routing routing = details("""
                - matches: [ { path: { value: /old } } ]
                  filters:
                  - type: RequestRedirect
                    requestRedirect:
                      scheme: https
                      hostname: pets.example.org
                      port: 8443
                      path: { type: ReplacePrefixMatch, replacePrefixMatch: /new }
                      statusCode: 308
                """);
        Choice choice = routing.choose(Routing.request("GET /old/pet?id=1"));

        assertThat(choice.redirectStatus()).isEqualTo(308);
        assertThat(choice.location(Routing.request("GET /old/pet?id=1")))
                .isEqualTo("https://pets.example.org:8443/new/pet?id=1");
    }

    @ParameterizedTest
    @CsvSource({"1h2m3s4ms, PT1H2M3.004S", "1500ms, PT1.5S", "0s, PT0S", "0h0m0s0ms, PT0S", "1m30s, PT1M30S"})
    void durationWhenItIsOfTheGatewayApiIsRead(String text, Duration expected) {
        Routing routing =
                details("- { timeouts: { request: " + text + " }, backendRefs: [ { name: petdetails, port: 80 } ] }\n");

        assertThat(routing.choose(Routing.request("GET /")).timeouts().total()).isEqualTo(expected);
    }

    @Test
    void policiesWhenTheyAreSetAreTheRules() {
        Routing routing = details("""
                - timeouts: { request: 2s, backendRequest: 500ms }
                  retry: { codes: [ 500, 503 ], attempts: 2, backoff: 100ms }
                  backendRefs: [ { name: petdetails, port: 80 } ]
                """);
        Choice choice = routing.choose(Routing.request("GET /"));

        assertThat(choice.timeouts().total()).isEqualTo(Duration.ofSeconds(2));
        assertThat(choice.timeouts().attempt()).isEqualTo(Duration.ofMillis(500));
        assertThat(choice.retry().attempts()).isEqualTo(3);
        assertThat(choice.retry().statuses()).containsExactlyInAnyOrder(500, 503);
        assertThat(choice.retry().backoffBoundNanos(1))
                .isEqualTo(Duration.ofMillis(100).toNanos());
        assertThat(choice.retry().anyMethod()).isFalse();
    }

    /** As kubectl prints what is in force: a list, JSON, with a status and much metadata, and other kinds in between. */
    @Test
    void textWhenItIsAListOfKubernetesObjectsInJsonIsReadToo() {
        HttpRoutes routes = Routing.read("""
                {
                \t"apiVersion": "v1", "kind": "List", "metadata": {"resourceVersion": ""},
                \t"items": [
                \t\t{"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "x"}, "spec": {"replicas": 2}},
                \t\t{"apiVersion": "gateway.networking.k8s.io/v1", "kind": "HTTPRoute",
                \t\t "metadata": {"name": "a", "namespace": "pets", "uid": "1", "generation": 3,
                \t\t              "creationTimestamp": "2026-11-20T10:00:00Z"},
                \t\t "spec": {"parentRefs": [{"group": "", "kind": "Service", "name": "petdetails"}],
                \t\t          "rules": [{"backendRefs": [{"group": "", "kind": "Service", "name": "b", "port": 80,
                \t\t                                      "weight": 1}]}]},
                \t\t "status": {"parents": []}}
                \t]
                }
                """);

        assertThat(routes.services()).containsOnlyKeys(DETAILS);
    }

    @Test
    void textWhenItHasNothingButOtherThingsHasNoRoutes() {
        String text = """
                # nothing here
                ---
                apiVersion: v1
                kind: Service
                metadata: { name: petdetails }
                spec: { ports: [ { port: 80 } ] }
                ---
                """;

        assertThat(Routing.read(text).services()).isEmpty();
        assertThat(Routing.read("").services()).isEmpty();
    }

    @Test
    void routesWhenTheyTieGoByAgeThenByName() {
        HttpRoutes routes = Routing.read(named("zebra", "2026-01-01T00:00:00Z")
                + named("young", "2026-02-01T00:00:00Z")
                + named("b", null)
                + named("a", null));

        assertThat(Routing.toService(routes, DETAILS))
                .extracting(route -> route.to().get(0).service())
                .containsExactly(
                        ServiceName.of("zebra"), ServiceName.of("young"), ServiceName.of("a"), ServiceName.of("b"));
    }

    /** Half of a service's rules would be worse than its last good ones; others have no part in it. */
    @Test
    void routeWhenItIsWrongTakesItsParentsOtherRoutesWithItAndNobodyElses() {
        String text = named("good", null)
                + route("petdetails", "- backendRefs: [ { name: a, port: none } ]\n")
                + route("petmedicalhistory", "- backendRefs: [ { name: b, port: 80 } ]\n");
        HttpRoutes routes = HttpRoutes.read("rules.yaml", text, service -> true);

        assertThat(routes.services()).containsOnlyKeys(ServiceName.of("petmedicalhistory"));
        assertThat(routes.refusals()).hasSize(1);
        assertThat(routes.refusals().get(0).services()).containsExactly(DETAILS);
        assertThat(routes.refusals().get(0).reason())
                .hasMessage("rules.yaml:17:37: spec.rules[0].backendRefs[0].port: \"none\""
                        + " (expected: a whole number from 1 to 65535)");
    }

    @ParameterizedTest
    @CsvSource({
        "pets.example.com, a/b, petdetails",
        "x.example.com, a/b, 404",
        "example.com, a/b, 404",
        "pets.example.com:8080, a, petdetails"
    })
    void sectionNameWhenTheGatewayIsInTheTextConfinesToThatListener(String host, String path, String expected) {
        String text = """
                apiVersion: gateway.networking.k8s.io/v1
                kind: Gateway
                metadata: { name: edge }
                spec:
                  listeners:
                  - { name: one, port: 80, protocol: HTTP, hostname: pets.example.com }
                  - { name: all, port: 80, protocol: HTTP, hostname: "*.example.com" }
                ---
                apiVersion: gateway.networking.k8s.io/v1
                kind: HTTPRoute
                metadata: { name: a }
                spec:
                  parentRefs: [ { name: edge, sectionName: one } ]
                  rules: [ { backendRefs: [ { name: petdetails, port: 80 } ] } ]
                """;

        assertThat(Routing.atGateway(text, "edge").to("GET /" + path, "Host: " + host))
                .isEqualTo(expected);
    }

    @Test
    void modelWhenItIsMadeIsImmutable() {
        HttpRoutes routes = Routing.read(named("a", null));

        assertThat(catchThrowableOfType(
                        UnsupportedOperationException.class,
                        () -> routes.services().get(DETAILS).clear()))
                .isNotNull();
        assertThat(List.copyOf(routes.services().keySet())).containsExactly(DETAILS);
    }

    private static String named(String backend, String created) {
        return """
                apiVersion: gateway.networking.k8s.io/v1
                kind: HTTPRoute
                metadata: { name: %s%s }
                spec:
                  parentRefs: [ { group: "", kind: Service, name: petdetails } ]
                  rules: [ { backendRefs: [ { name: %s, port: 80 } ] } ]
                ---
                """.formatted(backend, created == null ? "" : ", creationTimestamp: " + created, backend);
    }

    private static Routing details(String rules) {
        return Routing.toService(route("petdetails", rules), "petdetails");
    }

    static String route(String service, String rules) {
        return """
                apiVersion: gateway.networking.k8s.io/v1
                kind: HTTPRoute
                metadata:
                  name: route
                  namespace: pets
                spec:
                  parentRefs:
                  - { group: "", kind: Service, name: %s }
                  rules:
                """.formatted(service) + rules.indent(2) + "---\n";
    }
}
