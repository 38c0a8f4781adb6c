package dev.weft.meshctl.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.weft.meshctl.Failure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Writes to registries that have just started, over real sockets. */
class RegistryTests {

    private static final String TAG = "\"7.0.abc.store\"";

    private final List<HttpServer> servers = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final List<String> conditions = new ArrayList<>();
    private final List<String> bodies = new ArrayList<>();

    @AfterEach
    void stop() {
        servers.forEach(server -> server.stop(0));
    }

    @Test
    void putWhenTheRegistryHasJustStartedWaitsAndSaysSo() {
        Registry registry = registry(peer(1));

        assertThat(registry.put("pets", TAG, "document", "").path("revision").asLong())
                .isEqualTo(8);
        assertThat(notes)
                .containsExactly("the registry has just started and takes no changes yet: trying again in 0 s");
        assertThat(conditions).containsExactly(TAG, TAG);
    }

    @Test
    void putWhenOnlyOnePeerHasJustStartedGoesToAnother() {
        Registry registry = registry(peer(Integer.MAX_VALUE), peer(0));

        assertThat(registry.put("pets", TAG, "document", "").path("revision").asLong())
                .isEqualTo(8);
        assertThat(notes).isEmpty();
    }

    @Test
    void putWhenAClientKnowsAnotherStoreSaysSo() {
        Registry registry =
                registry(saying("{\"revision\": 8, \"ahead\": {\"service\": \"edge\", \"instance\": \"edge-1\","
                        + " \"id\": \"other\", \"generation\": 0, \"revision\": 9}}"));

        registry.put("pets", TAG, "document", "");

        assertThat(notes).singleElement().asString().contains("edge-1 of edge knows revision 9", "meshctl adopt");
    }

    @Test
    void adoptGoesAboveWhatClientsOfAnyPeerKnow() {
        Registry registry = registry(
                saying("{\"ahead\": null}"),
                URI.create("http://127.0.0.1:1"),
                saying("{\"ahead\": {\"generation\": 4}}"));

        registry.adopt("why");

        assertThat(bodies).endsWith("{\"comment\":\"why\",\"atLeast\":5}");
        assertThat(notes).singleElement().asString().contains("127.0.0.1:1");
    }

    @Test
    void adoptWhenTheLoginIsWrongSaysOnlyThat() {
        Registry registry = registry(server(exchange -> answer(exchange, 401, "{}")));

        assertThatThrownBy(() -> registry.adopt("why")).isInstanceOf(Failure.class);
        assertThat(notes).isEmpty();
    }

    private Registry registry(URI... peers) {
        return new Registry(new Access(Arrays.asList(peers), null, "a test"), notes::add);
    }

    /** One that says always the same. */
    private URI saying(String json) {
        return server(exchange -> answer(exchange, 200, json));
    }

    /** One that takes changes only after it has refused so many. */
    private URI peer(int refusals) {
        AtomicInteger left = new AtomicInteger(refusals);
        return server(exchange -> {
            boolean settling = left.getAndUpdate(count -> Math.max(0, count - 1)) > 0;
            answer(
                    exchange,
                    settling ? 503 : 200,
                    settling ? "{\"status\": 503, \"settled\": false}" : "{\"revision\": 8}");
        });
    }

    private void answer(HttpExchange exchange, int status, String json) throws IOException {
        bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        conditions.add(exchange.getRequestHeaders().getFirst("If-Match"));
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/problem+json");
        exchange.getResponseHeaders().set("Retry-After", "0");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private URI server(HttpHandler handler) {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/", handler);
            server.start();
            servers.add(server);
            return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
