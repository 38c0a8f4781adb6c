package dev.weft.mesh.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.netflix.discovery.shared.resolver.DefaultEndpoint;
import com.netflix.discovery.shared.transport.EurekaHttpClient;
import com.netflix.discovery.shared.transport.EurekaHttpResponse;
import java.lang.reflect.Proxy;
import java.net.ConnectException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.http.HttpStatus;
import org.springframework.web.client.HttpServerErrorException;

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

    @Test
    void requestWhenTheRegistryFailsSaysItsStatus(CapturedOutput output) {
        EurekaHttpClient client = observed("http://registry.example/", false, () -> answer(500));

        client.getApplications();
        client.getApplications();

        assertThat(output)
                .containsOnlyOnce("http://registry.example/ answers 500 to GetApplications.")
                .doesNotContain("does not answer");
    }

    @Test
    void requestWhenTheRegistrysErrorIsAnExceptionSaysItsStatus(CapturedOutput output) {
        EurekaHttpClient client = observed(new HttpServerErrorException(HttpStatus.SERVICE_UNAVAILABLE));

        assertThatThrownBy(client::getApplications).isInstanceOf(HttpServerErrorException.class);

        assertThat(output).contains("http://registry.example/ answers 503 to GetApplications.");
    }

    @ParameterizedTest
    @CsvSource({
        "http://registry.example/, false, mesh.registry.join-secret is not set (expected: the secret that",
        "http://registry.example/, true, mesh.registry.join-secret is not its secret (expected: the one that",
        "http://mesh:s3cret@registry.example/, true, the user and password in its URL are not what it takes (expected:"
    })
    void requestWhenTheServiceIsNotLetInSaysWhatItShowsToBeLetIn(
            String url, boolean secret, String mistake, CapturedOutput output) {
        EurekaHttpClient client = observed(url, secret, () -> answer(401));

        client.getApplications();
        client.getApplications();

        assertThat(output)
                .containsOnlyOnce("http://registry.example/ does not let this service in (401): " + mistake)
                .doesNotContain("s3cret");
    }

    @Test
    void requestWhenTheRegistryIsThereAtLastAndDoesNotLetInSaysThat(CapturedOutput output) {
        AtomicBoolean there = new AtomicBoolean();
        EurekaHttpClient client = observed("http://registry.example/", false, () -> {
            if (there.get()) {
                return answer(401);
            }
            throw new IllegalStateException("Connection refused");
        });
        assertThatThrownBy(client::getApplications).hasMessage("Connection refused");

        there.set(true);
        client.getApplications();

        assertThat(output).contains("does not answer (Connection refused)", "does not let this service in (401)");
    }

    private static EurekaHttpResponse<Void> answer(int status) {
        return EurekaHttpResponse.status(status);
    }

    private static EurekaHttpClient observed(RuntimeException error) {
        return observed("http://registry.example/", false, () -> {
            throw error;
        });
    }

    private static EurekaHttpClient observed(String url, boolean secret, Supplier<EurekaHttpResponse<?>> answers) {
        EurekaHttpClient client = (EurekaHttpClient) Proxy.newProxyInstance(
                ObservedTransportTests.class.getClassLoader(),
                new Class<?>[] {EurekaHttpClient.class},
                (proxy, method, arguments) -> answers.get());
        ObservedTransport<Object> transport = new ObservedTransport<>(
                new OneClient(client),
                new RegistryContact(System::nanoTime),
                new Cancellations(),
                new Registration(Duration.ZERO, System::nanoTime),
                secret);
        return transport.newTransportClientFactory(null, List.of(), null).newClient(new DefaultEndpoint(url));
    }
}
