package dev.weft.bench.comparison.driver;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Services that nobody calls in a round, each at an address of its own: whoever calls one of them for the first time has no
 * connection to it. They are in this process, and answer as quickly the first time as the second.
 */
final class LateServices implements AutoCloseable {

    private static final int COUNT = 7;

    static {
        // Or else a second answer on a connection would wait for the acknowledgement of the first.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final List<HttpServer> servers = new ArrayList<>();

    LateServices() {
        try {
            for (int n = 0; n < COUNT; n++) {
                HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
                server.createContext("/", LateServices::answer);
                server.start();
                servers.add(server);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("can't serve what is called late", e);
        }
    }

    private static void answer(HttpExchange exchange) throws IOException {
        byte[] body = new byte[Payload.TINY.bytes()];
        exchange.getResponseHeaders().set("Content-Type", "application/octet-stream");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    /** By the names by which they are called. */
    static List<String> names() {
        return IntStream.rangeClosed(1, COUNT).mapToObj(n -> "late-" + n).toList();
    }

    /** Where each of them is. */
    Map<String, Integer> ports() {
        Map<String, Integer> ports = new TreeMap<>();
        for (int n = 0; n < COUNT; n++) {
            ports.put(names().get(n), servers.get(n).getAddress().getPort());
        }
        return ports;
    }

    @Override
    public void close() {
        servers.forEach(server -> server.stop(0));
    }
}
