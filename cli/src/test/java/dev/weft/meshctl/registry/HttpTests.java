package dev.weft.meshctl.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.weft.meshctl.Exit;
import dev.weft.meshctl.Failure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpTests {

    private static final int LIMIT = 1024;

    private final CountDownLatch end = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger broken = new AtomicInteger();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/fits", exchange -> {
            exchange.sendResponseHeaders(200, LIMIT);
            exchange.getResponseBody().write("x".repeat(LIMIT).getBytes(StandardCharsets.UTF_8));
            exchange.close();
        });
        server.createContext("/endless", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] more = new byte[LIMIT];
            while (end.getCount() > 0) {
                exchange.getResponseBody().write(more);
            }
        });
        server.createContext("/broken", exchange -> {
            broken.incrementAndGet();
            exchange.close();
        });
        server.createContext("/login", exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"x\"");
            exchange.sendResponseHeaders(401, -1);
            exchange.close();
        });
        server.createContext("/stuck", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write('x');
            exchange.getResponseBody().flush();
            awaitEnd();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        end.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    @Test
    void sendWhenTheAnswerFitsGivesAllOfIt() throws Exception {
        assertThat(new Http(LIMIT).get(uri("/fits"), Map.of()).body()).hasSize(LIMIT);
    }

    @Test
    void sendWhenTheAnswerHasNoEndGivesUp() {
        assertThatThrownBy(() -> new Http(LIMIT).get(uri("/endless"), Map.of()))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.exit()).isEqualTo(Exit.FAILED))
                .hasMessageEndingWith(": its answer has more than 1024 bytes");
    }

    @Test
    void sendWhenTheAnswerStopsHalfwayGivesUp() {
        assertThatThrownBy(() -> new Http(LIMIT, Duration.ofMillis(200)).get(uri("/stuck"), Map.of()))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.exit()).isEqualTo(Exit.UNAVAILABLE))
                .hasMessageContaining("no answer within");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "POST", "DELETE"})
    void sendWhenTheConnectionBreaksDoesNotSendAChangeAgain(String method) {
        assertThatThrownBy(() -> new Http(LIMIT).send(method, uri("/broken"), Map.of(), ""))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.exit()).isEqualTo(Exit.UNAVAILABLE))
                .hasMessageContaining("whether the change was made can't be said");
        assertThat(broken).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "POST", "DELETE"})
    void sendWhenThereIsNoLoginSaysSo(String method) throws Exception {
        assertThat(new Http(LIMIT).send(method, uri("/login"), Map.of(), "x").status())
                .isEqualTo(401);
    }

    @Test
    void sendWhenNobodyListensSaysWhy() {
        assertThatThrownBy(() -> new Http(LIMIT).get(URI.create("http://127.0.0.1:1/"), Map.of()))
                .isInstanceOf(Http.NobodyThere.class)
                .hasMessage("connection refused");
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    private void awaitEnd() {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
