package dev.weft.mesh.directory;

import static com.netflix.discovery.shared.transport.EurekaHttpResponse.anEurekaHttpResponse;
import static org.assertj.core.api.Assertions.assertThat;

import com.netflix.discovery.shared.Applications;
import com.netflix.discovery.shared.resolver.DefaultEndpoint;
import com.netflix.discovery.shared.transport.EurekaHttpClient;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What Eureka's client asks the registry beside a stream. */
class SparingTransportTests {

    private final List<String> asked = new ArrayList<>();
    private long nanos;
    private boolean streamTellsAll = true;
    private int status = 200;

    private final FetchPace pace = new FetchPace(Duration.ofSeconds(60), () -> nanos);
    private final EurekaHttpClient client = client();

    @BeforeEach
    void follow() {
        pace.restWhile(() -> streamTellsAll);
    }

    @Test
    void fetchWhenTheStreamTellsAllIsSparedForAMinute() {
        client.getApplications();

        pass(59);
        Applications nothing = client.getDelta().getEntity();

        assertThat(asked).containsExactly("getApplications");
        assertThat(pace.spared()).isTrue();
        assertThat(nothing.getRegisteredApplications()).isEmpty();
        assertThat(nothing.getAppsHashCode()).isEqualTo("UP_1_");
        assertThat(nothing.getVersion()).isEqualTo(1);

        pass(1);
        assertThat(client.getDelta().getEntity().getAppsHashCode()).isEqualTo("UP_2_");
        assertThat(pace.spared()).isFalse();
        assertThat(client.getDelta().getEntity().getAppsHashCode()).isEqualTo("UP_2_");
        assertThat(asked).containsExactly("getApplications", "getDelta");
    }

    @Test
    void fetchWhenTheStreamEndsIsNotSparedAnyMore() {
        client.getApplications();
        client.getDelta();

        streamTellsAll = false;
        client.getDelta();

        assertThat(asked).containsExactly("getApplications", "getDelta");
        assertThat(pace.spared()).isFalse();
    }

    @Test
    void fetchWhenNoneHasSucceededYetIsNotSpared() {
        status = 503;
        client.getApplications();
        status = 200;

        client.getDelta();

        assertThat(asked).containsExactly("getApplications", "getDelta");
    }

    @Test
    void fetchWhenTheClientWantsTheWholeListIsNeverSpared() {
        client.getApplications();
        client.getDelta();
        assertThat(pace.spared()).isTrue();

        client.getApplications();

        assertThat(asked).containsExactly("getApplications", "getApplications");
        assertThat(pace.spared()).isFalse();
    }

    @Test
    void fetchWhenTheIntervalIsZeroIsNeverSpared() {
        EurekaHttpClient always = client(new FetchPace(Duration.ZERO, () -> nanos));
        always.getApplications();

        always.getDelta();

        assertThat(asked).containsExactly("getApplications", "getDelta");
    }

    @Test
    void heartbeatWhenTheStreamTellsAllIsSent() {
        client.getApplications();

        client.sendHeartBeat("PETSERVICE", "one", null, null);

        assertThat(asked).containsExactly("getApplications", "sendHeartBeat");
    }

    private void pass(int seconds) {
        nanos += TimeUnit.SECONDS.toNanos(seconds);
    }

    private EurekaHttpClient client() {
        return client(pace);
    }

    private EurekaHttpClient client(FetchPace itsPace) {
        EurekaHttpClient registry = (EurekaHttpClient) Proxy.newProxyInstance(
                SparingTransportTests.class.getClassLoader(),
                new Class<?>[] {EurekaHttpClient.class},
                (proxy, method, arguments) -> {
                    asked.add(method.getName());
                    Applications answer = new Applications("UP_" + asked.size() + "_", 1L, List.of());
                    return anEurekaHttpResponse(status, status == 200 ? answer : null)
                            .build();
                });
        return new SparingTransport<>(new OneClient(registry), itsPace)
                .newTransportClientFactory(null, List.of(), null)
                .newClient(new DefaultEndpoint("http://registry.example/"));
    }
}
