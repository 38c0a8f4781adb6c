package dev.weft.meshctl;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A server that gives the same answers again and again: 404 to what it wasn't told. */
public final class StubServer implements AutoCloseable {

    private static final String TAG = "\"1.0.abc.store\"";

    private record Page(int status, String type, String body) {}

    private final Map<String, Page> pages = new ConcurrentHashMap<>();
    private final HttpServer server;
    private final Page missing;
    private final @Nullable String tag;

    /** A registry. */
    public StubServer() throws IOException {
        this(new Page(404, "application/problem+json", "{}"), TAG);
    }

    private StubServer(Page missing, @Nullable String tag) throws IOException {
        this.missing = missing;
        this.tag = tag;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    /** Another server, which knows nothing of registries. */
    public static StubServer stranger(String type, String body) throws IOException {
        return new StubServer(new Page(404, type, body), null);
    }

    /** @param request the method and the path */
    public StubServer says(String request, String json) {
        return says(request, 200, "application/json", json);
    }

    /** The same with a status. */
    public StubServer says(String request, int status, String type, String json) {
        pages.put(request, new Page(status, type, json));
        return this;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String request =
                    exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
            Page page = pages.getOrDefault(request, missing);
            byte[] body = page.body.getBytes(StandardCharsets.UTF_8);
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().set("Content-Type", page.type);
            if (tag != null) {
                exchange.getResponseHeaders().set("ETag", tag);
            }
            exchange.sendResponseHeaders(page.status, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    public int port() {
        return server.getAddress().getPort();
    }

    public String address() {
        return "http://127.0.0.1:" + port();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
