package dev.weft.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OpenLoopTests {

    private static final String GOOD = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\nConnection: close\r\n\r\ngood";

    private final AtomicInteger arrived = new AtomicInteger();
    private ServerSocket server;

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    @Test
    void getWhenItsConnectionEndsWithoutAnAnswerIsLost() {
        serve(0);

        LoadReport report = new OpenLoop().run(new Load(100, 5, n -> get(), (n, answer) -> null));

        assertThat(report.failed())
                .hasSize(5)
                .allSatisfy(lost -> assertThat(lost.problem()).contains("EOF"));
        assertThat(arrived).hasValue(5);
    }

    @Test
    void getWhenOnlyASecondAttemptWouldBeAnsweredIsLost() {
        serve(1);

        LoadReport report = new OpenLoop().run(new Load(100, 2, n -> get(), (n, answer) -> null));

        assertThat(report.failed()).extracting(Sample::n).hasSize(1);
        assertThat(arrived).hasValue(2);
    }

    @Test
    void loadWhenARequestCannotBeMadeEndsForAllWhoWaitForIt() {
        RunningLoad load = new OpenLoop()
                .start(new Load(
                        100,
                        2,
                        n -> {
                            throw new IllegalStateException("no target for #" + n);
                        },
                        (n, answer) -> null));

        assertThatThrownBy(() -> load.awaitSent(2)).hasRootCauseMessage("no target for #0");
        assertThatThrownBy(load::report).hasRootCauseMessage("no target for #0");
    }

    @Test
    void awaitSentWhenTheLoadHasRunOutSaysSo() {
        serve(3);
        RunningLoad load = new OpenLoop().start(new Load(100, 3, n -> get(), (n, answer) -> null));
        load.report();

        assertThatThrownBy(() -> load.awaitSent(4))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("ended after 3 requests, while somebody waited for 4");
        assertThatThrownBy(() -> load.awaitSent(1)).hasMessageContaining("ended after 3 requests");
        assertThatThrownBy(() -> load.awaitMore(1)).hasMessageContaining("waited for 4");
    }

    /** @param good so many connections are answered, from the second on; all others are closed */
    private void serve(int good) {
        Thread thread = new Thread(() -> {
            while (!server.isClosed()) {
                try (Socket socket = server.accept()) {
                    int n = arrived.getAndIncrement();
                    if (socket.getInputStream().read() >= 0) {
                        socket.getInputStream().skip(socket.getInputStream().available());
                    }
                    if (n > 0 && n <= good) {
                        socket.getOutputStream().write(GOOD.getBytes(StandardCharsets.US_ASCII));
                    }
                } catch (IOException e) {
                    if (!server.isClosed()) {
                        throw new UncheckedIOException(e);
                    }
                }
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private HttpRequest get() {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.getLocalPort() + "/"))
                .build();
    }
}
