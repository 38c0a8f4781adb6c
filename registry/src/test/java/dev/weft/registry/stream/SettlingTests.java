package dev.weft.registry.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.mesh.control.WatchStream;
import dev.weft.registry.RegistryProperties;
import dev.weft.registry.RunningRegistry;
import dev.weft.registry.membership.EurekaHttp;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** The beginning and the end of a registry, as its watchers see them. */
class SettlingTests {

    private static final String WISH = "[{\"name\": \"pets\"}]";

    @TempDir
    private Path directory;

    @Test
    void settlingLastsLongerThanClientsWaitBeforeTheyComeBack() {
        RegistryProperties standard = new Binder(new MapConfigurationPropertySource(Map.of()))
                .bindOrCreate("registry", RegistryProperties.class);

        assertThat(standard.settling()).isGreaterThan(WatchStream.LONGEST_WAIT.multipliedBy(2));
    }

    @Test
    void streamWhenTheRegistryHasHeardFromEverybodySaysSoAndTellsAllOnceMore() throws Exception {
        try (RunningRegistry registry = RunningRegistry.start(directory, "registry.settling=2s")) {
            EurekaHttp.at(registry.port()).register("pets", "a", "UP");

            try (WatchClient client = WatchClient.open(registry, "[]", WISH)) {
                assertThat(client.hello().path("settled").booleanValue()).isFalse();
                assertThat(client.next("endpoints").path("put")).hasSize(1);
                client.next("rules");
                client.next("settled");
                JsonNode all = client.next("endpoints");
                assertThat(all.path("whole").booleanValue()).isTrue();
                assertThat(all.path("put")).hasSize(1);
            }
            try (WatchClient client = WatchClient.open(registry, "[]", WISH)) {
                assertThat(client.hello().path("settled").booleanValue()).isTrue();
            }
        }
    }

    @Test
    void streamWhenTheRegistryEndsEndsAtOnce() throws Exception {
        RunningRegistry registry = RunningRegistry.start(directory);
        try (WatchClient client = WatchClient.open(registry, "[]", WISH)) {
            client.next("endpoints");
            registry.close();

            assertThat(client.next(event -> event.name().equals("end")).name()).isEqualTo("end");
        }
    }

    @Test
    void openWhenTheRegistryIsFullIsRefusedForAWhile() throws Exception {
        try (RunningRegistry registry = RunningRegistry.start(directory, "registry.max-watchers=1");
                WatchClient client = WatchClient.open(registry, "[]", WISH)) {
            client.next("endpoints");

            HttpResponse<String> refused = registry.send(WatchClient.request(registry, "[]", WISH));
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.headers().firstValue("Retry-After")).hasValue("1");
            assertThat(refused.body()).contains("1 watchers");
        }
    }

    @Test
    void openWhenThereIsAJoinSecretNeedsIt() throws Exception {
        try (RunningRegistry registry = RunningRegistry.start(directory, "registry.join-secret=s3cret")) {
            assertThat(registry.send(WatchClient.request(registry, "[]", WISH)).statusCode())
                    .isEqualTo(401);
            String secret = RunningRegistry.basic("mesh", "s3cret");
            assertThat(registry.send(registry.anonymous(WatchClient.PATH + "/none/reports")
                                    .header("Authorization", secret)
                                    .header("Content-Type", "application/json")
                                    .POST(BodyPublishers.ofString("{\"reports\": []}")))
                            .statusCode())
                    .isEqualTo(404);
            assertThat(registry.send(registry.anonymous("/mesh/v1/clients").header("Authorization", secret))
                            .statusCode())
                    .isEqualTo(401);
        }
    }
}
