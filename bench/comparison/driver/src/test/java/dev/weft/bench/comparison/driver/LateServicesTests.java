package dev.weft.bench.comparison.driver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LateServicesTests {

    private final LateServices late = new LateServices();

    @AfterEach
    void stop() {
        late.close();
    }

    @Test
    void eachIsAtAPortOfItsOwnAndAnswersAsABackendDoes() throws Exception {
        assertThat(late.ports()).hasSize(7).containsOnlyKeys(LateServices.names());
        assertThat(new HashSet<>(late.ports().values())).hasSize(7);
        for (int port : late.ports().values()) {
            URI answer = URI.create("http://127.0.0.1:" + port + "/answer?bytes=16");
            HttpResponse<byte[]> got = HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(answer).build(), HttpResponse.BodyHandlers.ofByteArray());
            assertThat(got.statusCode()).isEqualTo(200);
            assertThat(got.body()).hasSize(16);
        }
    }

    /** Or else the second call would connect as well, and hide what the first one takes. */
    @Test
    void eachKeepsItsConnectionForASecondCall() throws Exception {
        byte[] request = "GET /answer?bytes=16 HTTP/1.1\r\nHost: late\r\n\r\n".getBytes(UTF_8);
        try (Socket caller =
                new Socket(InetAddress.getLoopbackAddress(), late.ports().get("late-1"))) {
            for (int call = 1; call <= 2; call++) {
                caller.getOutputStream().write(request);
                assertThat(head(caller.getInputStream())).startsWith("HTTP/1.1 200");
                assertThat(caller.getInputStream().readNBytes(16)).hasSize(16);
            }
        }
    }

    private static String head(InputStream answer) throws IOException {
        StringBuilder head = new StringBuilder();
        int next = 0;
        while (next >= 0 && head.indexOf("\r\n\r\n") < 0) {
            next = answer.read();
            head.append((char) next);
        }
        return head.toString();
    }

    @Test
    void callerInTheMeshIsToldOfEachAsAServiceOfOneInstance() {
        Map<String, String> properties = Wiring.caller(Column.WEFT, List.of(), late.ports());

        assertThat(properties)
                .containsEntry(
                        "mesh.services.late-1.instances[0].port",
                        late.ports().get("late-1").toString())
                .doesNotContainKey("mesh.services.late-1.instances[1].port");
        assertThat(Wiring.caller(Column.HAND_WIRED, List.of(), late.ports())).isEmpty();
    }
}
