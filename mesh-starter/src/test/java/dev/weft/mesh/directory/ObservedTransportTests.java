package dev.weft.mesh.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.netflix.discovery.shared.resolver.DefaultEndpoint;
import com.netflix.discovery.shared.transport.EurekaHttpClient;
import java.lang.reflect.Proxy;
import java.net.ConnectException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class ObservedTransportTests {

    @Test
    void requestWhenTheProcessEndsMeanwhileSaysNothingOfTheRegistry(CapturedOutput output) {
        EurekaHttpClient client = observed(new RuntimeException(new CancellationException()));

        assertThatThrownBy(client::getApplications).hasRootCauseInstanceOf(CancellationException.class);

        assertThat(output).doesNotContain("does not answer");
    }

    @Test
    void requestWhenNobodyAnswersSaysSoOnce(CapturedOutput output) {
        EurekaHttpClient client = observed(new RuntimeException(new ConnectException("Connection refused")));

        assertThatThrownBy(client::getApplications).hasRootCauseInstanceOf(ConnectException.class);
        assertThatThrownBy(client::getApplications).hasRootCauseInstanceOf(ConnectException.class);

        assertThat(output).containsOnlyOnce("http://registry.example/ does not answer (Connection refused)");
    }

    private static EurekaHttpClient observed(RuntimeException error) {
        EurekaHttpClient failing = (EurekaHttpClient) Proxy.newProxyInstance(
                ObservedTransportTests.class.getClassLoader(),
                new Class<?>[] {EurekaHttpClient.class},
                (proxy, method, arguments) -> {
                    throw error;
                });
        ObservedTransport<Object> transport = new ObservedTransport<>(
                new OneClient(failing),
                new RegistryContact(System::nanoTime),
                new Cancellations(),
                new Registration(Duration.ZERO, System::nanoTime));
        return transport
                .newTransportClientFactory(null, List.of(), null)
                .newClient(new DefaultEndpoint("http://registry.example/"));
    }
}
