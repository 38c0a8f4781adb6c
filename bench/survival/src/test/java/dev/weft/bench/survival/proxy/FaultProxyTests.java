package dev.weft.bench.survival.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a real server that says back what it hears. */
class FaultProxyTests {

    private static final int PATIENCE_MILLIS = 10_000;
    private static final int A_MOMENT_MILLIS = 200;

    private ServerSocket echo;
    private FaultProxy proxy;

    @BeforeEach
    void start() throws IOException {
        echo = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        proxy = FaultProxy.before(echo.getLocalPort());
        Thread server = new Thread(this::serve, "echo");
        server.setDaemon(true);
        server.start();
    }

    @AfterEach
    void stop() throws IOException {
        proxy.close();
        echo.close();
    }

    private void serve() {
        try {
            while (true) {
                Socket socket = echo.accept();
                Thread connection = new Thread(() -> echo(socket), "echo-connection");
                connection.setDaemon(true);
                connection.start();
            }
        } catch (IOException e) {
            assertThat(echo.isClosed()).isTrue();
        }
    }

    private static void echo(Socket socket) {
        try (socket) {
            socket.getInputStream().transferTo(socket.getOutputStream());
        } catch (IOException e) {
            assertThat(e).isInstanceOf(SocketException.class);
        }
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
        socket.setSoTimeout(PATIENCE_MILLIS);
        return socket;
    }

    private static void say(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String hear(Socket socket, int length) throws IOException {
        return new String(socket.getInputStream().readNBytes(length), StandardCharsets.US_ASCII);
    }

    @Test
    void bytesWhenNothingIsWrongPassBothWaysAndEndWithTheStream() throws IOException {
        try (Socket socket = connect()) {
            say(socket, "x".repeat(100_000));
            assertThat(hear(socket, 100_000)).hasSize(100_000);
            socket.shutdownOutput();
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void answerWhenThereIsLatencyTakesAtLeastSoLong() throws IOException {
        proxy.toClient(new Fault.Latency(Duration.ofMillis(50), Duration.ofMillis(10)));
        try (Socket socket = connect()) {
            long start = System.nanoTime();
            say(socket, "hello");

            assertThat(hear(socket, 5)).isEqualTo("hello");
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(50));
        }
    }

    @Test
    void connectionWhenTheProxyIsDownIsRefusedAndOpenOnesEndUntilItIsUp() throws IOException {
        try (Socket socket = connect()) {
            say(socket, "a");
            assertThat(hear(socket, 1)).isEqualTo("a");

            proxy.down();

            assertThatThrownBy(this::connect).isInstanceOf(ConnectException.class);
            assertThat(hearsNothingMore(socket)).isTrue();
        }
        proxy.up();
        try (Socket socket = connect()) {
            say(socket, "b");
            assertThat(hear(socket, 1)).isEqualTo("b");
        }
    }

    private static boolean hearsNothingMore(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read() == -1;
        } catch (SocketException e) {
            return true;
        }
    }

    @Test
    void bytesWhenBandwidthIsLimitedComeNoFaster() throws IOException {
        proxy.toClient(new Fault.Bandwidth(10_000));
        try (Socket socket = connect()) {
            long start = System.nanoTime();
            say(socket, "x".repeat(1_000));

            assertThat(hear(socket, 1_000)).hasSize(1_000);
            // The last slice is not waited for.
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(80));
        }
    }

    @Test
    void bytesWhenNothingGoesThroughAreHeldUntilItIsHealed() throws IOException {
        try (Socket socket = connect()) {
            proxy.toServer(new Fault.Timeout(Duration.ZERO));
            say(socket, "late");
            socket.setSoTimeout(A_MOMENT_MILLIS);
            assertThatThrownBy(() -> hear(socket, 4)).isInstanceOf(SocketTimeoutException.class);

            proxy.heal();

            socket.setSoTimeout(PATIENCE_MILLIS);
            assertThat(hear(socket, 4)).isEqualTo("late");
        }
    }

    @Test
    void connectionWhenItTimesOutIsClosed() throws IOException {
        proxy.toServer(new Fault.Timeout(Duration.ofMillis(20)));
        try (Socket socket = connect()) {
            say(socket, "nobody hears");

            assertThat(hearsNothingMore(socket)).isTrue();
        }
    }

    @Test
    void connectionWhenItIsResetFailsInsteadOfEnding() throws IOException {
        proxy.toClient(new Fault.Reset(Duration.ZERO));
        try (Socket socket = connect()) {
            say(socket, "hello");

            assertThatThrownBy(() -> hear(socket, 1))
                    .isInstanceOf(SocketException.class)
                    .hasMessageContaining("reset");
        }
    }

    @Test
    void connectionsWhenThoseThatAreOpenAreToBeResetFailWhenTheyAreUsedAgainAndNewOnesDoNot() throws IOException {
        try (Socket old = connect();
                Socket idle = connect()) {
            say(old, "a");
            assertThat(hear(old, 1)).isEqualTo("a");
            say(idle, "b");
            assertThat(hear(idle, 1)).isEqualTo("b");

            proxy.toServerOnOpen(new Fault.Reset(Duration.ZERO));

            try (Socket fresh = connect()) {
                say(fresh, "c");
                assertThat(hear(fresh, 1)).isEqualTo("c");
                say(old, "d");
                assertThatThrownBy(() -> hear(old, 1)).isInstanceOf(SocketException.class);
                say(fresh, "e");
                assertThat(hear(fresh, 1)).isEqualTo("e");
            }
            assertThat(proxy.broken()).isEqualTo(1);
        }
    }

    @Test
    void bytesWhenTheyAreSlicedAllCome() throws IOException {
        proxy.toServer(new Fault.Slicer(1, Duration.ofMillis(1)));
        try (Socket socket = connect()) {
            say(socket, "in ten bits");

            assertThat(hear(socket, 11)).isEqualTo("in ten bits");
        }
    }

    @Test
    void connectionWhenTheLimitIsReachedIsClosed() throws IOException {
        proxy.toClient(new Fault.Limit(5));
        try (Socket socket = connect()) {
            say(socket, "more than five");

            assertThat(hear(socket, 20)).isEqualTo("more ");
        }
    }

    @Test
    void endOfStreamWhenItIsToBeSlowComesSoMuchLater() throws IOException {
        proxy.toClient(new Fault.SlowClose(Duration.ofMillis(50)));
        try (Socket socket = connect()) {
            say(socket, "bye");
            assertThat(hear(socket, 3)).isEqualTo("bye");
            long start = System.nanoTime();
            socket.shutdownOutput();

            assertThat(socket.getInputStream().read()).isEqualTo(-1);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(50));
        }
    }
}
