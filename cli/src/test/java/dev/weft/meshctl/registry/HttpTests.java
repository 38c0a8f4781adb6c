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
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpTests {

    private static final int LIMIT = 1024;

    private final CountDownLatch end = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
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
        assertThat(new Http(LIMIT).send(request("/fits")).body()).hasSize(LIMIT);
    }

    @Test
    void sendWhenTheAnswerHasNoEndGivesUp() {
        assertThatThrownBy(() -> new Http(LIMIT).send(request("/endless")))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.exit()).isEqualTo(Exit.FAILED))
                .hasMessageEndingWith(": its answer has more than 1024 bytes");
    }

    @Test
    void sendWhenTheAnswerStopsHalfwayGivesUp() {
        assertThatThrownBy(() -> new Http(LIMIT, Duration.ofMillis(200)).send(request("/stuck")))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.exit()).isEqualTo(Exit.UNAVAILABLE))
                .hasMessageContaining("no answer within");
    }

    @Test
    void sendWhenNobodyListensSaysWhy() {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:1/")).build();

        assertThatThrownBy(() -> new Http(LIMIT).send(request))
                .isInstanceOf(Http.NobodyThere.class)
                .hasMessage("connection refused");
    }

    private HttpRequest request(String path) {
        return HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path))
                .build();
    }

    private void awaitEnd() {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
