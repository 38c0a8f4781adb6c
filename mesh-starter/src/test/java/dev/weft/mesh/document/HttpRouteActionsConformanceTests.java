package dev.weft.mesh.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.mesh.model.CallRequest;
import dev.weft.mesh.model.Outcome;
import dev.weft.mesh.model.ServiceName;
import dev.weft.mesh.model.Subset;
import dev.weft.mesh.resilience.RetryPolicy;
import dev.weft.mesh.rules.Choice;
import dev.weft.mesh.rules.Mirror;
import dev.weft.mesh.rules.Share;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the Gateway API's conformance manifests do to requests besides sending them somewhere. */
class HttpRouteActionsConformanceTests {

    private static final int PORT = 80;

    @BeforeEach
    void manifestsAreThere() {
        Manifests.assumeThere();
    }

    @ParameterizedTest
    @CsvSource({
        "/set, X-Header-Set: some-other-value, X-Header-Set, set-overwrites-values",
        "/set, Some-Other-Header: val, X-Header-Set, set-overwrites-values",
        "/set, Some-Other-Header: val, Some-Other-Header, val",
        "/add, Some-Other-Header: val, X-Header-Add, add-appends-values",
        "/add, X-Header-Add: some-other-value, X-Header-Add, 'some-other-value,add-appends-values'",
        "/remove, X-Header-Remove: val, X-Header-Remove, ",
        "/multiple, X-Header-Set-2: set-val-2, X-Header-Set-1, header-set-1",
        "/multiple, X-Header-Set-2: set-val-2, X-Header-Set-2, header-set-2",
        "/multiple, X-Header-Add-2: add-val-2, X-Header-Add-2, 'add-val-2,header-add-2'",
        "/multiple, X-Header-Add-2: add-val-2, X-Header-Add-3, header-add-3",
        "/multiple, X-Header-Remove-2: val, X-Header-Remove-2, ",
        "/multiple, Another-Header: val, Another-Header, val",
        "/case-insensitivity, x-header-set: original, X-Header-Set, header-set",
        "/case-insensitivity, x-header-add: original, X-Header-Add, 'original,header-add'",
        "/case-insensitivity, x-header-remove: val, X-Header-Remove, "
    })
    void headerModifiersWhenFieldsAreThereOrNotChangeThem(String path, String header, String name, String expected) {
        Routing request = Manifests.atGateway("httproute-request-header-modifier");
        Routing response = Manifests.atGateway("httproute-response-header-modifier");
        Routing mesh = Manifests.toEcho("httproute-request-header-modifier");
        Routing.Fields fields = new Routing.Fields(header);
        Choice choice = mesh.choose(Routing.request(PORT, "GET " + path, header));
        choice.editRequest(fields, choice.target());

        assertThat(request.sent("GET " + path, header).get(name)).isEqualTo(expected);
        assertThat(response.answered("GET " + path, header).get(name)).isEqualTo(expected);
        assertThat(fields.get(name)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "x-lowercase-add, lowercase-add",
        "X-Mixedcase-Add-1, mixedcase-add-1",
        "x-mixedcase-add-2, mixedcase-add-2",
        "x-uppercase-add, uppercase-add"
    })
    void responseHeaderModifierWhateverTheCaseAdds(String name, String expected) {
        Routing routing = Manifests.atGateway("httproute-response-header-modifier");

        assertThat(routing.answered("GET /case-insensitivity").get(name)).isEqualTo(expected);
    }

    @Test
    void headerModifiersWhenBothAreInOneRuleChangeEachItsOwn() {
        Routing routing = Manifests.atGateway("httproute-response-header-modifier");
        String line = "GET /response-and-request-header-modifiers";
        Routing.Fields response = routing.answered(line, "X-Header-Remove-1: val", "X-Header-Add-1: val");

        assertThat(routing.sent(line, "X-Header-Remove: val").get("X-Header-Remove"))
                .isNull();
        assertThat(routing.sent(line).get("X-Header-Set")).isEqualTo("set-overwrites-values");
        assertThat(routing.sent(line).get("X-Header-Set-1")).isNull();
        assertThat(response.get("X-Header-Add-1")).isEqualTo("val,header-add-1");
        assertThat(response.get("X-Header-Remove-1")).isNull();
        assertThat(response.get("X-Header-Set")).isNull();
    }

    /** The edits of a destination are made to the requests that go there, and the shares are kept. */
    @Test
    void headerModifierOfABackendWhenItIsChosenIsItsOwn() {
        Routing routing = Manifests.atGateway("httproute-request-header-modifier-backend-weights");
        Map<String, Integer> hits = new TreeMap<>();
        for (int i = 0; i < 500; i++) {
            Choice choice = routing.choose(Routing.request("GET /"));
            Routing.Fields fields = new Routing.Fields("Backend: client");
            choice.editRequest(fields, choice.target());
            assertThat(fields.get("Backend"))
                    .isEqualTo(choice.target().service().value());
            hits.merge(fields.get("Backend"), 1, Integer::sum);
        }
        assertThat(hits.get("infra-backend-v1")).isBetween(245, 255);
        assertThat(hits.get("infra-backend-v2")).isBetween(245, 255);
    }

