package dev.weft.mesh.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.mesh.model.ServiceName;
import dev.weft.mesh.telemetry.MicrometerServerMeters;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.http.server.reactive.MockServerHttpResponse;
import reactor.test.StepVerifier;

class MeshHttpHandlersTests {

    @Test
    void requestWhenTheHandlerThrowsIsOver() {
        MeterRegistry meters = new SimpleMeterRegistry();
        MeshHttpHandlers handlers = new MeshHttpHandlers(new InboundRequests(
                new ServerSettings(ServiceName.of("petservice"), "petservice-1", true, ""),
                DrainState.NEVER,
                new MicrometerServerMeters(meters)));
        HttpHandler handler = handlers.apply((request, response) -> {
            throw new IllegalStateException("no answer");
        });

        StepVerifier.create(handler.handle(MockServerHttpRequest.get("/pet/1").build(), new MockServerHttpResponse()))
                .verifyErrorMessage("no answer");

        assertThat(meters.get("mesh.server.inflight").gauge().value()).isZero();
        assertThat(meters.get("mesh.server.requests").timer().count()).isEqualTo(1);
    }
}
