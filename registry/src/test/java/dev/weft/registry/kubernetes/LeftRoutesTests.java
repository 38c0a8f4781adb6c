package dev.weft.registry.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.registry.RunningRegistry;
import dev.weft.registry.stream.WatchClient;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** HTTPRoutes that were read, and that nobody reads any more. */
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

            HttpResponse<String> removed =
                    registry.send(registry.request(PETS).header("If-Match", "*").DELETE());

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

    private static JsonNode left(RunningRegistry registry) throws Exception {
        return WatchClient.json(registry.get("/mesh/v1/status").body()).path("leftHttpRoutes");
    }
}
