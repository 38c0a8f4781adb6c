package dev.weft.bench.comparison.handwired;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.weft.bench.comparison.caller.BlockingCalls;
import dev.weft.bench.comparison.caller.ReactiveCalls;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** The backend fails at first. */
class HandWiredAppTests {

    private static final int BYTES = 16;

    private final AtomicInteger asked = new AtomicInteger();
    private HttpServer backend;
    private ConfigurableApplicationContext application;

    @BeforeEach
    void start() throws IOException {
        backend = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        backend.createContext("/answer", exchange -> {
            exchange.sendResponseHeaders(asked.incrementAndGet() == 1 ? 503 : 200, BYTES);
            exchange.getResponseBody().write(new byte[BYTES]);
            exchange.close();
        });
        backend.start();
        application = new SpringApplicationBuilder(HandWiredApp.class)
                .web(WebApplicationType.NONE)
                .run("--spring.cloud.discovery.client.simple.instances.backend[0].uri=http://127.0.0.1:"
                        + backend.getAddress().getPort());
    }

    @AfterEach
    void stop() {
        application.close();
        backend.stop(0);
    }

    @Test
    void readWhenTheFirstAttemptFailsTriesAgainUnderTheBreaker() {
        assertThat(application.getBean(BlockingCalls.class).read(BYTES)).isEqualTo(BYTES);

        assertThat(asked).hasValue(2);
        assertThat(attemptsOfTheBreaker()).isEqualTo(2);
    }

    @Test
    void reactiveReadWhenTheFirstAttemptFailsTriesAgainUnderTheBreaker() {
        assertThat(application.getBean(ReactiveCalls.class).read(BYTES).block()).isEqualTo(BYTES);

        assertThat(asked).hasValue(2);
        assertThat(attemptsOfTheBreaker()).isEqualTo(2);
    }

    private int attemptsOfTheBreaker() {
        CircuitBreaker breaker =
                application.getBean(CircuitBreakerRegistry.class).circuitBreaker("backend");
        return breaker.getMetrics().getNumberOfBufferedCalls();
    }
}
