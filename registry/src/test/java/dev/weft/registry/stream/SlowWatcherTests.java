package dev.weft.registry.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weft.registry.RunningRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that ask for a stream, and then don't read it. */
class SlowWatcherTests {

    private static final Duration BOUND = Duration.ofSeconds(30);

    /** Far more of them than the registry has threads. */
    private static final int SLOW = 300;

    private static final int CHANGES = 20;

    /** As large as all buffers between the two together. */
    private static final String LARGE = "# " + "x".repeat(500_000) + "\n";

    private final List<Socket> slow = new ArrayList<>();
    private RunningRegistry registry;

    @BeforeEach
    void start(@TempDir Path directory) throws Exception {
        registry = RunningRegistry.start(directory, "registry.settling=0s");
    }

    @AfterEach
    void stop() throws Exception {
        for (Socket socket : slow) {
            socket.close();
        }
        registry.close();
    }

    @Test
    void watchersWhenOthersNeverReadHearOfEveryChange() throws Exception {
        for (int n = 0; n < SLOW; n++) {
            slow.add(openAndNeverRead());
        }
        await().atMost(BOUND).until(() -> watchers() == SLOW);

        try (WatchClient client = WatchClient.open(registry, "[\"timeout\"]", "[{\"name\": \"busy\"}]")) {
            client.next("endpoints");
            client.next("rules");
            for (int n = 1; n <= CHANGES; n++) {
                long before = n == 1 ? 0 : revision();
                HttpResponse<String> put =
                        registry.put("busy", before, LARGE + "services: { busy: { timeout: " + n + "s } }");
                assertThat(put.statusCode()).as(put.body()).isLessThan(300);
                assertThat(client.next("rules").path("document").textValue()).contains("timeout: " + n + "s");
            }
        }

        assertThat(watchers()).isGreaterThanOrEqualTo(SLOW);
        // What was missed between is not sent any more: only what the buffers held, and then the latest.
        assertThat(read(slow.get(0), "timeout: " + CHANGES + "s").split("event: rules", -1).length - 1)
                .isLessThan(CHANGES);
    }

    private Socket openAndNeverRead() throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4_096);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), registry.port()));
        String body = WatchClient.body("[\"timeout\"]", "[{\"name\": \"busy\"}]");
        String request = "POST " + WatchClient.PATH
                + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: " + body.length()
                + "\r\n\r\n" + body;
        socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
        return socket;
    }

    /** All that comes until this has come. */
    private static String read(Socket socket, String end) throws IOException {
        socket.setSoTimeout((int) BOUND.toMillis());
        InputStream in = socket.getInputStream();
        StringBuilder read = new StringBuilder();
        byte[] buffer = new byte[64 * 1024];
        while (read.indexOf(end) < 0) {
            int length = in.read(buffer);
            assertThat(length).as("bytes before \"%s\"", end).isPositive();
            read.append(new String(buffer, 0, length, StandardCharsets.US_ASCII));
        }
        return read.toString();
    }

    private int watchers() throws Exception {
        return WatchClient.json(registry.get("/mesh/v1/status").body())
                .path("watchers")
                .intValue();
    }

    private long revision() throws Exception {
        return WatchClient.json(registry.get("/mesh/v1/rules").body())
                .path("revision")
                .longValue();
    }
}
