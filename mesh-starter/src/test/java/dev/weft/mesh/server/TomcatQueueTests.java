package dev.weft.mesh.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weft.mesh.context.MeshContext;
import dev.weft.mesh.model.Deadline;
import dev.weft.mesh.testkit.RunningApp;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.search.Search;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.catalina.connector.Connector;
import org.apache.coyote.AbstractProtocol;
import org.apache.tomcat.util.net.AbstractEndpoint;
import org.apache.tomcat.util.threads.ThreadPoolExecutor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.BeanWrapperImpl;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.server.WebServer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.util.ReflectionTestUtils;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Requests that wait for the only thread of a real Tomcat. */
class TomcatQueueTests {

    private static final Duration WAIT = Duration.ofMillis(60);

    private final ConfigurableApplicationContext context = RunningApp.start(
            WebApplicationType.SERVLET,
            App.class,
            "--spring.application.name=petservice",
            "--server.tomcat.threads.max=1",
            "--server.tomcat.threads.min-spare=1");
    private final RunningApp http = new RunningApp(context);
    private final App app = context.getBean(App.class);

    @AfterEach
    void stop() {
        app.go.release(100);
        context.close();
    }

    @Test
    void requestWhenItsDeadlinePassesInTheQueueIsRefusedWithoutWork() throws Exception {
        HttpResponse<String> answer = afterAWait("/left", "mesh-timeout-ms", "20");

        assertThat(answer.statusCode()).isEqualTo(504);
        assertThat(app.started).hasValue(0);
        assertThat(answer.headers().firstValue("mesh-reason").orElse(""))
                .contains("petservice", "waited", "for a thread", "no work was started");
    }

    @Test
    void deadlineWhenTheRequestHasWaitedIsSoMuchNearer() throws Exception {
        HttpResponse<String> answer = afterAWait("/left", "mesh-timeout-ms", "60000");

        assertThat(Long.parseLong(answer.body())).isBetween(1L, 60_000 - WAIT.toMillis());
    }

    @Test
    void metersWhenARequestHasWaitedTellHowLongItWasServed() throws Exception {
        HttpResponse<String> answer = afterAWait("/left", "mesh-caller", "waiting");

        assertThat(answer.statusCode()).isEqualTo(200);
        // The caller may have its answer before it is counted.
        Search timers = context.getBean(MeterRegistry.class)
                .find("mesh.server.requests")
                .tag("caller", "waiting");
        await().until(() -> timers.timer() != null);
        assertThat(Objects.requireNonNull(timers.timer()).totalTime(TimeUnit.MILLISECONDS))
                .isLessThan(app.waitedMillis);
    }

    /** It may have come while the one before it was served; nobody knows. */
    @Test
    void deadlineWhenTheRequestFollowsAnotherAtOnceIsItsOwn() throws Exception {
        URI uri = URI.create(http.url());
        try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
            socket.getOutputStream()
                    .write(("GET /hold HTTP/1.1\r\nHost: a\r\n\r\n"
                                    + "GET /left HTTP/1.1\r\nHost: a\r\nmesh-timeout-ms: 20\r\nConnection: close\r\n\r\n")
                            .getBytes(US_ASCII));
            app.entered.acquire();
            pass(WAIT);
            app.go.release();
            assertThat(new String(socket.getInputStream().readAllBytes(), US_ASCII))
                    .doesNotContain("504");
        }
        assertThat(app.started).hasValue(1);
    }

    /** By what the meters of Tomcat read. They themselves are only of the first Tomcat in a process, which may be another one. */
    @Test
    void threadsWhenTheMeshTimesThemAreShownAsTomcatsOwn() {
        AbstractEndpoint<?, ?> meters = ReflectionTestUtils.invokeMethod(protocol(), "getEndpoint");
        assertThat(Objects.requireNonNull(meters).getMaxThreads()).isEqualTo(1);
        assertThat(meters.getCurrentThreadCount()).isEqualTo(1);
        assertThat(pool().getThreadFactory().newThread(() -> {}).getName()).startsWith("http-nio-");
    }

    /** Its answer after it has been in the queue for a while. */
    private HttpResponse<String> afterAWait(String path, String... headers) throws Exception {
        CompletableFuture<HttpResponse<String>> holding = http.getAsync("/hold");
        app.entered.acquire();
        CompletableFuture<HttpResponse<String>> waiting = http.getAsync(path, headers);
        await().pollInterval(Duration.ofMillis(2))
                .until(() -> !pool().getQueue().isEmpty());
        long queued = System.nanoTime();
        pass(WAIT);
        app.waitedMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - queued);
        app.go.release();
        assertThat(holding.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        return waiting.get(10, TimeUnit.SECONDS);
    }

    private static void pass(Duration time) {
        long from = System.nanoTime();
        await().pollInterval(Duration.ofMillis(5)).until(() -> System.nanoTime() - from >= time.toNanos());
    }

    private ThreadPoolExecutor pool() {
        return (ThreadPoolExecutor) protocol().getExecutor();
    }

    /** By name: the types have other names on the other Spring Boot. */
    private AbstractProtocol<?> protocol() {
        WebServer server = (WebServer) new BeanWrapperImpl(context).getPropertyValue("webServer");
        Connector connector =
                (Connector) new BeanWrapperImpl(Objects.requireNonNull(server)).getPropertyValue("tomcat.connector");
        return (AbstractProtocol<?>) Objects.requireNonNull(connector).getProtocolHandler();
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class App {

        final Semaphore entered = new Semaphore(0);
        final Semaphore go = new Semaphore(0);
        final AtomicInteger started = new AtomicInteger();
        long waitedMillis;

        @RestController
        static class Answers {

            private final App app;

            Answers(App app) {
                this.app = app;
            }

            @GetMapping("/hold")
            String hold() throws InterruptedException {
                app.entered.release();
                app.go.acquire();
                return "held";
            }

            @GetMapping("/left")
            String left() {
                app.started.incrementAndGet();
                Deadline deadline =
                        Objects.requireNonNull(MeshContext.current()).deadline();
                return deadline == null ? "none" : String.valueOf(deadline.left(System.nanoTime()) / 1_000_000);
            }
        }
    }
}
