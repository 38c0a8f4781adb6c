package dev.weft.e2e;

import static dev.weft.e2e.Edge.DOG;
import static dev.weft.e2e.Edge.SHEPHERD;
import static dev.weft.e2e.Edge.breed;
import static dev.weft.e2e.Edge.instance;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.bench.fleet.Instance;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What rules do to the traffic of a running system: brought by files, changed while it runs. */
class RulesIT {

    private static final Pattern COUNT = Pattern.compile("\"COUNT\",\"value\":([0-9.E]+)");

    /** Rules are looked at every second. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static PetClinic clinic;
    private static Edge edge;
    private static RuleFolder rules;
    private static Instance petservice;

    @BeforeAll
    static void start() throws Exception {
        Path folder = Path.of("target", "rules-e2e");
        rules = new RuleFolder(folder.resolve("rules"));
        rules.clear();
        clinic =
                new PetClinic(folder, Map.of("mesh.rules.location", rules.path().toString()));
        edge = new Edge(clinic);
        petservice = clinic.petservice("petservice-1");
        clinic.awaitReady(
                petservice,
                clinic.petmedicalhistory("petmedicalhistory-1"),
                clinic.petdetails("petdetails-v1-1", "v1"),
                clinic.petdetails("petdetails-v1-2", "v1"),
                clinic.petdetails("petdetails-v2-1", "v2"));
        clinic.fleet().await("petdetails at the edge", () -> edge.details().statusCode() == 200);
    }

    @AfterAll
    static void stop() {
        clinic.close();
    }

    @AfterEach
    void takeRulesAway() {
        rules.clear();
        for (Instance caller : List.of(clinic.gateway(), petservice)) {
            clinic.fleet()
                    .await(
                            "the end of all rules at " + caller,
                            PATIENCE,
                            () -> !clinic.fleet()
                                    .get(caller.uri("/actuator/mesh"))
                                    .body()
                                    .contains(rules.path().toString() + "/"));
        }
    }

    @Test
    void requestsWhenASplitIsEvenGetBothBreedsInEqualParts() {
        put("even", "to: [ { version: v1, weight: 50 }, { version: v2, weight: 50 } ]");

        Map<String, Integer> breeds = new TreeMap<>();
        for (int i = 0; i < 100; i++) {
            breeds.merge(breed(edge.details()), 1, Integer::sum);
        }

        assertThat(breeds).containsOnlyKeys(DOG, SHEPHERD);
        assertThat(breeds.get(SHEPHERD)).isBetween(47, 53);
    }

    @Test
    void requestWhenItHasTheHeaderOfARuleGoesToItsVersion() {
        rules.write("petdetails.yml", """
                mesh.services:
                  petdetails:
                    routes:
                      - match: { headers: { x-user-group: beta } }
                        to: [ { version: v2 } ]
                      - to: [ { version: v1 } ]
                        response-headers: { set: { x-rule: header } }
                """);
        awaitRule("header");

        assertThat(breed(edge.details("x-user-group", "beta"))).isEqualTo(SHEPHERD);
        assertThat(breed(edge.details("x-user-group", "other"))).isEqualTo(DOG);
    }

    @Test
    void requestWhenItHasTheCookieOfARuleOfTheEdgeGoesToItsVersionThere() {
        rules.write("petdetails.yml", """
                mesh.services:
                  petdetails:
                    routes:
                      - match: { from: gateway, cookies: { group: staff } }
                        to: [ { version: v2 } ]
                      - to: [ { version: v1 } ]
                        response-headers: { set: { x-rule: cookie } }
                """);
        awaitRule("cookie");

        assertThat(breed(edge.details("Cookie", "theme=dark; group=staff"))).isEqualTo(SHEPHERD);
        assertThat(breed(edge.details())).isEqualTo(DOG);
        assertThat(breed(edge.pet("Cookie", "group=staff")))
                .as("not from petservice")
                .isEqualTo(DOG);
    }

    @Test
    void requestWhenItNamesAVersionTwoHopsAwayGetsItIfTheEdgeAdmitsIt() {
        assertThat(breed(edge.pet("mesh-route", "petdetails=v2", "Cookie", "dogfood=on")))
                .isEqualTo(SHEPHERD);
        assertThat(breed(edge.pet("mesh-route", "petdetails=v2"))).isEqualTo(DOG);
    }

    @Test
    void requestWhenARuleAbortsItIsAnsweredSoAndSaysWhy() {
        put("abort", "to: [ { version: v1 } ]\nfault: { status: 503, abort-percent: 50 }");

        Map<Integer, Integer> statuses = new TreeMap<>();
        for (int i = 0; i < 20; i++) {
            HttpResponse<String> answer = edge.details();
            statuses.merge(answer.statusCode(), 1, Integer::sum);
            assertThat(answer.headers().firstValue("mesh-fault").isPresent()).isEqualTo(answer.statusCode() == 503);
        }

        assertThat(statuses).containsOnlyKeys(200, 503);
        assertThat(statuses.get(503)).isBetween(7, 13);
    }

    @Test
    void requestWhenARuleDelaysItIsAnsweredLaterAndSaysWhy() {
        put("delay", "to: [ { version: v1 } ]\nfault: { delay: 300ms, delay-percent: 100 }");

        long before = System.nanoTime();
        HttpResponse<String> answer = edge.details();

        assertThat(System.nanoTime() - before).isGreaterThanOrEqualTo(300_000_000);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("mesh-fault")).hasValue("delay 300 ms");
    }

    @Test
    void requestsWhenTheyShareAKeyStayAtOneInstance() {
        rules.write("petdetails.yml", """
                mesh.services:
                  petdetails:
                    affinity: { header: x-user }
                    routes:
                      - to: [ { version: v1 } ]
                        response-headers: { set: { x-rule: affinity } }
                """);
        awaitRule("affinity");

        Set<String> all = new HashSet<>();
        for (int user = 0; user < 20; user++) {
            Set<String> ofUser = new HashSet<>();
            for (int i = 0; i < 5; i++) {
                ofUser.add(instance(edge.details("x-user", "user-" + user)));
            }
            assertThat(ofUser).as("user %d", user).hasSize(1);
            all.addAll(ofUser);
        }
        assertThat(all).hasSize(2);
    }

    @Test
    void requestsWhenARuleCopiesThemAreSeenByBothVersionsAndAnsweredByOne() {
        put("mirror", "to: [ { version: v1 } ]\nmirror: [ { to: { version: v2 } } ]");
        double before = copies();

        for (int i = 0; i < 10; i++) {
            assertThat(breed(edge.details())).isEqualTo(DOG);
        }

        clinic.fleet().await("copies that were answered", PATIENCE, () -> copies() >= before + 10);
        String explained = gateway("/actuator/mesh/explain?service=petdetails&path=/pet/123/details");
        assertThat(explained).contains("version=v1").contains("version=v2");
    }

    @Test
    void requestWhenTheHostOutsideIsNotAllowedIsAnsweredWithTheReason() {
        Instance strict = clinic.petservice("petservice-strict", Map.of("mesh.egress.allow[0].host", "other.example"));
        clinic.fleet().awaitHealthy(strict);

        String body = clinic.fleet().get(strict.uri("/pet/123")).body();

        assertThat(body)
                .contains("egress to dog-api.example")
                .contains("is not allowed")
                .contains("mesh.egress.allow");
        assertThat(edge.pet().body()).contains("\"status\":\"success\"");
        strict.terminate();
    }

    @Test
    void requestsWhenAnHttpRouteIsAppliedFromAFileFollowIt() {
        rules.write("route.yml", """
                apiVersion: gateway.networking.k8s.io/v1
                kind: HTTPRoute
                metadata: { name: details }
                spec:
                  parentRefs: [ { group: "", kind: Service, name: petdetails } ]
                  rules:
                    - matches: [ { headers: [ { name: x-user-group, value: beta } ] } ]
                      filters:
                        - type: RequestRedirect
                          requestRedirect: { hostname: beta.example.com, statusCode: 302 }
                    - backendRefs: [ { name: petdetails, port: 80 } ]
                      filters:
                        - type: ResponseHeaderModifier
                          responseHeaderModifier: { set: [ { name: x-rule, value: httproute } ] }
                """);
        awaitRule("httproute");

        HttpResponse<String> beta = edge.details("x-user-group", "beta");

        assertThat(beta.statusCode()).isEqualTo(302);
        assertThat(beta.headers().firstValue("Location"))
                .hasValueSatisfying(location -> assertThat(location)
                        .startsWith("http://beta.example.com")
                        .endsWith("/pet/123/details"));
    }

    @Test
    void requestsWhenAFileTurnsBadFollowTheLastGoodOne() {
        put("good", "to: [ { version: v2 } ]");
        rules.write("petdetails.yml", "mesh.services: { petdetails: { routes: [ { to: [ { wait: 5 } ] } ] } }");
        clinic.fleet()
                .await(
                        "the mistake in /actuator/mesh",
                        PATIENCE,
                        () -> clinic.fleet()
                                .get(clinic.gateway().uri("/actuator/mesh"))
                                .body()
                                .contains("wait"));

        assertThat(breed(edge.details())).isEqualTo(SHEPHERD);
        assertThat(edge.details().headers().firstValue("x-rule")).hasValue("good");
    }

    /** Puts one route for all requests to petdetails in force, and waits until the edge obeys it. */
    private static void put(String name, String route) {
        rules.write("petdetails.yml", """
                mesh.services:
                  petdetails:
                    routes:
                      - response-headers: { set: { x-rule: %s } }
                """.formatted(name) + route.indent(8));
        awaitRule(name);
    }

    private static void awaitRule(String name) {
        clinic.fleet()
                .await(
                        "the rule \"" + name + "\" at the edge",
                        PATIENCE,
                        () -> edge.details().headers().firstValue("x-rule").equals(Optional.of(name)));
    }

    /** How many copies of requests to petdetails were answered. */
    private static double copies() {
        Matcher count = COUNT.matcher(gateway("/actuator/metrics/mesh.client.copies?tag=result:answered"));
        return count.find() ? Double.parseDouble(count.group(1)) : 0;
    }

    private static String gateway(String path) {
        return clinic.fleet().get(clinic.gateway().uri(path)).body();
    }
}
