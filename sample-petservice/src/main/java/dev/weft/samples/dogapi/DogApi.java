package dev.weft.samples.dogapi;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;

/** Answers as dog.ceo does, on the port that it is given, without the mesh and without a network. */
public final class DogApi {
    private static final byte[] PICTURE = """
            {"message": "https://images.dog.ceo/breeds/germanshepherd/n02106662_1031.jpg", "status": "success"}
            """.strip().getBytes(StandardCharsets.UTF_8);

    private DogApi() {}

    public static void main(String[] args) throws IOException {
        // Without it, head and body are two packets, and the second waits 40 ms for the first one's acknowledgement.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        int port = Integer.parseInt(args[0]);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(Executors.newFixedThreadPool(8));
        server.createContext("/api/breeds/image/random", DogApi::answer);
        server.start();
    }

    private static void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, PICTURE.length);
            exchange.getResponseBody().write(PICTURE);
        }
    }
}
