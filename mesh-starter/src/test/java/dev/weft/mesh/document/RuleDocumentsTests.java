package dev.weft.mesh.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.weft.mesh.extend.RequestCondition;
import dev.weft.mesh.model.CallRequest;
import dev.weft.mesh.model.ServiceName;
import dev.weft.mesh.model.Subset;
import dev.weft.mesh.resilience.HealthPolicy;
import dev.weft.mesh.resilience.RetryPolicy;
import dev.weft.mesh.rules.Affinity;
import dev.weft.mesh.rules.Conditions;
import dev.weft.mesh.rules.FieldMatch;
import dev.weft.mesh.rules.Part;
import dev.weft.mesh.rules.PathMatch;
import dev.weft.mesh.rules.RequestMatch;
import dev.weft.mesh.rules.RouteTarget;
import dev.weft.mesh.rules.RuleDocument;
import dev.weft.mesh.rules.ServiceRules;
import dev.weft.mesh.rules.ValueMatch;
import dev.weft.mesh.security.EgressPolicy;
import java.time.Duration;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RuleDocumentsTests {

    private static final ServiceName PETS = ServiceName.of("pets");
    private static final String FILE = "rules/pets.yml";

    @Test
    void documentWhenItIsWrittenAsApplicationYmlIsReadAsIt() {
        RuleDocument document = document("""
                mesh:
                  services:
                    pets:
                      timeout: 2s
                      attemptTimeout: 1s
                      retry:
                        attempts: 2
                        statuses: [ 503, 504 ]
                      affinity: { cookie: session }
                      health: { path: /up, interval: 5s }
                      routes:
                        - match:
                            path-prefix: /api
                            headers: { x-user-group: beta }
                            cookies: { my_cookie: "on" }
                            from: [ front, edge ]
                          to: [ { version: v2 } ]
                        - to: [ { version: v1, weight: 90 }, { service: other, metadata: { track: new.one } } ]
                          timeout: 1500ms
                """);

        assertThat(document.source()).isEqualTo(FILE + ":4");
        assertThat(document.parts())
                .containsExactlyInAnyOrder(
                        Part.TIMEOUT, Part.ATTEMPT_TIMEOUT, Part.RETRY, Part.AFFINITY, Part.HEALTH, Part.ROUTES);
        ServiceRules rules = document.rules();
        assertThat(rules.timeouts().total()).isEqualTo(Duration.ofSeconds(2));
        assertThat(rules.timeouts().attempt()).isEqualTo(Duration.ofSeconds(1));
        assertThat(rules.retry().attempts()).isEqualTo(2);
        assertThat(rules.retry().statuses()).containsExactlyInAnyOrder(503, 504);
        assertThat(rules.affinity()).isEqualTo(new Affinity(FieldMatch.Kind.COOKIE, "session"));
        assertThat(rules.health()).isEqualTo(new HealthPolicy("/up", Duration.ofSeconds(5)));
        assertThat(rules.routes().get(0).matches())
                .containsExactly(RequestMatch.ANY
                        .withPath(new PathMatch.Prefix("/api"))
                        .withFields(List.of(
                                new FieldMatch(FieldMatch.Kind.HEADER, "x-user-group", new ValueMatch.Exact("beta")),
                                new FieldMatch(FieldMatch.Kind.COOKIE, "my_cookie", new ValueMatch.Exact("on"))))
                        .withFrom(Set.of(ServiceName.of("front"), ServiceName.of("edge"))));
        assertThat(rules.routes().get(1).to())
                .containsExactly(
                        RouteTarget.of(Subset.version("v1"), 90),
                        RouteTarget.of(ServiceName.of("other"), new Subset(Map.of("track", "new.one")), 1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mesh: { services: { pets: { retry: { attempts: 2 } } } }",
                "services: { pets: { retry: { attempts: 2 } } }",
                "mesh.services: { pets: { retry.attempts: 2 } }",
                "mesh.services.pets: { retry: { attempts: 2 } }",
                "mesh.services.[pets].retry.attempts: 2",
                "mesh.services.pets.timeout: 1s\nmesh.services.pets.retry.attempts: 2\nmesh.services.other.timeout: 1s",
                "mesh.services: { pets: { timeout: 1s } }\nmesh.services.pets.retry: { attempts: 2 }",
                "services:\n  \"[pets]\":\n    RETRY:\n      attempts: \"2\"",
                "{\"services\": {\"pets\":\t{\"retry\": {\"attempts\": 2}}}}",
                "---\n---\nservices: { other: { timeout: 1s } }\n---\nservices: { pets: { retry: { attempts: 2 } } }\n",
            })
    void documentWhenItIsWrittenOtherwiseSaysTheSame(String text) {
        assertThat(document(text).rules().retry().attempts()).isEqualTo(2);
    }

    @Test
    void partWhenItLeavesSomethingOutTakesThatFromTheDefaults() {
        ServiceRules defaults =
                ServiceRules.defaults().withRetry(RetryPolicy.defaults().withAttempts(5));

        RuleDocument document = RuleDocuments.read(
                        Map.of(FILE, "services: { pets: { retry: { on-reset: false } } }"), defaults)
                .services()
                .get(FILE)
                .get(PETS);

        assertThat(document.parts()).containsExactly(Part.RETRY);
        assertThat(document.rules().retry().attempts()).isEqualTo(5);
        assertThat(document.rules().retry().onReset()).isFalse();
    }

    @Test
    void partWhenItIsAnEmptyListSaysNone() {
        assertThat(document("services: { pets: { routes: [] } }").parts()).containsExactly(Part.ROUTES);
    }

    @Test
    void partWhenItIsEmptyOrNullSaysNothing() {
        assertThat(document("services: { pets: { routes: , retry: {}, timeout: ~ } }")
                        .parts())
                .isEmpty();
        assertThat(document("services: { pets: }").parts()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            timeuot: 2s                              | 3:5 | mesh.services.pets.timeuot: there is no such property (expected: one of affinity, attempt-timeout, balance
            retry: { attemps: 2 }                    | 3:14 | mesh.services.pets.retry.attemps: there is no such property (expected: one of any-method, attempts
            retry: { budget.percent: 2 }             | 3:14 | there is no such property (expected: one of any-method, attempts
            instances: []                            | 3:5 | mesh.services.pets.instances: there is no such property
            timeout: 2x                              | 3:14 | mesh.services.pets.timeout: "2x" (expected: a time with its unit, such as 500ms, 2s or 1m)
            timeout: [ 2s ]                          | 3:14 | mesh.services.pets.timeout: a list (expected: a time with its unit
            timeout: 1:30                            | 3:14 | mesh.services.pets.timeout: the number 1:30 (expected: a time with its unit
            retry: { attempts: many }                | 3:24 | mesh.services.pets.retry.attempts: "many" (expected: a whole number)
            retry: { attempts: 0 }                   | 3:24 | mesh.services.pets.retry.attempts: 0 (expected: 1 to 10, the first attempt included)
            retry: { attempts: 010 }                 | 3:24 | the number 010 (expected: a whole number: a plain one, or a text in quotes)
            retry: { on-reset: yes }                 | 3:24 | the boolean yes (expected: true or false: a plain one
            retry: 3                                 | 3:12 | mesh.services.pets.retry: the number (expected: a mapping, and in it one of any-method
            retry: { statuses: [ 503, never ] }      | 3:31 | mesh.services.pets.retry.statuses[1]: "never" (expected: a whole number)
            retry: { statuses: [ 503, ~ ] }          | 3:31 | mesh.services.pets.retry.statuses[1]: nothing (expected: a whole number)
            ejection: { failures: [ bad-luck ] }     | 3:29 | "bad-luck" (expected: one of connect, reset, timeout, unavailable, server-error)
            routes: { to: [ { version: v1 } ] }      | 3:13 | mesh.services.pets.routes: a mapping (expected: a list, and in it properties below it)
            routes: [ { to: { version: v1 } } ]      | 3:21 | mesh.services.pets.routes[0].to: a mapping (expected: a list
            routes: [ { to: [ { weight: -1 } ] } ]   | 3:33 | mesh.services.pets.routes[0].to[0].weight: -1 (expected: 0 to 1000000)
            routes: [ { to: [ { weight: 0 } ] } ]    | 3:21 | mesh.services.pets.routes[0].to: route to [] (expected: at least one destination with a weight above 0
            routes: [ { to: [ { version: 1.10 } ] } ] | 3:34 | the number 1.10 (expected: a text: a plain one, or a text in quotes)
            routes: [ { match: { headers: { a: on } } } ] | 3:40 | the boolean on (expected: a text
            routes: [ { match: { headers: { a: } } } ] | 3:39 | nothing (expected: a text)
            routes: [ { match: { headers: [ a ] } } ] | 3:35 | a list (expected: names, and for each a text)
            routes: [ { match: { path-pattern: "(" }, to: [ { version: a } ] } ] | 3:24 | regular expression "(": error parsing regexp
            routes: [ { to: [ { version: a } ], retry: { budget-percent: 5 } } ] | 3:50 | there is no such property (expected: one of any-method, attempts
            routes: [ { to: [ { version: a } ], retry: { statuses: [ 200 ] } } ] | 3:60 | mesh.services.pets.routes[0].retry.statuses: 200 (expected: 400 to 599)
            routes: [ { to: [ { version: a } ], timeout: 1s, attempt-timeout: 2s } ] | 3:50 | mesh.services.pets.routes[0].timeout: PT1S is shorter than attempt-timeout: PT2S (expected: a timeout of at least
            timeout: 1s, attempt-timeout: 2s         | 3:14 | mesh.services.pets.timeout: PT1S is shorter than attempt-timeout: PT2S (expected: a timeout of at least the attempt's)
            routes: [ { to: [ { version: a }, {}, { version: b } ] } ] | 3:39 | mesh.services.pets.routes[0].to[1]: nothing in it (expected: one of metadata, request-headers
            routes: [ { to: [ { version: a } ], rewrite: {} } ] | 3:50 | mesh.services.pets.routes[0].rewrite: nothing in it (expected: one of host, path, path-prefix)
            routes: [ { to: [ { version: a } ], rewrite: { host: } } ] | 3:50 | mesh.services.pets.routes[0].rewrite: nothing in it (expected: one of host, path, path-prefix)
            routes: [ { to: [ { version: a } ], rewrite: } ] | 3:49 | mesh.services.pets.routes[0].rewrite: nothing (expected: one of host, path, path-prefix)
            routes: [ { redirect: {} } ] | 3:27 | mesh.services.pets.routes[0].redirect: nothing in it (expected: one of host, path
            routes: [ { to: [ { version: a } ], fault: {} } ] | 3:48 | mesh.services.pets.routes[0].fault: nothing in it (expected: one of abort-percent
            routes: [ { to: [ { version: a } ], fallback: {} } ] | 3:51 | mesh.services.pets.routes[0].fallback: nothing in it (expected: one of body
            routes: [ { to: [ { version: a } ], sticky: {} } ] | 3:49 | mesh.services.pets.routes[0].sticky: nothing in it (expected: one of cookie
            routes: [ { to: [ { version: a } ], retry: {} } ] | 3:48 | mesh.services.pets.routes[0].retry: nothing in it (expected: one of any-method
            routes: [ { to: [ { version: a } ], request-headers: {} } ] | 3:58 | mesh.services.pets.routes[0].request-headers: nothing in it (expected: one of add, remove, set)
            routes: [ { to: [ { version: a } ], request-headers: { set: {} } } ] | 3:65 | mesh.services.pets.routes[0].request-headers.set: nothing in it (expected: names, and for each a text)
            routes: [ { to: [ { version: a } ], match: {} } ] | 3:48 | mesh.services.pets.routes[0].match: nothing in it (expected: one of cookie-patterns
            routes: [ { to: [ { version: a } ], match: { path: /a, headers: {} } } ] | 3:69 | mesh.services.pets.routes[0].match.headers: nothing in it (expected: names, and for each a text)
            routes: [ { to: [ { version: a } ], match: { path: /a, headers: } } ] | 3:68 | mesh.services.pets.routes[0].match.headers: nothing (expected: names, and for each a text)
            routes: [ { to: [ { version: a } ], matches: [] } ] | 3:50 | mesh.services.pets.routes[0].matches: nothing in it (expected: a list, and in it
            routes: [ { to: [ { version: a } ], mirror: [] } ] | 3:49 | mesh.services.pets.routes[0].mirror: nothing in it (expected: a list, and in it
            routes: [ { to: [ { version: a } ], mirror: [ {} ] } ] | 3:51 | mesh.services.pets.routes[0].mirror[0]: nothing in it (expected: one of credentials
            routes: [ { to: [ { metadata: {} } ] } ] | 3:35 | mesh.services.pets.routes[0].to[0].metadata: nothing in it (expected: names, and for each a text)
            retry.attempts: 2, retry: { attempts: 3 } | 3:33 | a second time (expected: each property once)
            affinity: { header: a, query: b }        | 3:15 | mesh.services.pets.affinity: 2 keys, by header a and by query parameter b (expected: one of header
            health: { interval: 5s }                 | 3:13 | mesh.services.pets.health: no path (expected: what to ask for, as /actuator/health/readiness
            health: { path: up }                     | 3:21 | mesh.services.pets.health.path: "up" (expected: at most 1024 characters of ASCII without spaces, beginning
            health: { path: /up, interval: 900ms }   | 3:36 | mesh.services.pets.health.interval: PT0.9S (expected: 0 for no checks, or PT1S to PT8760H
            """)
    void documentWhenItCantBeUsedIsRefusedWithPathLineAndWhatIsExpected(String rules, String place, String words) {
        String text = "mesh:\n  services: { pets: {\n    " + rules + "\n  }, other: { timeout: 1s } }\n";

        RuleDocuments read = read(text);

        assertThat(read.refusals()).hasSize(1);
        RuleDocuments.Refusal refusal = read.refusals().get(0);
        assertThat(refusal.services()).containsExactly(PETS);
        assertThat(refusal.reason().getMessage())
                .startsWith(FILE + ":" + place + ": ")
                .contains(words);
        assertThat(read.services().get(FILE)).containsOnlyKeys(ServiceName.of("other"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            { to: [ { version: a } ], rewrite: { path: a } } | mesh.services.pets.routes[0].rewrite.path: "a" (expected: a path that begins with "/"
            { to: [ { version: a } ], rewrite: { path: "/a?b=c" } } | mesh.services.pets.routes[0].rewrite.path: "/a?b=c" (expected: a path that begins
            { to: [ { version: a } ], rewrite: { path: "/a b" } } | mesh.services.pets.routes[0].rewrite.path: "/a b" (expected: a path that begins
            { to: [ { version: a } ], rewrite: { path: "/a\\r\\nb: c" } } | mesh.services.pets.routes[0].rewrite.path: "/a??b: c" (expected: a path that begins
            { to: [ { version: a } ], rewrite: { path-prefix: a } } | mesh.services.pets.routes[0].rewrite.path-prefix: "a" (expected: a path that begins
            { to: [ { version: a } ], rewrite: { host: "a:80" } } | mesh.services.pets.routes[0].rewrite.host: "a:80" (expected: a host name, without port
            { redirect: { host: "a/b" } } | mesh.services.pets.routes[0].redirect.host: "a/b" (expected: a host name
            { redirect: { path: "b" } } | mesh.services.pets.routes[0].redirect.path: "b" (expected: a path that begins
            { redirect: { port: 0 } } | mesh.services.pets.routes[0].redirect.port: 0 (expected: 1 to 65535)
            { to: [ { version: a } ], match: { port: 0 } } | mesh.services.pets.routes[0].match.port: 0 (expected: 1 to 65535)
            { to: [ { version: a } ], match: { port: 65536 } } | mesh.services.pets.routes[0].match.port: 65536 (expected: 1 to 65535)
            { redirect: { port: 65536 } } | mesh.services.pets.routes[0].redirect.port: 65536 (expected: 1 to 65535)
            { to: [ { version: a } ], fallback: { status: 200, headers: { "[a b]": c } } } | mesh.services.pets.routes[0].fallback: header name: "a b" (expected: letters
            { to: [ { version: a } ], fallback: { status: 200, headers: { a: "b\\nc" } } } | mesh.services.pets.routes[0].fallback: value of header a (expected: at most 4096 printable
            { to: [ { version: a } ], fallback: { status: 200, headers: { Content-Length: 3 } } } | mesh.services.pets.routes[0].fallback: header Content-Length (expected: none that belongs
            { to: [ { version: a } ], fallback: { status: 200, headers: { mesh-route: a } } } | mesh.services.pets.routes[0].fallback: header mesh-route (expected: none that belongs
            { to: [ { version: a } ], fallback: { status: 200, headers: { a: b, A: c } } } | a second time in other case (expected: each name once)
            { to: [ { version: a } ], fallback: { status: 204, body: none } } | mesh.services.pets.routes[0].fallback.body: a text with status 204 (expected: none with it)
            { to: [ { version: a } ], request-headers: { set: { x-a: b, X-A: c } } } | a second time in other case (expected: each name once)
            { to: [ { version: a } ], response-headers: { remove: [ Keep-Alive ] } } | mesh.services.pets.routes[0].response-headers: header Keep-Alive (expected: none that belongs
            { to: [ { version: a } ], match: { headers: { "[a b]": c } } } | mesh.services.pets.routes[0].match: header name: "a b" (expected: letters
            { to: [ { version: a } ], match: { method: "G T" } } | mesh.services.pets.routes[0].match.method: "G T" (expected: a method in capitals)
            """)
    void routeWhenHttpWouldNotHaveItIsRefused(String route, String words) {
        assertRouteIsRefused(route, words);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            { to: [ { version: a } ], redirect: { host: b } } | mesh.services.pets.routes[0].to: a destination beside a redirect (expected: one of them)
            { to: [ { version: a } ], match: { path: /a }, rewrite: { path-prefix: /b } } | mesh.services.pets.routes[0].rewrite.path-prefix: "/b" where a match is not by a prefix (expected: matches by path-prefix only)
            { matches: [ { path-prefix: /a }, { path-pattern: /c } ], redirect: { path-prefix: /b } } | mesh.services.pets.routes[0].redirect.path-prefix: "/b" where a match
            """)
    void routeWhenItsPartsDontGoTogetherIsRefused(String route, String words) {
        assertRouteIsRefused(route, words);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            mesh: { servces: {} }                     | :1:9: mesh.servces: not supported (expected: one of services, egress)
            pets: { timeout: 1s }                     | :1:1: pets: not supported (expected: one of mesh, services, mesh.services, mesh.egress)
            services: [ pets ]                        | :1:11: services: a list (expected: a mapping)
            services: { pet!s: {} }                   | :1:11: services: service name: "pet!s" (expected: 1 to 253 letters
            services: { pets: {}, "[pets]": {} }      | :1:23: services.[pets]: a second time in this text (expected: each service once)
            services: { pets: { timeout: 1s }         | expected: YAML or JSON
            { mesh.services.pets: { timeout: 1s }, mesh.services: { pets: { timeout: 2s } } } | :1:65: timeout: a second time (expected: each property once)
            { mesh.services.pets.retry: {}, mesh.services.pets: 3 }                            | :1:33: pets: a second time (expected: each property once)
            { mesh.services.pet!s.timeout: 2s }       | service name: "pet!s" (expected: 1 to 253 letters
            kind: HTTPRoute                           | :1:1: no apiVersion
            """)
    void textWhenItIsntClearWhomItMeansIsRefusedWhole(String text, String words) {
        assertThatExceptionOfType(InvalidDocumentException.class)
                .isThrownBy(() -> read(text))
                .withMessageStartingWith(FILE)
                .withMessageContaining(words);
    }

    @Test
    void httpRoutesWhenTheyStandBesideOtherRulesOrInOtherTextsAreReadTogether() {
        String first = HttpRoutesTests.route("pets", """
                - matches: [ { path: { type: PathPrefix, value: /a } } ]
                  backendRefs: [ { name: pets-a, port: 80 } ]
                  retry: { attempts: 1 }
                """);
        String second = HttpRoutesTests.route("pets", """
                - backendRefs: [ { name: pets-b, port: 80 } ]
                """);

        RuleDocuments read = RuleDocuments.read(
                new TreeMap<>(Map.of("a.yml", "services: { pets: { timeout: 1s } }\n---\n" + first, "b.yml", second)),
                ServiceRules.defaults());

        assertThat(read.refusals()).isEmpty();
        assertThat(read.services().get("a.yml").get(PETS).parts()).containsExactly(Part.TIMEOUT);
        RuleDocument routes = AttachedRoutes.merge(read.httpRoutes().values()).get(PETS);
        assertThat(routes.parts()).containsExactly(Part.ROUTES);
        assertThat(routes.rules().routes()).hasSize(2);
        assertThat(routes.source()).contains("a.yml:", "b.yml:");
        assertThat(routes.rules().routes().get(0).retry().attempts()).isEqualTo(2);
        assertThat(routes.rules().routes().get(0).retry().statuses()).isNull();
    }

    /** It says which listeners there are, for the routes of all texts. */
    @Test
    void httpRouteWhenItsGatewayStandsInAnotherTextIsReadWithIt() {
        String gateway = """
                apiVersion: gateway.networking.k8s.io/v1
                kind: Gateway
                metadata: { name: edge }
                spec: { listeners: [ { name: one, port: 80, protocol: HTTP } ] }
                """;
        String route = """
                apiVersion: gateway.networking.k8s.io/v1
                kind: HTTPRoute
                metadata: { name: both }
                spec:
                  parentRefs:
                  - { group: "", kind: Service, name: pets }
                  - { name: edge, sectionName: one }
                  rules: [ { backendRefs: [ { name: pets-a, port: 80 } ] } ]
                """;

        RuleDocuments read =
                RuleDocuments.read(new TreeMap<>(Map.of("a.yml", route, "b.yml", gateway)), ServiceRules.defaults());

        assertThat(read.refusals()).isEmpty();
        assertThat(read.httpRoutes().get("a.yml")).containsOnlyKeys(PETS);
        assertThat(read.gateways()).containsExactly("edge");
    }

    @Test
    void capsWhenATextHasMoreRoutesThanAllowedRefuseTheServiceThatHasThem() {
        StringBuilder text = new StringBuilder("services:\n  other: { timeout: 1s }\n  pets:\n    routes:\n");
        text.append("      - to: [ { version: v1 } ]\n".repeat(Caps.MAX_ROUTES + 1));

        RuleDocuments read = read(text.toString());

        assertThat(read.refusals().get(0).reason().getMessage()).contains("the 1025th route (expected: at most 1024");
        assertThat(read.services().get(FILE)).containsOnlyKeys(ServiceName.of("other"));
    }

    @Test
    void serviceWhenAConditionFailsUnexpectedlyIsRefusedAndNoOther() {
        Conditions conditions = new Conditions(List.of(new RequestCondition() {
            @Override
            public String name() {
                return "opened";
            }

            @Override
            public Predicate<CallRequest> parse(String text) {
                LocalTime opened = LocalTime.parse(text);
                return request -> opened.equals(LocalTime.MIDNIGHT);
            }
        }));

        RuleDocuments read =
                RuleDocuments.read(Map.of(FILE, """
                services:
                  pets: { routes: [ { match: { custom: { opened: soon } }, to: [ { version: v2 } ] } ] }
                  other: { timeout: 1s }
                """), ServiceRules.defaults(), conditions, EgressPolicy.Mode.ALLOW);

        assertThat(read.services().get(FILE)).containsOnlyKeys(ServiceName.of("other"));
        assertThat(read.refusals()).hasSize(1);
        assertThat(read.refusals().get(0).services()).containsExactly(PETS);
        assertThat(read.refusals().get(0).reason().getMessage())
                .startsWith(FILE + ":2:")
                .contains("services.pets: it can't be read: java.time.format.DateTimeParseException: Text 'soon'");
    }

    /** Whoever can write a rule can't read the environment by it. */
    @Test
    void valueWhenItLooksLikeAPlaceholderIsTakenAsItIs() {
        assertThat(document("services: { pets: { affinity: { header: '${user.home}' } } }")
                        .rules()
                        .affinity())
                .isEqualTo(new Affinity(FieldMatch.Kind.HEADER, "${user.home}"));
    }

    private static void assertRouteIsRefused(String route, String words) {
        RuleDocuments read = read("mesh: { services: { pets: { routes: [\n" + route + "\n] } } }");

        assertThat(read.refusals())
                .singleElement()
                .satisfies(refusal -> assertThat(refusal.reason().getMessage())
                        .startsWith(FILE + ":2:")
                        .contains(words));
    }

    private static RuleDocument document(String text) {
        RuleDocuments read = read(text);
        assertThat(read.refusals()).isEmpty();
        return read.services().get(FILE).get(PETS);
    }

    private static RuleDocuments read(String text) {
        return RuleDocuments.read(Map.of(FILE, text), ServiceRules.defaults());
    }
}
