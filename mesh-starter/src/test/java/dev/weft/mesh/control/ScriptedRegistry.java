package dev.weft.mesh.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The registry's end of a watch stream over real sockets, which says what the test tells it to say. */
final class ScriptedRegistry implements AutoCloseable {

    static final ObjectMapper JSON = new ObjectMapper();

    private static final long PATIENCE_SECONDS = 30;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final BlockingQueue<Stream> opened = new LinkedBlockingQueue<>();
    private final List<JsonNode> told = new CopyOnWriteArrayList<>();
    private final List<String> authorizations = new CopyOnWriteArrayList<>();
    private final List<Integer> refusals = new CopyOnWriteArrayList<>();
    private volatile int refuseWith;
    private volatile int tellingStatus = 204;

    /** Starts at this port, or at any if it is 0. */
    ScriptedRegistry(int port) {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/mesh/v1/watch", this::serve);
        server.setExecutor(threads);
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** As it stands in eureka.client.service-url. */
    String url() {
        return "http://127.0.0.1:" + port() + "/eureka/";
    }

    /** From now on whoever wants a stream gets this status instead; 0 for streams. */
    void refuseWith(int status) {
        refuseWith = status;
    }

    /** From now on whoever tells something about a stream gets this status. */
    void answerWith(int status) {
        tellingStatus = status;
    }

    /** How often a stream was refused. */
    int refused() {
        return refusals.size();
    }

    /** What was told about streams, in order. */
    List<JsonNode> told() {
        return told;
    }

    /** The credentials that came, in order. */
    List<String> authorizations() {
        return authorizations;
    }

    /** The next stream that somebody opens. */
    Stream opened() {
        try {
            Stream stream = opened.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (stream == null) {
                throw new AssertionError("nobody has opened a stream");
            }
            return stream;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whether somebody has opened a stream that the test has not seen yet. */
    boolean hasOpened() {
        return !opened.isEmpty();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void serve(HttpExchange exchange) throws IOException {
        JsonNode body = JSON.readTree(exchange.getRequestBody());
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        if (authorization != null) {
            authorizations.add(authorization);
        }
        if (!exchange.getRequestURI().getPath().equals("/mesh/v1/watch")) {
            told.add(body);
            exchange.sendResponseHeaders(tellingStatus, -1);
            exchange.close();
        } else if (refuseWith != 0) {
            refusals.add(refuseWith);
            byte[] problem = "{\"detail\":\"not now\"}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(refuseWith, problem.length);
            exchange.getResponseBody().write(problem);
            exchange.close();
        } else {
            exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().flush();
            opened.add(new Stream(exchange, body));
        }
    }

    /** A stream that a client has opened. */
    static final class Stream {

        private final HttpExchange exchange;
        private final JsonNode asked;

        private Stream(HttpExchange exchange, JsonNode asked) {
            this.exchange = exchange;
            this.asked = asked;
        }

        /** What the client sent to open it. */
        JsonNode asked() {
            return asked;
        }

        /** What it sent of one service, or null. */
        @Nullable
        JsonNode asked(String service) {
            for (JsonNode watched : asked.path("services")) {
                if (watched.path("name").asText().equals(service)) {
                    return watched;
                }
            }
            return null;
        }

        Stream hello(boolean settled) {
            return hello(settled, 1);
        }

        Stream hello(boolean settled, int heartbeatSeconds) {
            return say(
                    "hello",
                    "{'session':'s1','registry':'here','settled':" + settled + ",'heartbeatSeconds':" + heartbeatSeconds
                            + "}");
        }

        Stream endpoints(String service, String version, String... addresses) {
            return say(
                    "endpoints",
                    "{'service':'" + service + "','version':'" + version + "','whole':true,'put':["
                            + instances(addresses) + "],'gone':[]}");
        }

        Stream change(String service, String version, String more) {
            return say(
                    "endpoints",
                    "{'service':'" + service + "','version':'" + version + "','whole':false," + more + "}");
        }

        Stream rules(String service, String store, int generation, int revision, @Nullable String document) {
            return rules(service, store, generation, revision, document, "");
        }

        Stream rules(
                String service,
                String store,
                int generation,
                int revision,
                @Nullable String document,
                String withheld) {
            String text = document == null
                    ? "null"
                    : JSON.getNodeFactory().textNode(document).toString();
            return raw("event: rules\ndata: {\"service\":\"" + service + "\",\"store\":{\"id\":\"" + store
                    + "\",\"generation\":" + generation + "},\"revision\":" + revision + ",\"document\":" + text
                    + ",\"withheld\":[" + withheld.replace('\'', '"') + "]}\n\n");
        }

        /** An event; apostrophes stand for quotes. */
        Stream say(String event, String data) {
            return raw("event: " + event + "\ndata: " + data.replace('\'', '"') + "\n\n");
        }

        Stream raw(String text) {
            try {
                exchange.getResponseBody().write(text.getBytes(StandardCharsets.UTF_8));
                exchange.getResponseBody().flush();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return this;
        }

        /** Ends it. */
        void end() {
            exchange.close();
        }

        static String instances(String... addresses) {
            StringBuilder all = new StringBuilder();
            for (String address : addresses) {
                String[] parts = address.split(":");
                all.append(all.isEmpty() ? "" : ",")
                        .append("{'id':'" + parts[0] + "','host':'127.0.0.1','port':" + parts[1]
                                + ",'secure':false,'metadata':{'version':'v1'}}");
            }
            return all.toString();
        }
    }
}
