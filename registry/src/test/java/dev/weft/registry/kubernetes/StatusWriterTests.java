package dev.weft.registry.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StatusWriterTests {

    private static final Instant NOW = Instant.parse("2026-01-01T10:00:00Z");

    private ApiServer server;
    private RouteApi api;
    private StatusWriter ours;

    @BeforeEach
    void start() throws Exception {
        server = new ApiServer();
        api = new KubernetesConfiguration()
                .routeApi(new KubernetesProperties(true, ApiServer.NAMESPACE, URI.create(server.url()), Duration.ZERO));
        ours = new StatusWriter(api);
        server.apply("pets", RouteTests.to("pets", "pets-v1"));
    }

    @AfterEach
    void stop() throws Exception {
        api.close();
        server.close();
    }

    @Test
    void writeWhenAPeerHasSaidItInItsOwnWordsLeavesThem() {
        write(ours, "in force");
        write(new StatusWriter(api), "obeyed");

        write(ours, "in force");

        assertThat(message()).isEqualTo("obeyed");
        assertThat(server.calls("written")).isEqualTo(2);
    }

    @Test
    void writeWhenThereIsSomethingNewToSayDoesSo() {
        write(ours, "in force");
        write(new StatusWriter(api), "obeyed");

        write(ours, "hidden");
        assertThat(message()).isEqualTo("hidden");

        write(new StatusWriter(api), "obeyed");
        server.apply("pets", RouteTests.to("pets", "pets-v2"));
        write(ours, "hidden");
        assertThat(message()).isEqualTo("hidden");
    }

    @Test
    void writeWhenAnotherControllerHasTakenItAwaySaysItAgain() throws Exception {
        write(ours, "in force");
        server.otherSays("pets", "[]");

        write(ours, "in force");

        assertThat(message()).isEqualTo("in force");
    }

    /** As whenever the gateway's controller writes just before: nothing to speak of, unless it lasts. */
    @Test
    void writeWhenTheRouteHasChangedMeanwhileIsAskedForAgainAndSaysSoTheSecondTime() {
        server.refuseStatus("pets", 409);

        StatusWriter.Outcome first = write(ours, "in force");
        StatusWriter.Outcome second = write(ours, "in force");

        assertThat(first.again()).isTrue();
        assertThat(first.problems()).isEmpty();
        assertThat(second.again()).isTrue();
        assertThat(second.problems()).singleElement().asString().contains("HTTPRoute pets");
    }

    @Test
    void writeWhenTheRouteIsGoneIsNoReasonToLookAgain() {
        server.refuseStatus("pets", 404);

        StatusWriter.Outcome outcome = write(ours, "in force");

        assertThat(outcome.again()).isFalse();
        assertThat(outcome.problems()).isEmpty();
    }

    private StatusWriter.Outcome write(StatusWriter writer, String message) {
        Map<HttpRoute, Map<HttpRoute.Parent, Verdict>> verdicts = new LinkedHashMap<>();
        for (HttpRoute route : api.list()) {
            Map<HttpRoute.Parent, Verdict> its = new LinkedHashMap<>();
            route.parents().forEach(parent -> its.put(parent, new Verdict(true, "Accepted", message, false)));
            verdicts.put(route, its);
        }
        return writer.write(verdicts, NOW);
    }

    private String message() {
        return server.parents("pets")
                .path(0)
                .path("conditions")
                .path(0)
                .path("message")
                .asText();
    }
}
