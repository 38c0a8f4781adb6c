package dev.weft.registry.membership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.netflix.appinfo.ApplicationInfoManager;
import com.netflix.appinfo.InstanceInfo;
import com.netflix.discovery.AbstractDiscoveryClientOptionalArgs;
import com.netflix.discovery.DiscoveryClient;
import com.netflix.discovery.shared.Application;
import com.netflix.discovery.shared.transport.jersey.TransportClientFactories;
import dev.weft.mesh.directory.FetchPace;
import dev.weft.mesh.directory.FetchPace.Fetch;
import dev.weft.mesh.directory.SparingTransport;
import dev.weft.registry.RunningRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.cloud.netflix.eureka.EurekaClientConfigBean;

/** Eureka's own client, which is told most of the time that nothing has changed, and asks the registry now and then. */
class SparedFetchesTests {

    private static final Duration BOUND = Duration.ofSeconds(30);

    private final FetchPace pace = new FetchPace(Duration.ofSeconds(2), System::nanoTime);

    @TempDir
    private Path directory;

    @Test
    void clientWhenInstancesComeAndLeaveNeverAsksForTheWholeListAgain() throws Exception {
        try (RunningRegistry registry = RunningRegistry.start(directory)) {
            EurekaHttp members = EurekaHttp.at(registry.port());
            members.register("pets", "a", "UP", 60, 180);
            members.register("pets", "down", "DOWN", 60, 180);
            pace.restWhile(() -> true);
            DiscoveryClient client = client(registry);
            try {
                await().atMost(BOUND).until(() -> ids(client).equals(List.of("a", "down")));

                members.register("pets", "b", "UP", 60, 180);
                await().atMost(BOUND).until(() -> ids(client).equals(List.of("a", "b", "down")));
                members.cancel("pets", "a");
                await().atMost(BOUND).until(() -> ids(client).equals(List.of("b", "down")));
                long spared = pace.fetches(Fetch.SPARED);
                await().atMost(BOUND).until(() -> pace.fetches(Fetch.SPARED) >= spared + 3);

                assertThat(ids(client)).containsExactly("b", "down");
                assertThat(pace.fetches(Fetch.CHANGES)).isGreaterThanOrEqualTo(2);
                assertThat(pace.fetches(Fetch.ALL)).as("only the first").isEqualTo(1);
            } finally {
                client.shutdown();
            }
        }
    }

    private static List<String> ids(DiscoveryClient client) {
        Application pets = client.getApplication("PETS");
        return pets == null
                ? List.of()
                : pets.getInstancesAsIsFromEureka().stream()
                        .map(InstanceInfo::getInstanceId)
                        .sorted()
                        .toList();
    }

    @SuppressWarnings({"rawtypes", "unchecked"}) // The registry's own transport, of whatever kind.
    private DiscoveryClient client(RunningRegistry registry) {
        EurekaClientConfigBean config = new EurekaClientConfigBean();
        config.setServiceUrl(Map.of("defaultZone", "http://127.0.0.1:" + registry.port() + "/eureka/"));
        config.setRegisterWithEureka(false);
        config.setRegistryFetchIntervalSeconds(1);
        TransportClientFactories own = registry.bean(TransportClientFactories.class);
        return new DiscoveryClient(
                registry.bean(ApplicationInfoManager.class),
                config,
                new SparingTransport<>(own, pace),
                registry.bean(AbstractDiscoveryClientOptionalArgs.class));
    }
}
