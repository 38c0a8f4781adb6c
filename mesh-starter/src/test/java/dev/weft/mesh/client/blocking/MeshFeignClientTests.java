package dev.weft.mesh.client.blocking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.weft.mesh.client.Alarms;
import dev.weft.mesh.client.LogicalHosts;
import dev.weft.mesh.engine.Engine;
import dev.weft.mesh.rules.ServiceRules;
import dev.weft.mesh.testkit.Behaviour;
import dev.weft.mesh.testkit.FixedDirectory;
import dev.weft.mesh.testkit.MisbehavingServer;
import dev.weft.mesh.testkit.Received;
import dev.weft.mesh.testkit.TestEngine;
import feign.Client;
import feign.Request;
import feign.Response;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Feign leaves it to its client to do what {@code Content-Encoding} says of a request's body. */
class MeshFeignClientTests {

    @Test
    void requestWhenItIsToBeCompressedIs() throws IOException {
        // As Spring Cloud sets it by spring.cloud.openfeign.compression.request.enabled.
        Received received = sent(List.of("gzip", "deflate"));

        assertThat(received.header("Content-Encoding")).isEqualTo("gzip");
        assertThat(received.headers().get("Content-Encoding")).hasSize(1);
        assertThat(text(new GZIPInputStream(new ByteArrayInputStream(received.body()))))
                .isEqualTo("Maximus");
    }

    @Test
    void requestWhenItIsToBeDeflatedIs() throws IOException {
        Received received = sent(List.of("deflate"));

        assertThat(text(new InflaterInputStream(new ByteArrayInputStream(received.body()))))
                .isEqualTo("Maximus");
    }

    @Test
    void requestWhenItHasAnotherEncodingIsSentAsItIs() throws IOException {
        assertThat(sent(List.of("br")).bodyText()).isEqualTo("Maximus");
    }

    @Test
    void requestWhenItsUrlLeadsOutsideMayHoldWhatUriRefuses() throws IOException {
        try (MisbehavingServer outside = MisbehavingServer.start(Behaviour.ok("fine"))) {
            Request request = get("http://127.0.0.1:" + outside.port() + "/pet?kinds=cat|dog");
            call(request, new Request.Options());

            assertThat(outside.received().get(0).target()).isEqualTo("/pet?kinds=cat|dog");
        }
    }

    @Test
    void requestWhenItsUrlNamesAServiceAndIsNoneIsRefusedAsSuch() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> call(get("http://petdetails/pet?kinds=cat|dog"), new Request.Options()))
                .withMessageContaining("cat|dog");
    }

    @Test
    void requestWhenTheClientIsLessPatientThanTheRulesSaysSo() throws IOException {
        Request.Options options = new Request.Options(10, TimeUnit.SECONDS, 2_500, TimeUnit.MILLISECONDS, false);

        Received received = call(get("http://petdetails/pet"), options);

        assertThat(Long.parseLong(received.header("mesh-timeout-ms"))).isBetween(1L, 2_500L);
    }

    private static Received sent(Collection<String> encodings) throws IOException {
        Request request = Request.create(
                Request.HttpMethod.POST,
                "http://petdetails/pet",
                Map.of("Content-Encoding", encodings),
                "Maximus".getBytes(StandardCharsets.UTF_8),
                StandardCharsets.UTF_8,
                null);
        return call(request, new Request.Options());
    }

    private static Request get(String url) {
        return Request.create(Request.HttpMethod.GET, url, Map.of(), null, StandardCharsets.UTF_8, null);
    }

    /** Makes the call, and tells what came to petdetails, or null if nothing did. */
    private static @Nullable Received call(Request request, Request.Options options) throws IOException {
        LogicalHosts hosts = new LogicalHosts(List.of(), List.of());
        FixedDirectory directory = new FixedDirectory();
        Engine engine = TestEngine.of(directory, ServiceRules.defaults(), System::nanoTime);
        try (MisbehavingServer server = MisbehavingServer.start(Behaviour.ok("fine"));
                MeshTransports transports = new MeshTransports(TestEngine.calls(engine), engine, new Alarms())) {
            directory.put("petdetails", server.endpoint("e0"));
            Client client = new MeshFeignClient(new Client.Default(null, null), () -> hosts, () -> transports, false);
            try (Response response = client.execute(request, options)) {
                assertThat(response.status()).isEqualTo(200);
            }
            return server.received().isEmpty() ? null : server.received().get(0);
        }
    }

    private static String text(InputStream in) throws IOException {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
}
