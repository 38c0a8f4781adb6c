package dev.weft.registry.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What a registry makes of an API server that is gone, forgets, hangs or says no. */
@ExtendWith(OutputCaptureExtension.class)
class HttpRouteTroubleTests extends RouteTests {

    @Test
    void rulesWhenTheServerIsGoneStayAndFollowItWhenItIsBack() throws Exception {
        server.apply("pets", to("pets", "pets-v1"));
        eventually(() -> assertThat(accepted("pets")).isEqualTo("True"));
        String known = stored("pets");

        server.stop();
        registry.put("dogs", 0, "services: { dogs: { timeout: 3s } }");
        eventually(() -> assertThat(problem()).contains("API server does not answer"));
        assertThat(stored("pets")).isEqualTo(known);
        assertThat(registry.send(registry.anonymous("/actuator/health")).body()).contains("UP");
        assertThat(meter("_ok")).isZero();
        assertThat(registry.get("/actuator/info").body()).contains("\"status\":\"DOWN\"", "API server does not answer");

        server.start();
        eventually(() -> assertThat(problem()).isEmpty());
        assertThat(meter("_ok")).isEqualTo(1);
        assertThat(registry.get("/actuator/info").body()).contains("\"status\":\"UP\"");
        server.apply("pets", to("pets", "pets-v2"));
        eventually(() -> assertThat(stored("pets")).contains("pets-v2"));
    }

    @Test
    void watchWhenItsVersionIsGoneBeginsAnew() throws Exception {
        server.apply("pets", to("pets", "pets-v1"));
        eventually(() -> assertThat(accepted("pets")).isEqualTo("True"));
        eventually(() -> assertThat(server.calls("watch")).isPositive());
        int watches = server.calls("watch");

        server.forget();
        server.apply("pets", to("pets", "pets-v2"));
        eventually(() -> assertThat(stored("pets")).contains("pets-v2"));
        eventually(() -> assertThat(server.calls("watch")).isGreaterThan(watches));
        server.apply("pets", to("pets", "pets-v3"));
        eventually(() -> assertThat(stored("pets")).contains("pets-v3"));

        assertThat(problem()).isEmpty();
    }

    /** The client gives such a watch up after some minutes. Till then looks that nobody of the API server asks for are all. */
    @Test
    void routeWhenTheWatchIsDeadIsFoundByTheNextLook() throws Exception {
        eventually(() -> assertThat(server.calls("watch")).isPositive());
        server.muteWatches();
        server.apply("pets", to("pets", "pets-v1"));

        lookAgain(registry, "dogs");

        eventually(() -> assertThat(stored("pets")).contains("pets-v1"));
        eventually(() -> assertThat(accepted("pets")).isEqualTo("True"));
    }

    @Test
    void registryWhenTheServerHangsWaitsForNothing() throws Exception {
        server.hold();
        registry.put("dogs", 0, "services: { dogs: { timeout: 3s } }");
        eventually(() -> assertThat(server.held()).isPositive());

        assertThat(registry.put("cats", 0, "services: { cats: { timeout: 3s } }")
                        .statusCode())
                .isEqualTo(201);
        assertThat(registry.get("/mesh/v1/status").statusCode()).isEqualTo(200);
        assertThat(server.held()).isPositive();

        server.apply("pets", to("pets", "pets-v1"));
        server.release();
        eventually(() -> assertThat(stored("pets")).contains("pets-v1"));
        eventually(() -> assertThat(problem()).isEmpty());
    }

    @Test
    void registryWhenItMayNotReadSaysOnceWhatToBind(CapturedOutput output) throws Exception {
        server.apply("pets", to("pets", "pets-v1"));
        eventually(() -> assertThat(accepted("pets")).isEqualTo("True"));
        server.forbid("list");
        registry.put("dogs", 0, "services: { dogs: { timeout: 3s } }");

        eventually(() -> assertThat(problem())
                .contains("may not list", "a Role with list and watch on httproutes", "namespace clinic"));
        int looks = server.calls("list");
        eventually(() -> assertThat(server.calls("list")).isGreaterThan(looks + 1));

        assertThat(output.getOut().split("may not list", -1)).hasSize(2);
        assertThat(stored("pets")).contains("pets-v1");
        server.allow("list");
        server.apply("pets", to("pets", "pets-v2"));
        eventually(() -> assertThat(stored("pets")).contains("pets-v2"));
        eventually(() -> assertThat(problem()).isEmpty());
    }

    @Test
    void routesWhenTheirStatusMayNotBeWrittenAreInForceAllTheSame() throws Exception {
        server.forbid("update");
        server.apply("pets", to("pets", "pets-v1"));

        eventually(() -> assertThat(problem()).contains("may not update", "update on httproutes/status"));

        assertThat(stored("pets")).contains("pets-v1");
    }

    @ParameterizedTest
    @ValueSource(ints = {403, 409, 422})
    void routesWhenTheStatusOfOneIsRefusedHaveTheirs(int code) throws Exception {
        server.refuseStatus("bad", code);
        server.apply("bad", to("dogs", "dogs-v1"));
        server.apply("pets", to("pets", "pets-v1"));

        eventually(() -> assertThat(accepted("pets")).isEqualTo("True"));
        eventually(() -> assertThat(problem()).contains("HTTPRoute bad", "no status for bad"));

        server.takeStatus("bad");
        lookAgain(registry, "cats");
        eventually(() -> assertThat(accepted("bad")).isEqualTo("True"));
        eventually(() -> assertThat(problem()).isEmpty());
    }

    @Test
    void registryWhenARouteIsGoneBeforeItsStatusIsWrittenLeavesItAtThat() throws Exception {
        server.refuseStatus("bad", 404);
        server.apply("bad", to("dogs", "dogs-v1"));
        eventually(() -> assertThat(server.calls("update bad")).isPositive());
        eventually(() -> assertThat(asOf(registry)).isNotEmpty());
        int tried = server.calls("update bad");

        lookAgain(registry, "cats");

        // Of looks that nobody has asked for there would be many more by now.
        lookAgain(registry, "birds");
        assertThat(server.calls("update bad")).isLessThanOrEqualTo(tried + 4);
        assertThat(problem()).isEmpty();
    }

    @Test
    void registryWhenAListIsBrokenOffHalfwayGivesItUpAndReadsAnew() throws Exception {
        eventually(() -> assertThat(server.calls("watch")).isPositive());
        eventually(() -> assertThat(asOf(registry)).isNotEmpty());
        server.stallNextList();
        registry.put("dogs", 0, "services: { dogs: { timeout: 3s } }");
        eventually(() -> assertThat(server.calls("stalled")).isEqualTo(1));

        server.apply("pets", to("pets", "pets-v1"));

        eventually(() -> assertThat(stored("pets")).contains("pets-v1"));
        eventually(() -> assertThat(problem()).isEmpty());
    }

    /** A connection of HTTP/2 that is dead, and that nobody tells so, would be asked again and again. */
    @Test
    void requestsWhenTheyAreMadeAskForNoHttp2() {
        eventually(() -> assertThat(server.calls("list")).isPositive());

        assertThat(server.calls("h2c")).isZero();
    }
}
