package dev.weft.mesh.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weft.mesh.document.WiredEcho.Answer;
import dev.weft.mesh.document.WiredEcho.Client;
import dev.weft.mesh.testkit.Behaviour;
import dev.weft.mesh.testkit.Received;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The most telling of the Gateway API's conformance manifests, by what backends and callers see of real requests. */
class HttpRouteOverHttpTests {

    private static WiredEcho echo;

    @BeforeAll
    static void start(@TempDir Path folder) {
        Manifests.assumeThere();
        echo = new WiredEcho(folder);
    }

    @BeforeEach
    void begin() throws IOException {
        echo.begin();
    }

    @AfterAll
    static void stop() {
        if (echo != null) {
            echo.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void pathMatchOrder(Client client) throws IOException {
        echo.obey("httproute-path-match-order");

        assertFrom("v3", client, "GET /match/exact/one");
        assertFrom("v2", client, "GET /match/exact");
        assertFrom("v1", client, "GET /match");
        assertFrom("v2", client, "GET /match/prefix/one/any");
        assertFrom("v1", client, "GET /match/prefix/any");
        assertFrom("v3", client, "GET /match/any");
        assertFrom("404", client, "GET /other");
    }

    @ParameterizedTest
    @EnumSource
    void headerMatching(Client client) throws IOException {
        echo.obey("httproute-header-matching");

        assertFrom("v1", client, "GET /", "version: one");
        assertFrom("v2", client, "GET /", "VERSION: two");
        assertFrom("v1", client, "GET /", "version: two", "color: orange");
        assertFrom("v2", client, "GET /", "version: two", "color: blue");
        assertFrom("v2", client, "GET /", "color: red");
        assertFrom("404", client, "GET /", "version: three");
    }

    @ParameterizedTest
    @EnumSource
    void methodMatching(Client client) throws IOException {
        echo.obey("httproute-method-matching");

        assertFrom("v1", client, "POST /");
        assertFrom("v2", client, "GET /");
        assertFrom("v1", client, "GET /path1");
        assertFrom("v2", client, "PUT /", "version: one");
        assertFrom("v3", client, "POST /path2", "version: two");
        assertFrom("v1", client, "PATCH /path3");
        assertFrom("v3", client, "OPTIONS /", "version: four");
        assertFrom("404", client, "PUT /");
    }

    @ParameterizedTest
    @EnumSource
    void matchingOfTheMesh(Client client) throws IOException {
        echo.obey("mesh/httproute-matching");

        assertFrom("v1", client, "GET /example");
        assertFrom("v2", client, "GET /v2/example?a=b");
        assertFrom("v2", client, "GET /", "version: two");
        assertFrom("v1", client, "GET /v2example");
    }

    @ParameterizedTest
    @EnumSource
    void requestHeaderModifier(Client client) throws IOException {
        echo.obey("mesh/httproute-request-header-modifier");

        echo.send(client, "GET /set", "X-Header-Set: some-other-value");
        assertSeen("v1", "X-Header-Set", "set-overwrites-values");
        echo.send(client, "GET /add", "X-Header-Add: some-other-value");
        assertSeen("v1", "X-Header-Add", "some-other-value,add-appends-values");
        echo.send(client, "GET /remove", "X-Header-Remove: val", "Another-Header: val");
        assertSeen("v1", "X-Header-Remove", null);
        assertSeen("v1", "Another-Header", "val");
        echo.send(client, "GET /case-insensitivity", "x-header-set: original", "x-header-remove: val");
        assertSeen("v1", "X-Header-Set", "header-set");
        assertSeen("v1", "X-Header-Remove", null);
    }

    @ParameterizedTest
    @EnumSource
    void responseHeaderModifier(Client client) throws IOException {
        echo.obey("httproute-response-header-modifier");

        assertThat(answered(client, "GET /set", "X-Header-Set: inner"))
                .containsEntry("X-Header-Set", "set-overwrites-values");
        assertThat(answered(client, "GET /add", "X-Header-Add: inner"))
                .containsEntry("X-Header-Add", "inner,add-appends-values");
        assertThat(answered(client, "GET /remove", "X-Header-Remove: inner")).doesNotContainKey("X-Header-Remove");
        assertThat(answered(client, "GET /response-and-request-header-modifiers", "X-Header-Set-1: inner"))
                .containsEntry("X-Header-Set-1", "header-set-1")
                .doesNotContainKey("X-Header-Set");
        assertSeen("v1", "X-Header-Set", "set-overwrites-values");
    }

    @ParameterizedTest
    @EnumSource
    void requestHeaderModifierOfEachBackend(Client client) throws IOException {
        echo.obey("httproute-request-header-modifier-backend-weights");

        Map<String, Integer> hits = hits(client, 40);

        assertThat(hits).containsOnlyKeys("v1", "v2");
        assertThat(hits.get("v1")).isBetween(17, 23);
        assertThat(echo.all("v1"))
                .allSatisfy(seen -> assertThat(seen.headers().get("Backend")).containsExactly("infra-backend-v1"));
        assertThat(echo.all("v2"))
                .allSatisfy(seen -> assertThat(seen.headers().get("Backend")).containsExactly("infra-backend-v2"));
    }

    @ParameterizedTest
    @EnumSource
    void rewritePath(Client client) throws IOException {
        echo.obey("mesh/httproute-rewrite-path");

        assertRewritten("/one/two", client, "GET /prefix/one/two");
        assertRewritten("/three?a=b%20c", client, "GET /strip-prefix/three?a=b%20c");
        assertRewritten("/", client, "GET /strip-prefix");
        assertRewritten("/one", client, "GET /full/one/two");
        assertRewritten("/test", client, "GET /full/rewrite-path-and-modify-headers/x");
        assertSeen("v1", "X-Header-Set", "set-overwrites-values");
    }

    @ParameterizedTest
    @EnumSource
    void rewriteHost(Client client) throws IOException {
        echo.obey("httproute-rewrite-host");

        assertFrom("v1", client, "GET /one");
        assertSeen("v1", "Host", "one.example.org");
        assertFrom("v2", client, "GET /two");
        assertSeen("v2", "Host", "example.org");
        assertFrom("v2", client, "GET /rewrite-host-and-modify-headers", "X-Header-Remove: val");
        assertSeen("v2", "Host", "test.example.org");
        assertSeen("v2", "X-Header-Remove", null);
    }

    @ParameterizedTest
    @EnumSource
    void redirects(Client client) throws IOException {
        echo.obey("mesh/httproute-redirect-port");
        assertRedirected("302 http://echo:8083/port", client, "GET /port");
        assertRedirected("301 http://echo:8083/port-and-status", client, "GET /port-and-status");
        assertRedirected("302 http://example.org:8083/port-and-host?a=b", client, "GET /port-and-host?a=b");
    }

    @ParameterizedTest
    @EnumSource
    void redirectsToAnotherSchemeOrHost(Client client) throws IOException {
        echo.obey("mesh/httproute-redirect-scheme");
        assertRedirected("302 https://echo/scheme", client, "GET /scheme");
        assertRedirected("302 https://example.org/scheme-and-host", client, "GET /scheme-and-host");
        assertRedirected("301 https://echo/scheme-and-status", client, "GET /scheme-and-status");
    }

    @ParameterizedTest
    @EnumSource
    void redirectsWithAStatus(Client client) throws IOException {
        echo.obey("httproute-redirect-host-and-status");
        assertRedirected("302 http://example.org/hostname-redirect", client, "GET /hostname-redirect");
        assertRedirected("301 http://example.org/host-and-status", client, "POST /host-and-status");
    }

    @ParameterizedTest
    @EnumSource
    void requestMirror(Client client) throws IOException {
        echo.obey("httproute-request-mirror");

        assertFrom("v1", client, "GET /mirror-and-modify-headers?a=b", "X-Header-Remove: val", "Cookie: a=b");

        await().until(() -> echo.all("v2").size() == 1);
        Received copy = echo.received("v2");
        assertThat(copy.target()).isEqualTo("/mirror-and-modify-headers?a=b");
        assertThat(copy.header("mesh-shadow")).isEqualTo("true");
        assertThat(copy.header("X-Header-Set")).isEqualTo("set-overwrites-values");
        assertThat(copy.header("X-Header-Remove")).isNull();
        assertThat(copy.header("Cookie")).isNull();
        assertThat(echo.received("v1").header("mesh-shadow")).isNull();
    }

    @ParameterizedTest
    @EnumSource
    void weight(Client client) throws IOException {
        echo.obey("mesh/httproute-weight");

        Map<String, Integer> hits = hits(client, 100);

        assertThat(hits).containsOnlyKeys("v1", "v2");
        assertThat(hits.get("v1")).isBetween(65, 75);
    }

    @ParameterizedTest
    @EnumSource
    void timeoutOfTheRequest(Client client) throws IOException {
        echo.obey("httproute-timeout-request");

        assertFrom("v1", client, "GET /request-timeout");
        assertFrom("504", client, "GET /request-timeout?delay=1s");
        assertFrom("v1", client, "GET /disable-request-timeout");
    }

    @ParameterizedTest
    @EnumSource
    void timeoutOfTheBackendRequest(Client client) throws IOException {
        echo.obey("httproute-timeout-backend-request");

        assertFrom("v1", client, "GET /backend-timeout");
        assertFrom("504", client, "POST /backend-timeout?delay=1s");
    }

    @ParameterizedTest
    @EnumSource
    void retry(Client client) throws IOException {
        echo.obey("httproute-retry");

        failing(500, 2);
        assertFrom("v3", client, "GET /retry/code-500-attempts-3");
        failing(500, 4);
        assertFrom("500", client, "GET /retry/code-500-attempts-3");
        failing(503, 1);
        assertFrom("503", client, "GET /retry/code-500-attempts-3");
    }

    @ParameterizedTest
    @EnumSource
    void invalidBackend(Client client) throws IOException {
        echo.obey("httproute-invalid-nonexistent-backendref");

        assertFrom("500", client, "GET /");
    }

    private void failing(int status, int times) {
        Behaviour[] behaviours = new Behaviour[times + 1];
        Arrays.fill(behaviours, Behaviour.status(status, "failed"));
        behaviours[times] = Behaviour.ok("v3");
        echo.backend("v3", behaviours);
    }

    private Map<String, Integer> hits(Client client, int requests) {
        Map<String, Integer> hits = new TreeMap<>();
        for (int i = 0; i < requests; i++) {
            hits.merge(echo.send(client, "GET /").from(), 1, Integer::sum);
        }
        return hits;
    }

    /** The fields that come of those that the backend sends. */
    private Map<String, String> answered(Client client, String line, String sent) {
        return echo.send(client, line, "X-Echo-Set-Header: " + sent).headers();
    }

    private void assertFrom(String expected, Client client, String line, String... headers) {
        assertThat(echo.send(client, line, headers).from())
                .as("%s %s", line, Arrays.toString(headers))
                .isEqualTo(expected);
    }

    private void assertSeen(String version, String name, String expected) {
        String joined = echo.received(version).headers().containsKey(name)
                ? String.join(",", echo.received(version).headers().get(name))
                : null;
        assertThat(joined).as("%s at %s", name, version).isEqualTo(expected);
    }

    private void assertRewritten(String expected, Client client, String line) {
        assertFrom("v1", client, line);
        assertThat(echo.received("v1").target()).as(line).isEqualTo(expected);
    }

    private void assertRedirected(String expected, Client client, String line) {
        Answer answer = echo.send(client, line);

        assertThat(answer.status() + " " + answer.headers().get("Location")).isEqualTo(expected);
    }
}
