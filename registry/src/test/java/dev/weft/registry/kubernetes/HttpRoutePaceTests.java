package dev.weft.registry.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.registry.RunningRegistry;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** HTTPRoutes that change more often than the history should grow. */
@Tag("same-everywhere")
class HttpRoutePaceTests {

    @Test
    void routeWhenItChangesAgainAtOnceWaitsForItsTurn(@TempDir Path directory) throws Exception {
        try (ApiServer server = new ApiServer();
                RunningRegistry registry =
                        RouteTests.registry(server, directory, "registry.kubernetes.min-interval=1h")) {
            server.apply("pets", RouteTests.to("pets", "pets-v1"));
            RouteTests.eventually(
                    () -> assertThat(RouteTests.stored(registry, "pets")).contains("pets-v1"));
            server.apply("cats", RouteTests.to("cats", "cats-v1"));
            server.apply("pets", RouteTests.to("pets", "pets-v2"));

            RouteTests.eventually(
                    () -> assertThat(registry.get("/mesh/v1/status").body()).contains("in force in a moment"));
            RouteTests.eventually(
                    () -> assertThat(RouteTests.stored(registry, "cats")).contains("cats-v1"));
            RouteTests.lookAgain(registry, "dogs");

            assertThat(RouteTests.stored(registry, "pets")).contains("pets-v1");
            // Of what is not in force yet nothing is said.
            assertThat(server.parents("pets").findValuesAsText("observedGeneration"))
                    .doesNotContain("2");
            assertThat(RouteTests.problem(registry)).isEmpty();
        }
    }
}
