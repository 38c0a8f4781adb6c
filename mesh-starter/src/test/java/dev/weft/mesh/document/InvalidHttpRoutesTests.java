package dev.weft.mesh.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is outside of what is read is refused by its name, with what would be right. */
class InvalidHttpRoutesTests {

    private static final int RULES = 10;

    /** Every rule is one line, so that the line of the refusal is that of the rule. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    - { sessionPersistence: {} }                                                 | spec.rules[0].sessionPersistence: not supported (expected: one of name, matches, filters, backendRefs, timeouts, retry)
                    - { matches: [ { path: { type: Glob, value: /a } } ] }                       | spec.rules[0].matches[0].path.type: "Glob" (expected: Exact, PathPrefix, RegularExpression)
                    - { matches: [ { path: { value: a } } ] }                                    | spec.rules[0].matches[0].path.value: "a" (expected: a path from "/" on
                    - { matches: [ { path: { value: /a//b } } ] }                                | spec.rules[0].matches[0].path.value: "/a//b" (expected: a path from "/" on
                    - { matches: [ { path: { value: /a/../b } } ] }                              | spec.rules[0].matches[0].path.value: "/a/../b"
                    - { matches: [ { path: { value: /a%2Fb } } ] }                               | spec.rules[0].matches[0].path.value: "/a%2Fb"
                    - { matches: [ { path: { type: RegularExpression, value: "(" } } ] }         | spec.rules[0].matches[0].path.value: regular expression "("
                    - { matches: [ { method: get } ] }                                           | spec.rules[0].matches[0].method: "get" (expected: GET, HEAD,
                    - { matches: [ { headers: [ { name: a, value: 1 } ] } ] }                    | spec.rules[0].matches[0].headers[0].value: the number 1 (expected: text: put it in quotes)
                    - { matches: [ { headers: [ { name: a } ] } ] }                              | spec.rules[0].matches[0].headers[0]: no value (expected: a mapping with value)
                    - { matches: [ { headers: [ { name: "a b", value: c } ] } ] }                | spec.rules[0].matches[0].headers[0].name: "a b"
                    - { matches: [ { headers: [ { name: a, value: b }, { name: A, value: c } ] } ] } | spec.rules[0].matches[0].headers[1].name: "A" a second time
                    - { matches: [ { cookies: [] } ] }                                           | spec.rules[0].matches[0].cookies: not supported (expected: one of path, headers, queryParams, method)
                    - { matches: { path: { value: /a } } }                                       | spec.rules[0].matches: a mapping (expected: a list)
                    - { filters: [ { type: CORS, cors: {} } ] }                                  | spec.rules[0].filters[0].type: "CORS" (expected: RequestHeaderModifier, ResponseHeaderModifier, URLRewrite, RequestRedirect, RequestMirror)
                    - { filters: [ { type: ExtensionRef, extensionRef: {} } ] }                  | spec.rules[0].filters[0].type: "ExtensionRef"
                    - { filters: [ { type: URLRewrite, requestRedirect: {} } ] }                 | spec.rules[0].filters[0].requestRedirect: not supported (expected: one of type, urlRewrite)
                    - { filters: [ { type: URLRewrite } ] }                                      | spec.rules[0].filters[0]: no urlRewrite
                    - { filters: [ { type: RequestHeaderModifier, requestHeaderModifier: { set: [ { name: Host, value: a } ] } } ] } | spec.rules[0].filters[0].requestHeaderModifier.set[0]: header Host (expected: none that belongs to the mesh or to the connection)
                    - { filters: [ { type: RequestHeaderModifier, requestHeaderModifier: { remove: [ mesh-route ] } } ] } | spec.rules[0].filters[0].requestHeaderModifier.remove[0]: header mesh-route
                    - { filters: [ { type: RequestRedirect, requestRedirect: { statusCode: 304 } } ] } | spec.rules[0].filters[0]: status: 304 (expected: 301, 302, 303, 307 or 308)
                    - { filters: [ { type: RequestRedirect, requestRedirect: { scheme: ftp } } ] } | spec.rules[0].filters[0].requestRedirect.scheme: "ftp" (expected: http, https)
                    - { filters: [ { type: RequestRedirect, requestRedirect: { hostname: "*.a" } } ] } | spec.rules[0].filters[0].requestRedirect.hostname: "*.a" (expected: a host name without a wildcard)
                    - { filters: [ { type: RequestRedirect, requestRedirect: {} }, { type: URLRewrite, urlRewrite: {} } ] } | spec.rules[0].filters[1]: a redirect and a rewrite (expected: at most one of them)
                    - { filters: [ { type: URLRewrite, urlRewrite: {} }, { type: URLRewrite, urlRewrite: {} } ] } | spec.rules[0].filters[1].type: URLRewrite a second time
                    - { filters: [ { type: URLRewrite, urlRewrite: { path: { type: ReplaceFullPath, replaceFullPath: "/a b" } } } ] } | spec.rules[0].filters[0].urlRewrite.path.replaceFullPath: "/a b"
                    - { matches: [ { path: { type: Exact, value: /a } } ], filters: [ { type: URLRewrite, urlRewrite: { path: { type: ReplacePrefixMatch, replacePrefixMatch: /b } } } ] } | spec.rules[0]: rewrite.path-prefix: "/b" where a match is not by a prefix (expected: matches by path-prefix only)
                    - { filters: [ { type: RequestMirror, requestMirror: { backendRef: { name: a, port: 80 }, percent: 101 } } ] } | spec.rules[0].filters[0].requestMirror.percent: 101 (expected: a whole number from 0 to 100)
                    - { filters: [ { type: RequestMirror, requestMirror: { backendRef: { name: a, port: 80 }, fraction: { numerator: 3, denominator: 2 } } } ] } | spec.rules[0].filters[0].requestMirror.fraction: share: 3 of 2
                    - { filters: [ { type: RequestMirror, requestMirror: { backendRef: { name: a, kind: Bucket, port: 80 } } } ] } | spec.rules[0].filters[0].requestMirror.backendRef: Bucket of group ""
                    - { filters: [ { type: RequestRedirect, requestRedirect: {} } ], backendRefs: [ { name: a, port: 80 } ] } | spec.rules[0].backendRefs[0]: a destination beside a redirect
                    - { backendRefs: [ { name: a } ] }                                           | spec.rules[0].backendRefs[0]: no port
                    - { backendRefs: [ { name: a, port: "80" } ] }                               | spec.rules[0].backendRefs[0].port: the text "80" (expected: a whole number from 1 to 65535, without quotes)
                    - { backendRefs: [ { name: a, port: 80, weight: -1 } ] }                     | spec.rules[0].backendRefs[0].weight: -1 (expected: a whole number from 0 to 1000000)
                    - { backendRefs: [ { name: a, port: 80, weight: 1.5 } ] }                    | spec.rules[0].backendRefs[0].weight: "1.5" (expected: a whole number
                    - { backendRefs: [ { name: "a b", port: 80 } ] }                             | spec.rules[0].backendRefs[0].name: service name: "a b"
                    - { backendRefs: [ { name: a, port: 80, filters: [ { type: URLRewrite, urlRewrite: {} } ] } ] } | spec.rules[0].backendRefs[0].filters[0].type: "URLRewrite" (expected: RequestHeaderModifier, ResponseHeaderModifier)
                    - { timeouts: { request: 500ms, backendRequest: 1s } }                       | spec.rules[0].timeouts: backendRequest: 1s is longer than request: 500ms
                    - { timeouts: { request: 1d } }                                              | spec.rules[0].timeouts.request: "1d" (expected: a duration such as 500ms, 2s or 1m30s)
                    - { timeouts: { request: 5 } }                                               | spec.rules[0].timeouts.request: the number 5
                    - { timeouts: { idle: 5s } }                                                 | spec.rules[0].timeouts.idle: not supported
                    - { retry: { codes: [ 200 ] } }                                              | spec.rules[0].retry.codes[0]: 200 (expected: a whole number from 400 to 599)
                    - { retry: { attempts: 10 } }                                                | spec.rules[0].retry.attempts: 10 (expected: a whole number from 0 to 9)
                    """)
    void ruleWhenItCannotBeReadIsRefusedWithItsPlace(String rule, String expected) {
        HttpRoutes routes = HttpRoutes.read("rules.yaml", HttpRoutesTests.route("petdetails", rule), service -> true);

        assertThat(routes.services()).isEmpty();
        InvalidDocumentException refusal = catchThrowableOfType(InvalidDocumentException.class, routes::orThrow);
        assertThat(refusal).hasMessageStartingWith("rules.yaml:" + RULES + ":").hasMessageContaining(": " + expected);
        assertThat(refusal.line()).isEqualTo(RULES);
        assertThat(refusal.column()).isGreaterThan(1);
        assertThat(refusal.path()).isNotEmpty();
        assertThat(refusal.expected()).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    HTTPRoute   | gateway.networking.k8s.io/v1beta1 | kind: HTTPRoute of "gateway.networking.k8s.io/v1beta1" (expected: HTTPRoute of gateway.networking.k8s.io/v1)
                    GRPCRoute   | gateway.networking.k8s.io/v1      | kind: GRPCRoute of "gateway.networking.k8s.io/v1"
                    TCPRoute    | gateway.networking.k8s.io/v1alpha2 | kind: TCPRoute of
                    """)
    void kindWhenItsRulesAreNotReadIsRefused(String kind, String apiVersion, String expected) {
        assertThat(refusal("apiVersion: " + apiVersion + "\nkind: " + kind + "\nmetadata: { name: a }\n"))
                .hasMessageStartingWith("rules.yaml:2:7: " + expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    { kind: Service, name: a }                                | Service of group "gateway.networking.k8s.io" (expected: kind: Service with group: "", or kind: Gateway)
                    { kind: ServiceImport, group: multicluster, name: a }     | ServiceImport of group "multicluster"
                    { kind: Service, group: "", name: a, sectionName: http }  | a section of a Service (expected: its port)
                    { kind: Service, group: "", name: a, namespace: shop }    | a Service of namespace "shop" (expected: one of the route's own
                    { name: edge, sectionName: http }                         | a section of a Gateway that is not in the text
                    { name: edge, port: 0 }                                   | 0 (expected: a whole number from 1 to 65535)
                    { group: "", kind: Service }                              | no name
                    """)
    void parentWhenItIsNoneIsRefused(String parent, String expected) {
        String text = HttpRoutesTests.route("x", "- {}\n").replace("{ group: \"\", kind: Service, name: x }", parent);

        assertThat(refusal(text)).hasMessageStartingWith("rules.yaml:8:").hasMessageContaining(expected);
    }

    @Test
    void hostnamesWhenOnlyAServiceIsTheParentAreRefused() {
        String text = HttpRoutesTests.route("x", "- {}\n").replace("spec:", "spec:\n  hostnames: [ a.example.com ]");

        assertThat(refusal(text))
                .hasMessageContaining(
                        "spec.hostnames: hostnames for a Service (expected: none, since a Service is called"
                                + " by its own name)");
    }

    @ParameterizedTest
    @CsvSource({
        "just text, text (expected: a mapping)",
        "[ 1 ], a list (expected: a mapping)",
        "{ a: b }, no apiVersion"
    })
    void textWhenItIsNoKubernetesObjectIsRefused(String text, String expected) {
        assertThat(refusal(text)).hasMessageStartingWith("rules.yaml:1:1: " + expected);
    }

    @Test
    void routesWhenTheyAreTooManyAreRefused() {
        String rules = "- { backendRefs: [ { name: a, port: 80 } ] }\n";

        assertThat(refusal(HttpRoutesTests.route("x", rules.repeat(Caps.MAX_ROUTES))))
                .isNull();
        assertThat(refusal(HttpRoutesTests.route("x", rules.repeat(Caps.MAX_ROUTES + 1))))
                .hasMessageContaining("a list of 1025 (expected: at most 1024)");
    }

    /** A few lines, taken by many parents. */
    @Test
    void routesWhenTheyAreTooManyThroughTheirParentsAreRefused() {
        String parent = "{ group: \"\", kind: Service, name: x }";
        String more = parent + "\n  - { group: \"\", kind: Service, name: y }";
        String rules = "- { backendRefs: [ { name: a, port: 80 } ] }\n".repeat(Caps.MAX_ROUTES / 2 + 1);

        assertThat(refusal(HttpRoutesTests.route("x", rules).replace(parent, more)))
                .hasMessageContaining("the 1025th route (expected: at most 1024 in one text)");
    }

    @Test
    void matchesWhenTheyAreTooManyAreRefused() {
        String matches = "{ path: { value: /a } },".repeat(64);
        String rule = "- { matches: [" + matches + "], backendRefs: [ { name: a, port: 80 } ] }\n";

        assertThat(refusal(HttpRoutesTests.route("x", rule.repeat(64)))).isNull();
        assertThat(refusal(HttpRoutesTests.route("x", rule.repeat(65))))
                .hasMessageContaining("at most 4096 in one text");
    }

    private static InvalidDocumentException refusal(String text) {
        return catchThrowableOfType(
                InvalidDocumentException.class,
                () -> HttpRoutes.read("rules.yaml", text, service -> true).orThrow());
    }
}
