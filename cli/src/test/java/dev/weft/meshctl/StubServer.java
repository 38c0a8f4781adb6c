package dev.weft.meshctl;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A server that gives the same answers again and again: 404 to what it wasn't told. */
public final class StubServer implements AutoCloseable {

    private record Page(int status, String type, String body) {}

    private final Map<String, Page> pages = new ConcurrentHashMap<>();
    private final HttpServer server;

    public StubServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
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
            Page page = pages.getOrDefault(request, new Page(404, "application/problem+json", "{}"));
            byte[] body = page.body.getBytes(StandardCharsets.UTF_8);
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().set("Content-Type", page.type);
            exchange.getResponseHeaders().set("ETag", "\"1.0.abc.store\"");
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