    @ParameterizedTest
    @CsvSource({
        "/one, infra-backend-v1, one.example.org",
        "/two, infra-backend-v2, example.org",
        "/rewrite-host-and-modify-headers, infra-backend-v2, test.example.org"
    })
    void rewriteHostWhenTheRouteIsOfThatHostReplacesIt(String path, String to, String host) {
        Routing routing = Manifests.atGateway("httproute-rewrite-host");

        assertThat(routing.to("GET " + path, "Host: rewrite.example")).isEqualTo(to);
        assertThat(routing.sent("GET " + path, "Host: rewrite.example").get("Host"))
                .isEqualTo(host);
        assertThat(routing.to("GET " + path, "Host: example.org")).isEqualTo("404");
    }

    @Test
    void rewriteHostWhenHeadersAreModifiedTooDoesBoth() {
        Routing.Fields sent = Manifests.atGateway("httproute-rewrite-host")
                .sent(
                        "GET /rewrite-host-and-modify-headers",
                        "Host: rewrite.example",
                        "X-Header-Remove: remove-val",
                        "X-Header-Add-Append: append-val-1",
                        "X-Header-Set: set-val");

        assertThat(sent.get("X-Header-Add")).isEqualTo("header-val-1");
        assertThat(sent.get("X-Header-Add-Append")).isEqualTo("append-val-1,header-val-2");
        assertThat(sent.get("X-Header-Set")).isEqualTo("set-overwrites-values");
        assertThat(sent.get("X-Header-Remove")).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "/prefix/one/two, /one/two",
        "/prefix/one, /one",
        "/strip-prefix/three, /three",
        "/strip-prefix, /",
        "/strip-prefix/, /",
        "/full/one/two, /one",
        "/full/one, /one",
        "/full/rewrite-path-and-modify-headers/x, /test",
        "/prefix/rewrite-path-and-modify-headers/one, /prefix/one"
    })
    void rewritePathWhenThePrefixMatchesReplacesIt(String path, String expected) {
        CallRequest request = Routing.request(PORT, "GET " + path);

        assertThat(Manifests.toEcho("httproute-rewrite-path").choose(request).path(request))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/full/rewrite-path-and-modify-headers", "/prefix/rewrite-path-and-modify-headers"})
    void rewritePathWhenHeadersAreModifiedTooDoesBoth(String path) {
        Routing.Fields sent = new Routing.Fields("X-Header-Set: set-val", "X-Header-Remove: val");
        Choice choice = Manifests.toEcho("httproute-rewrite-path").choose(Routing.request(PORT, "GET " + path));
        choice.editRequest(sent, choice.target());

        assertThat(sent.get("X-Header-Set")).isEqualTo("set-overwrites-values");
        assertThat(sent.get("X-Header-Add-Append")).isEqualTo("header-val-2");
        assertThat(sent.get("X-Header-Remove")).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "httproute-303-redirect, /see-other, 303 http://gateway/see-other",
        "httproute-redirect-host-and-status, /hostname-redirect, 302 http://example.org/hostname-redirect",
        "httproute-redirect-host-and-status, /host-and-status, 301 http://example.org/host-and-status"
    })
    void redirectWhenItIsTheGatewaysAnswersInsteadOfABackend(String manifest, String path, String expected) {
        assertThat(redirect(Manifests.atGateway(manifest), Routing.request("GET " + path, "Host: gateway"), "http"))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "80, /scheme-nil-and-port-nil, http://example.org",
        "80, /scheme-nil-and-port-80, http://example.org",
        "80, /scheme-nil-and-port-8080, http://example.org:8080",
        "80, /scheme-https-and-port-nil, https://example.org",
        "80, /scheme-https-and-port-443, https://example.org",
        "80, /scheme-https-and-port-8443, https://example.org:8443",
        "8080, /scheme-nil-and-port-nil, http://example.org:8080",
        "8080, /scheme-nil-and-port-80, http://example.org",
        "8080, /scheme-https-and-port-nil, https://example.org",
        "443, /scheme-nil-and-port-nil, https://example.org",
        "443, /scheme-nil-and-port-443, https://example.org",
        "443, /scheme-nil-and-port-8443, https://example.org:8443",
        "443, /scheme-http-and-port-nil, http://example.org",
        "443, /scheme-http-and-port-80, http://example.org",
        "443, /scheme-http-and-port-8080, http://example.org:8080"
    })
    void redirectPortAndSchemeWhateverTheListenerCombine(int listener, String path, String expected) {
        String gateway = switch (listener) {
            case 80 -> "same-namespace";
            case 8080 -> "same-namespace-with-http-listener-on-8080";
            default -> "same-namespace-with-https-listener";
        };
        String scheme = listener == 443 ? "https" : "http";
        String host = listener == 8080 ? "gateway:8080" : "gateway";
        Routing routing = Routing.atGateway(Manifests.text("httproute-redirect-port-and-scheme"), gateway);

        assertThat(redirect(routing, Routing.request("GET " + path, "Host: " + host), scheme))
                .isEqualTo("302 " + expected + path);
    }

    @ParameterizedTest
    @CsvSource({
        "host-and-status, /hostname-redirect, 302 http://example.org",
        "host-and-status, /host-and-status, 301 http://example.org",
        "port, /port, 302 http://echo:8083",
        "port, /port-and-host, 302 http://example.org:8083",
        "port, /port-and-status, 301 http://echo:8083",
        "port, /port-and-host-and-status, 302 http://example.org:8083",
        "scheme, /scheme, 302 https://echo",
        "scheme, /scheme-and-host, 302 https://example.org",
        "scheme, /scheme-and-status, 301 https://echo",
        "scheme, /scheme-and-host-and-status, 302 https://example.org"
    })
    void meshRedirectWhenPartsAreLeftOpenKeepsTheRequests(String manifest, String path, String expected) {
        Routing routing = Manifests.toEcho("httproute-redirect-" + manifest);

        assertThat(redirect(routing, Routing.request(PORT, "GET " + path), "http"))
                .isEqualTo(expected + path);
    }

    /** Which of the requests are mirrored is the engine's: here it is told the share. */
    @ParameterizedTest
    @CsvSource({
        "httproute-request-mirror, /mirror, 1, 1",
        "httproute-request-mirror, /mirror-and-modify-headers, 1, 1",
        "httproute-request-percentage-mirror, /percent-mirror, 20, 100",
        "httproute-request-percentage-mirror, /percent-mirror-fraction, 25, 50",
        "httproute-request-percentage-mirror, /percent-mirror-and-modify-headers, 35, 100"
    })
    void mirrorWhenTheRouteHasOneGetsItsShare(String manifest, String path, int parts, int of) {
        Routing routing = Manifests.atGateway(manifest);
        boolean edited = path.endsWith("-and-modify-headers");

        assertThat(routing.to("GET " + path)).isEqualTo("infra-backend-v1");
        assertThat(routing.choose(Routing.request("GET " + path)).actions().mirrors())
                .containsExactly(
                        new Mirror(ServiceName.of("infra-backend-v2"), Subset.ALL, new Share(parts, of), Set.of()));
        assertThat(routing.sent("GET " + path).get("X-Header-Set")).isEqualTo(edited ? "set-overwrites-values" : null);
    }

    @ParameterizedTest
    @CsvSource({"/request-timeout, PT0.5S", "/disable-request-timeout, PT0S"})
    void timeoutRequestWhenItIsSetIsTheWholeCalls(String path, Duration expected) {
        Choice choice = Manifests.atGateway("httproute-timeout-request").choose(Routing.request("GET " + path));

        assertThat(choice.timeouts().total()).isEqualTo(expected);
        assertThat(choice.timeouts().attempt()).isNull();
    }

    @ParameterizedTest
    @CsvSource({"/backend-timeout, PT0.5S", "/disable-backend-timeout, PT0S"})
    void timeoutBackendRequestWhenItIsSetIsTheAttempts(String path, Duration expected) {
        Choice choice = Manifests.atGateway("httproute-timeout-backend-request").choose(Routing.request("GET " + path));

        assertThat(choice.timeouts().attempt()).isEqualTo(expected);
        assertThat(choice.timeouts().total()).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "code-500-attempts-3, 500, 2, 200",
        "code-500-attempts-3, 500, 3, 200",
        "code-500-attempts-3, 500, 4, 500",
        "code-500-attempts-3, 503, 1, 503",
        "code-all-attempts-2, 500, 2, 200",
        "code-all-attempts-2, 502, 2, 200",
        "code-all-attempts-2, 503, 2, 200",
        "code-all-attempts-2, 504, 2, 200",
        "code-all-attempts-2, 503, 3, 503"
    })
    void retryWhenTheBackendFailsSoOftenAnswers(String path, int status, int failures, int expected) {
        RetryPolicy policy = Manifests.atGateway("httproute-retry")
                .choose(Routing.request("GET /retry/" + path))
                .retry();
        int attempt = 1;
        while (attempt <= failures && attempt < policy.attempts() && policy.retries(status)) {
            attempt++;
        }
        assertThat(attempt > failures ? 200 : status).isEqualTo(expected);
    }

    @Test
    void retryConnectionErrorWhenNoCodesAreNamedIsRetried() {
        RetryPolicy policy = Manifests.atGateway("httproute-retry-connection-error")
                .choose(Routing.request("GET /retry/no-status-code-attempts-3"))
                .retry();

        assertThat(policy.attempts()).isEqualTo(4);
        assertThat(policy.retries(Outcome.RESET)).isTrue();
        assertThat(policy.retries(Outcome.CONNECT_FAILED)).isTrue();
    }

    private static String redirect(Routing routing, CallRequest request, String scheme) {
        Choice choice = routing.choose(request);
        assertThat(choice.target()).isNull();
        return choice.redirectStatus() + " " + choice.location(request.withScheme(scheme));
    }
}
