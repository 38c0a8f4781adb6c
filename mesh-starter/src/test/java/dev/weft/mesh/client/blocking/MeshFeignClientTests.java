package dev.weft.mesh.client.blocking;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
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

    private static Received sent(Collection<String> encodings) throws IOException {
        LogicalHosts hosts = new LogicalHosts(List.of(), List.of());
        FixedDirectory directory = new FixedDirectory();
        Engine engine = TestEngine.of(directory, ServiceRules.defaults(), System::nanoTime);
        try (MisbehavingServer server = MisbehavingServer.start(Behaviour.ok("fine"));
                MeshTransports transports = new MeshTransports(TestEngine.calls(engine), engine)) {
            directory.put("petdetails", server.endpoint("e0"));
            Client client = new MeshFeignClient(new Client.Default(null, null), () -> hosts, () -> transports);
            Request request = Request.create(
                    Request.HttpMethod.POST,
                    "http://petdetails/pet",
                    Map.of("Content-Encoding", encodings),
                    "Maximus".getBytes(StandardCharsets.UTF_8),
                    StandardCharsets.UTF_8,
                    null);
            try (Response response = client.execute(request, new Request.Options())) {
                assertThat(response.status()).isEqualTo(200);
            }
            return server.received().get(0);
        }
    }

    private static String text(InputStream in) throws IOException {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
}
