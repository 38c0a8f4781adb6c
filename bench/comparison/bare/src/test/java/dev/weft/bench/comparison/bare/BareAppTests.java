package dev.weft.bench.comparison.bare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import brave.handler.MutableSpan;
import brave.handler.SpanHandler;
import brave.propagation.TraceContext;
import com.sun.net.httpserver.HttpServer;
import dev.weft.bench.comparison.caller.BlockingCalls;
import dev.weft.bench.comparison.caller.ReactiveCalls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

class BareAppTests {

    private static final int BYTES = 16;

    private final List<MutableSpan> spans = new CopyOnWriteArrayList<>();
    private HttpServer backend;

    @BeforeEach
    void start() throws IOException {
        backend = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        backend.createContext("/answer", exchange -> {
            exchange.sendResponseHeaders(200, BYTES);
            exchange.getResponseBody().write(new byte[BYTES]);
            exchange.close();
        });
        backend.start();
    }

    @AfterEach
    void stop() {
        backend.stop(0);
    }

    @Test
    void readWhenASpanMoreIsAskedForHasOneAroundTheClientsOwn() {
        try (ConfigurableApplicationContext application = application("--bare.span=true")) {
            assertThat(application.getBean(BlockingCalls.class).read(BYTES)).isEqualTo(BYTES);

            await().until(() -> spans.size() == 2);
            assertThat(spans).filteredOn(span -> "attempt".equals(span.name())).hasSize(1);
            assertThat(spans)
                    .extracting(MutableSpan::traceId)
                    .containsOnly(spans.get(0).traceId());
        }
    }

    @Test
    void reactiveReadWhenASpanMoreIsAskedForHasOneBesideTheClientsOwn() {
        try (ConfigurableApplicationContext application = application("--bare.span=true")) {
            assertThat(application.getBean(ReactiveCalls.class).read(BYTES).block())
                    .isEqualTo(BYTES);

            await().until(() -> spans.size() == 2);
            assertThat(spans).filteredOn(span -> "attempt".equals(span.name())).hasSize(1);
        }
    }

    @Test
    void readWhenNoneIsAskedForHasTheClientsOwn() {
        try (ConfigurableApplicationContext application = application("--bare.span=false")) {
            assertThat(application.getBean(BlockingCalls.class).read(BYTES)).isEqualTo(BYTES);

            await().until(() -> spans.size() == 1);
            assertThat(spans).noneMatch(span -> "attempt".equals(span.name()));
        }
    }

    private ConfigurableApplicationContext application(String span) {
        SpanHandler handler = new SpanHandler() {
            @Override
            public boolean end(TraceContext context, MutableSpan ended, Cause cause) {
                spans.add(ended);
                return true;
            }
        };
        return new SpringApplicationBuilder(BareApp.class)
                .web(WebApplicationType.NONE)
                .initializers((GenericApplicationContext context) ->
                        context.registerBean("spans", SpanHandler.class, () -> handler))
                .run(
                        span,
                        "--bare.urls=http://127.0.0.1:" + backend.getAddress().getPort(),
                        "--management.tracing.sampling.probability=1.0",
                        // Spring Boot 3 knows the first of these, 4 the second.
                        "--management.zipkin.tracing.export.enabled=false",
                        "--management.tracing.export.zipkin.enabled=false");
    }
}
