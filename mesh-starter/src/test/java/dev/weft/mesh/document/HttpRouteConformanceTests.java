package dev.weft.mesh.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.weft.mesh.rules.Choice;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the Gateway API's conformance manifests send requests. What else they do to them: see the actions' tests. */
class HttpRouteConformanceTests {

    private static final int PORT = 80;

    @BeforeEach
    void manifestsAreThere() {
        Manifests.assumeThere();
    }

    /** So that no manifest is overlooked: one that comes in anew needs an expectation. */
    @Test
    void manifestsAreThoseThatAreCheckedHere() {
        assertThat(Manifests.all())
                .containsExactlyInAnyOrder(
                        "httproute-303-redirect",
                        "httproute-exact-path-matching",
                        "httproute-header-matching",
                        "httproute-hostname-intersection",
                        "httproute-invalid-backendref-unknown-kind",
                        "httproute-invalid-nonexistent-backendref",
                        "httproute-matching",
                        "httproute-method-matching",
                        "httproute-omitted-backendrefs",
                        "httproute-path-match-order",
                        "httproute-redirect-host-and-status",
                        "httproute-redirect-port-and-scheme",
                        "httproute-request-header-modifier",
                        "httproute-request-header-modifier-backend-weights",
                        "httproute-request-mirror",
                        "httproute-request-percentage-mirror",
                        "httproute-response-header-modifier",
                        "httproute-retry",
                        "httproute-retry-connection-error",
                        "httproute-rewrite-host",
                        "httproute-timeout-backend-request",
                        "httproute-timeout-request",
                        "httproute-weight",
                        "mesh/httproute-matching",
                        "mesh/httproute-named-rule",
                        "mesh/httproute-redirect-host-and-status",
                        "mesh/httproute-redirect-port",
                        "mesh/httproute-redirect-scheme",
                        "mesh/httproute-request-header-modifier",
                        "mesh/httproute-rewrite-path",
                        "mesh/httproute-simple-same-namespace",
                        "mesh/httproute-weight",
                        "mesh/mesh-frontend",
                        "mesh/mesh-ports",
                        "mesh/mesh-split");
    }

    @ParameterizedTest
    @CsvSource({
        "/, any: x, v1",
        "/example, any: x, v1",
        "/, version: one, v1",
        "/v2, any: x, v2",
        "/v2/, any: x, v2",
        "/v2/example, any: x, v2",
        "/, version: two, v2",
        "/v2example, any: x, v1",
        "/foo/v2/example, any: x, v1"
    })
    void matchingWhenPathOrHeaderIsMet(String path, String header, String expected) {
        assertThat(Manifests.atGateway("httproute-matching").to("GET " + path, header))
                .isEqualTo("infra-backend-" + expected);
        assertThat(Manifests.toEcho("httproute-matching").to(Routing.request(PORT, "GET " + path, header)))
                .isEqualTo("echo-" + expected);
    }

