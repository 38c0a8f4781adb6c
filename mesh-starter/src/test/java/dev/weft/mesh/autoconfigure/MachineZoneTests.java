package dev.weft.mesh.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/** Beside a metadata server of the machine, over HTTP. */
@ExtendWith(OutputCaptureExtension.class)
class MachineZoneTests {

    private static final String GOOGLE = "projects/123456/zones/europe-west1-b";

    private final Deque<String> answers = new ArrayDeque<>();
    private HttpServer server;
    private int asked;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            asked++;
            String answer = answers.size() > 1 ? answers.remove() : answers.element();
            boolean known = "Google".equals(exchange.getRequestHeaders().getFirst("Metadata-Flavor"))
                    && !answer.equals("not yet");
            byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(known ? 200 : 403, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void startWhenTheMachineTellsItsZoneRegistersIt() {
        answers.add(GOOGLE);

        assertThat(zones("--mesh.zone=")).containsExactly("europe-west1-b", "europe-west1-b");
        assertThat(zones()).containsExactly("europe-west1-b", "europe-west1-b");
    }

    @Test
    void startWhenTheZoneIsKnownAsksNobody() {
        assertThat(zones("--mesh.zone=a")).containsExactly("a", "a");
        assertThat(asked).isZero();
    }

    @Test
    void startWhenTheMachineDoesNotTellItAtOnceAsksAgain() {
        answers.addAll(List.of("not yet", "<html>", GOOGLE));

        assertThat(zones()).containsExactly("europe-west1-b", "europe-west1-b");
    }

    @Test
    void startWhenTheMachineNeverTellsItHasNone(CapturedOutput output) {
        answers.add("not yet");

        assertThat(zones()).containsExactly("", "");
        assertThat(output).contains("does not tell the zone").contains("403");
    }

    @Test
    void startWhenTheUrlIsNoneSaysSo() {
        assertThatThrownBy(() -> start("--mesh.zone-url=here"))
                .hasMessage("mesh.zone-url: \"here\" (expected: an http URL)");
        assertThatThrownBy(() -> start("--mesh.zone-url=file:///etc/zone"))
                .hasMessage("mesh.zone-url: \"file:///etc/zone\" (expected: an http URL)");
    }

    private List<String> zones(String... arguments) {
        String[] all = List.of(arguments).toArray(new String[arguments.length + 1]);
        all[arguments.length] =
                "--mesh.zone-url=http://127.0.0.1:" + server.getAddress().getPort() + "/zone";
        try (ConfigurableApplicationContext context = start(all)) {
            return List.of(
                    context.getEnvironment().getRequiredProperty("mesh.zone"),
                    context.getEnvironment().getRequiredProperty("eureka.instance.metadata-map.zone"));
        }
    }

    private static ConfigurableApplicationContext start(String... arguments) {
        return new SpringApplicationBuilder(Nothing.class)
                .web(WebApplicationType.NONE)
                .run(arguments);
    }

    @Configuration(proxyBeanMethods = false)
    static class Nothing {}
}
