package dev.weft.registry.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.registry.RunningRegistry;
import dev.weft.registry.stream.WatchClient;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** HTTPRoutes that were read, and that nobody reads any more. */
@Tag("same-everywhere")
@ExtendWith(OutputCaptureExtension.class)
class LeftRoutesTests {

    private static final String PETS = "/mesh/v1/rules/pets/httproutes";

    @Test
    void routesWhenNobodyReadsThemAnyMoreStayUntilPeopleTakeThemAway(@TempDir Path directory, CapturedOutput output)
            throws Exception {
        try (ApiServer server = new ApiServer();
                RunningRegistry reads = RouteTests.registry(server, directory)) {
            server.apply("pets", RouteTests.to("pets", "pets-v1"));
            RouteTests.eventually(
                    () -> assertThat(RouteTests.stored(reads, "pets")).contains("pets-v1"));
            assertThat(left(reads)).isEmpty();
        }

        try (RunningRegistry registry =
                        RunningRegistry.start(directory, "registry.settling=0s", "registry.fresh-fleet=true");
                WatchClient client = WatchClient.open(registry, WatchClient.EVERY_FEATURE, "[{\"name\": \"pets\"}]")) {
            client.rules(text -> text.contains("pets-v1"));
            assertThat(left(registry)).extracting(JsonNode::asText).containsExactly("pets");
            assertThat(output.getOut()).contains("meshctl delete pets --httproutes");
            assertThat(registry.get(PETS).body()).contains("pets-v1");

            HttpResponse<String> removed = delete(registry, "pets");

            assertThat(removed.statusCode()).as(removed.body()).isEqualTo(200);
            assertThat(WatchClient.json(removed.body()).path("author").asText()).isEqualTo(RunningRegistry.USER);
            client.rules(String::isEmpty);
            assertThat(left(registry)).isEmpty();
            assertThat(registry.get(PETS).statusCode()).isEqualTo(404);
            assertThat(registry.get("/mesh/v1/history?origin=httproutes").body())
                    .contains("\"action\":\"delete\"");
            assertThat(registry.get("/mesh/v1/history?origin=people").body()).doesNotContain("pets");
            assertThat(registry.get("/mesh/v1/history?origin=nobody").statusCode())
                    .isEqualTo(400);
        }
    }

    /** A registry that is set to the wrong namespace finds nothing there, and would take away those of the whole fleet. */
    @Test
    void routesWhenTheyAreOfAnotherNamespaceStayUntilPeopleTakeThemAway(@TempDir Path directory) throws Exception {
        try (ApiServer server = new ApiServer();
                RunningRegistry reads = RouteTests.registry(server, directory)) {
            server.apply("pets", RouteTests.to("pets", "pets-v1"));
            server.apply("cats", RouteTests.to("cats", "cats-v1"));
            RouteTests.eventually(
                    () -> assertThat(RouteTests.stored(reads, "pets")).contains("pets-v1"));
            RouteTests.eventually(
                    () -> assertThat(RouteTests.stored(reads, "cats")).contains("cats-v1"));
        }

        try (ApiServer server = new ApiServer("zoo");
                RunningRegistry registry = RouteTests.registry(server, directory)) {
            server.apply("pets", RouteTests.to("pets", "pets-v2"));
            server.apply("dogs", RouteTests.to("dogs", "dogs-v2"));
            RouteTests.eventually(
                    () -> assertThat(RouteTests.stored(registry, "dogs")).contains("dogs-v2"));
            RouteTests.eventually(() -> assertThat(accepted(server, "pets")).startsWith("False Pending"));

            assertThat(accepted(server, "pets"))
                    .contains(
                            "HTTPRoutes of namespace clinic are in force for pets", "meshctl delete pets --httproutes");
            RouteTests.eventually(() -> assertThat(RouteTests.problem(registry))
                    .contains("namespace clinic are in force for cats and 1 more", "those of zoo are read here"));
            assertThat(RouteTests.stored(registry, "pets")).contains("pets-v1");
            assertThat(RouteTests.stored(registry, "cats")).contains("cats-v1");
            assertThat(left(registry)).extracting(JsonNode::asText).containsExactly("cats", "pets");
            assertThat(delete(registry, "dogs").statusCode()).isEqualTo(409);

            assertThat(delete(registry, "pets").statusCode()).isEqualTo(200);
            assertThat(delete(registry, "cats").statusCode()).isEqualTo(200);

            RouteTests.eventually(() -> assertThat(accepted(server, "pets")).startsWith("True"));
            assertThat(RouteTests.stored(registry, "pets")).contains("pets-v2");
            RouteTests.eventually(() -> assertThat(RouteTests.problem(registry)).isEmpty());
            assertThat(left(registry)).isEmpty();
        }
    }

    private static HttpResponse<String> delete(RunningRegistry registry, String service) throws Exception {
        return registry.send(registry.request("/mesh/v1/rules/" + service + "/httproutes")
                .header("If-Match", "*")
                .DELETE());
    }

    /** The condition by which a route says whether it is in force; empty if it says nothing. */
    private static String accepted(ApiServer server, String route) {
        JsonNode condition = server.parents(route).path(0).path("conditions").path(0);
        return condition.path("status").asText() + " "
                + condition.path("reason").asText() + " "
                + condition.path("message").asText();
    }

    private static JsonNode left(RunningRegistry registry) throws Exception {
        return WatchClient.json(registry.get("/mesh/v1/status").body()).path("leftHttpRoutes");
    }
}
