package dev.weft.mesh.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;

/** What a {@link MisbehavingServer} does with one request. */
@FunctionalInterface
public interface Behaviour {

    /** Serves the request whose first line has come; the rest is unread. */
    void serve(ServerExchange exchange) throws IOException;

    /** A good answer. */
    static Behaviour ok(String body) {
        return status(200, body);
    }

    /** An answer of this status. */
    static Behaviour status(int status, String body, String... headers) {
        return exchange -> {
            exchange.readRequest();
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.head(status, with(headers, "Content-Length: " + bytes.length));
            exchange.write(bytes);
        };
    }

    /** A good answer of so many zeros. */
    static Behaviour zeros(long bytes) {
        return exchange -> {
            exchange.readRequest();
            exchange.head(200, "Content-Length: " + bytes);
            byte[] buffer = new byte[64 * 1024];
            for (long left = bytes; left > 0; left -= buffer.length) {
                exchange.write(Arrays.copyOf(buffer, (int) Math.min(left, buffer.length)));
            }
        };
    }

    /** A good answer, chunked; each text is a chunk. */
    static Behaviour chunked(String... chunks) {
        return exchange -> {
            exchange.readRequest();
            exchange.head(200, "Transfer-Encoding: chunked");
            for (String chunk : chunks) {
                exchange.chunk(chunk);
            }
            exchange.chunk("");
        };
    }

    /** A good answer, compressed. */
    static Behaviour gzip(String body) {
        return exchange -> {
            exchange.readRequest();
            byte[] bytes = compressed(body);
            exchange.head(200, "Content-Encoding: gzip", "Content-Length: " + bytes.length);
            exchange.write(bytes);
        };
    }

    /** A good answer that says that the connection is the last's, and closes it. */
    static Behaviour lastOnConnection(String body) {
        return status(200, body, "Connection: close").then(ServerExchange::close);
    }

    /** A good answer, then the connection is closed without a word: the next request on it finds it stale. */
    static Behaviour thenCloseSilently(String body) {
        return ok(body).then(ServerExchange::close);
    }

    /** Resets the connection before a byte of the request's body is read. */
    static Behaviour resetBeforeReading() {
        return ServerExchange::reset;
    }

    /** Reads the request, then resets the connection. */
    static Behaviour resetAfterReading() {
        return exchange -> {
            exchange.readRequest();
            exchange.reset();
        };
    }

    /** A good answer once so many requests are there, so that each has a connection of its own. */
    static Behaviour okTogether(int requests, String body) {
        CountDownLatch all = new CountDownLatch(requests);
        return exchange -> {
            all.countDown();
            try {
                if (!all.await(30, TimeUnit.SECONDS)) {
                    throw new IOException("only " + (requests - all.getCount()) + " requests of " + requests);
                }
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            ok(body).serve(exchange);
        };
    }

    /** Resets the first connections, so many, when they are used; a good answer on later ones. */
    static Behaviour resetOnConnectionsUpTo(int last, String body) {
        return exchange -> (exchange.connection() <= last ? resetAfterReading() : ok(body)).serve(exchange);
    }

    /** Reads the request, then closes the connection without an answer. */
    static Behaviour closeAfterReading() {
        return exchange -> {
            exchange.readRequest();
            exchange.close();
        };
    }

    /** Reads the request and never answers. */
    static Behaviour blackHole() {
        return exchange -> {
            exchange.readRequest();
            exchange.awaitClientsClose();
        };
    }

    /** Accepts the request's head and reads nothing more, for as long as the client tries. */
    static Behaviour notReading() {
        return ServerExchange::awaitServersClose;
    }

    /** The answer's head comes byte by byte and never gets done. */
    static Behaviour dripHead() {
        return exchange -> {
            exchange.readRequest();
            exchange.write("HTTP/1.1 200 OK\r\nX-Drip: ".getBytes(StandardCharsets.US_ASCII));
            exchange.drip();
        };
    }

    /** The answer's body comes byte by byte and never gets done. */
    static Behaviour dripBody() {
        return exchange -> {
            exchange.readRequest();
            exchange.head(200, "Content-Length: 1000000000");
            exchange.drip();
        };
    }

    /** Part of the answer's body comes, then nothing more. */
    static Behaviour stallInBody(String part) {
        return exchange -> {
            exchange.readRequest();
            exchange.head(200, "Content-Length: " + (part.length() + 100));
            exchange.write(part.getBytes(StandardCharsets.UTF_8));
            exchange.awaitClientsClose();
        };
    }

    /** The connection closes before the announced length was sent. */
    static Behaviour truncated(String part) {
        return exchange -> {
            exchange.readRequest();
            exchange.head(200, "Content-Length: " + (part.length() + 100));
            exchange.write(part.getBytes(StandardCharsets.UTF_8));
            exchange.close();
        };
    }

    /** The connection closes before the last chunk. */
    static Behaviour truncatedChunked(String part) {
        return exchange -> {
            exchange.readRequest();
            exchange.head(200, "Transfer-Encoding: chunked");
            exchange.chunk(part);
            exchange.close();
        };
    }

    /** A compressed body that ends too early, within a message that is whole. */
    static Behaviour truncatedGzip(String body) {
        return exchange -> {
            exchange.readRequest();
            byte[] bytes = compressed(body);
            byte[] part = Arrays.copyOf(bytes, bytes.length - 10);
            exchange.head(200, "Content-Encoding: gzip", "Content-Length: " + part.length);
            exchange.write(part);
        };
    }

    /** Answers at once, while the request's body is still on its way, and closes. */
    static Behaviour answerBeforeReading(int status) {
        return exchange -> {
            exchange.head(status, "Content-Length: 0", "Connection: close");
            exchange.closeAfterDraining();
        };
    }

    /** What comes after it. */
    default Behaviour then(Behaviour next) {
        return exchange -> {
            serve(exchange);
            next.serve(exchange);
        };
    }

    private static byte[] compressed(String body) throws IOException {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
            gzip.write(body.getBytes(StandardCharsets.UTF_8));
        }
        return compressed.toByteArray();
    }

    private static String[] with(String[] headers, String one) {
        String[] all = Arrays.copyOf(headers, headers.length + 1);
        all[headers.length] = one;
        return all;
    }
}