    @ParameterizedTest
    @CsvSource({
        "/one, infra-backend-v1",
        "/two, infra-backend-v2",
        "/, 404",
        "/one/example, 404",
        "/two/, 404",
        "/Two, 404"
    })
    void exactPathMatchingWhenAnythingIsDifferentIsNotMet(String path, String expected) {
        assertThat(Manifests.atGateway("httproute-exact-path-matching").to("GET " + path))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "/match/exact/one, v3",
        "/match/exact, v2",
        "/match, v1",
        "/match/prefix/one/any, v2",
        "/match/prefix/any, v1",
        "/match/any, v3"
    })
    void pathMatchOrderWhenSeveralMatchTakesTheExactThenTheLongest(String path, String expected) {
        assertThat(Manifests.atGateway("httproute-path-match-order").to("GET " + path))
                .isEqualTo("infra-backend-" + expected);
    }

    @ParameterizedTest
    @CsvSource({
        "version: one, any: x, infra-backend-v1",
        "version: two, any: x, infra-backend-v2",
        "VERSION: two, any: x, infra-backend-v2",
        "version: two, color: orange, infra-backend-v1",
        "version: two, color: blue, infra-backend-v2",
        "color: blue, any: x, infra-backend-v1",
        "color: green, any: x, infra-backend-v1",
        "color: red, any: x, infra-backend-v2",
        "color: yellow, any: x, infra-backend-v2",
        "color: purple, any: x, 404",
        "color: orange, any: x, 404",
        "version: three, any: x, 404",
        "any: x, other: x, 404"
    })
    void headerMatchingWhenSeveralMatchTakesTheMostHeadersThenTheFirst(String one, String other, String expected) {
        assertThat(Manifests.atGateway("httproute-header-matching").to("GET /", one, other))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "POST /, any: x, infra-backend-v1",
        "GET /, any: x, infra-backend-v2",
        "HEAD /, any: x, 404",
        "GET /path1, any: x, infra-backend-v1",
        "PUT /, version: one, infra-backend-v2",
        "PUT /, any: x, 404",
        "POST /path2, version: two, infra-backend-v3",
        "PATCH /path3, any: x, infra-backend-v1",
        "DELETE /path4, version: three, infra-backend-v1",
        "DELETE /path4, any: x, 404",
        "PATCH /path5, any: x, infra-backend-v1",
        "PATCH /, version: four, infra-backend-v2",
        "OPTIONS /, version: four, infra-backend-v3"
    })
    void methodMatchingWhenSeveralMatchTakesPathThenMethodThenHeaders(String line, String header, String expected) {
        assertThat(Manifests.atGateway("httproute-method-matching").to(line, header))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "very.specific.com, /s1, infra-backend-v1",
        "very.specific.com:1234, /s1, infra-backend-v1",
        "non.matching.com, /s1, 404",
        "foo.nonmatchingwildcard.io, /s1, 404",
        "foo.wildcard.io, /s1, 404",
        "very.specific.com, /non-matching-prefix, 404",
        "foo.wildcard.io, /s2, infra-backend-v2",
        "bar.wildcard.io, /s2, infra-backend-v2",
        "foo.bar.wildcard.io, /s2, infra-backend-v2",
        "non.matching.com, /s2, 404",
        "wildcard.io, /s2, 404",
        "very.specific.com, /s2, 404",
        "foo.wildcard.io, /non-matching-prefix, 404",
        "very.specific.com, /s3, infra-backend-v3",
        "non.matching.com, /s3, 404",
        "foo.specific.com, /s3, 404",
        "foo.wildcard.io, /s3, 404",
        "foo.anotherwildcard.io, /s4, infra-backend-v1",
        "foo.bar.anotherwildcard.io, /s4, infra-backend-v1",
        "anotherwildcard.io, /s4, 404",
        "foo.wildcard.io, /s4, 404",
        "very.specific.com, /s4, 404",
        "specific.but.wrong.com, /s5, 404",
        "wildcard.io, /s5, 404"
    })
    void hostnameIntersectionWhenRouteAndListenerMeetServesWhereTheyDo(String host, String path, String expected) {
        Routing routing =
                Routing.atGateway(Manifests.text("httproute-hostname-intersection"), "httproute-hostname-intersection");

        assertThat(routing.to("GET " + path, "Host: " + host)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "first.com, infra-backend-v2",
        "sub.first.com, infra-backend-v2",
        "second.com, infra-backend-v2",
        "sub.second.com, infra-backend-v2",
        "third.com, 404",
        "other.first.com, 404"
    })
    void hostnameIntersectionWhenTheListenerHasNoHostnameServesTheRoutes(String host, String expected) {
        Routing routing = Routing.atGateway(
                Manifests.text("httproute-hostname-intersection"), "httproute-hostname-intersection-all");

        assertThat(routing.to("GET /", "Host: " + host)).isEqualTo(expected);
    }

    @Test
    void weightWhenRequestsAreManyIsKeptWithinHalfAPoint() {
        Map<String, Integer> hits = Manifests.atGateway("httproute-weight").hits(1_000, "GET /");

        assertThat(hits).containsOnlyKeys("infra-backend-v1", "infra-backend-v2");
        assertThat(hits.get("infra-backend-v1")).isCloseTo(700, within(5));
    }

    /** As the suite itself asks: 500 requests, 5 points; here at any time, not only from the start. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 250, 12_345})
    void weightWhenFiveHundredRequestsAreCountedIsKept(int before) {
        Routing routing = Manifests.atGateway("httproute-weight");
        routing.hits(before, "GET /");

        assertThat(routing.hits(500, "GET /").get("infra-backend-v1")).isCloseTo(350, within(5));
    }

    @Test
    void meshWeightWhenRequestsAreManyIsKeptWithinHalfAPoint() {
        Routing routing = Manifests.toEcho("httproute-weight");
        int first = 0;
        for (int i = 0; i < 1_000; i++) {
            first += routing.to(Routing.request(PORT, "GET /")).equals("echo-v1") ? 1 : 0;
        }
        assertThat(first).isCloseTo(700, within(5));
    }

    @ParameterizedTest
    @ValueSource(strings = {"httproute-invalid-nonexistent-backendref", "httproute-invalid-backendref-unknown-kind"})
    void invalidBackendRefWhenItIsAskedAnswersAnError(String manifest) {
        assertThat(Manifests.atGateway(manifest).to("GET /")).isEqualTo("500");
    }

    @ParameterizedTest
    @CsvSource({
        "/omitted-no-forward, 500",
        "/empty-no-forward, 500",
        "/, infra-backend-v1",
        "/omitted-no-forward/x, infra-backend-v1"
    })
    void omittedBackendRefsWhenTheyAreAskedLeaveOtherRulesAlone(String path, String expected) {
        assertThat(Manifests.atGateway("httproute-omitted-backendrefs").to("GET " + path))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"/v1, echo-v1", "/v2, echo-v2", "/, 404", "/v1/x, 404"})
    void meshSplitWhenThePathIsExactDivides(String path, String expected) {
        assertThat(Manifests.toEcho("mesh-split").to("GET " + path)).isEqualTo(expected);
    }

    @Test
    void meshSimpleWhenEverythingMatchesGoesToTheDestination() {
        assertThat(Manifests.toEcho("httproute-simple-same-namespace").to(Routing.request(PORT, "GET /")))
                .isEqualTo("echo-v1");
    }

    @ParameterizedTest
    @CsvSource({"/named, named-rule, echo-v1", "/unnamed, , echo-v2"})
    void meshNamedRuleWhenItIsChosenSaysItsName(String path, String name, String expected) {
        Routing routing = Manifests.toEcho("httproute-named-rule");
        Choice choice = routing.choose(Routing.request(PORT, "GET " + path));

        assertThat(choice.route().name()).isEqualTo(name);
        assertThat(routing.to(Routing.request(PORT, "GET " + path))).isEqualTo(expected);
    }

    @Test
    void meshFrontendWhenTheServiceIsItsOwnDestinationGoesThereOnce() {
        Routing routing = Routing.toService(Manifests.text("mesh/mesh-frontend"), "echo-v2");

        assertThat(routing.to("GET /")).isEqualTo("itself");
        assertThat(routing.answered("GET /").get("X-Header-Set")).isEqualTo("set");
    }

    @ParameterizedTest
    @CsvSource({"echo-v1, 80, v1", "echo-v1, 8080, ", "echo-v2, 80, v2", "echo-v2, 8080, v2"})
    void meshPortsWhenARuleIsForOnePortLeaveTheOthersAlone(String service, int port, String header) {
        Routing routing = Routing.toService(Manifests.text("mesh/mesh-ports"), service);
        Routing.Fields response = new Routing.Fields();
        Choice choice = routing.choose(Routing.request(port, "GET /"));
        choice.editResponse(response, choice.target());

        assertThat(routing.to(Routing.request(port, "GET /"))).isEqualTo("itself");
        assertThat(response.get("X-Header-Set")).isEqualTo(header);
    }
}
