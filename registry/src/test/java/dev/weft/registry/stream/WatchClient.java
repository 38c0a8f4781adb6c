package dev.weft.registry.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.weft.registry.RunningRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A client of the stream that reads it as it comes. */
final class WatchClient implements AutoCloseable {

    static final String PATH = "/mesh/v1/watch";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int BOUND_SECONDS = 30;
    private static final int TRIES = 5;

    // Kept: one that nobody refers to may end.
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final RunningRegistry registry;
    private final Stream<String> lines;
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final Thread reader;
    private final Event first;

    /** An event; of the name {@code end} when the stream has ended, and {@code :} for a heartbeat. */
    record Event(String name, JsonNode data) {}

    private WatchClient(RunningRegistry registry, Stream<String> lines) throws InterruptedException {
        this.registry = registry;
        this.lines = lines;
        this.reader = new Thread(this::read, "watch-client");
        reader.start();
        this.first = next();
    }

    /**
     * Opens a stream of a client that understands these features, for services as JSON. Like every client it comes again if
     * the stream ends before it has begun: while other clients break off, the container may take a new connection for one
     * of theirs.
     */
    static WatchClient open(RunningRegistry registry, String features, String services) throws Exception {
        WatchClient client = tryToOpen(registry, features, services);
        for (int again = 1; again < TRIES && client.first.name().equals("end"); again++) {
            client = tryToOpen(registry, features, services);
        }
        assertThat(client.first.name()).as("event %s", client.first).isEqualTo("hello");
        return client;
    }

    private static WatchClient tryToOpen(RunningRegistry registry, String features, String services) throws Exception {
        HttpResponse<Stream<String>> response =
                CLIENT.send(request(registry, features, services).build(), BodyHandlers.ofLines());
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith("text/event-stream");
        return new WatchClient(registry, response.body());
    }

    static HttpRequest.Builder request(RunningRegistry registry, String features, String services) {
        return registry.anonymous(PATH)
                .header("Content-Type", "application/json")
                .header("Accept", "text/event-stream")
                .POST(BodyPublishers.ofString(body(features, services)));
    }

    static String body(String features, String services) {
        return """
                {"client": {"service": "petservice", "instance": "petservice-1", "starter": "0.1.0", "features": %s},
                 "services": %s, "unknown": 1}""".formatted(features, services);
    }

    private void read() {
        String[] name = {""};
        JsonNode why = JSON.nullNode();
        try {
            lines.forEach(line -> {
                if (line.startsWith("event: ")) {
                    name[0] = line.substring("event: ".length());
                } else if (line.startsWith("data: ")) {
                    events.add(new Event(name[0], json(line.substring("data: ".length()))));
                } else if (line.equals(":")) {
                    events.add(new Event(":", JSON.nullNode()));
                }
            });
        } catch (UncheckedIOException e) {
            // The registry is gone.
            why = TextNode.valueOf(e.toString());
        }
        events.add(new Event("end", why));
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    JsonNode hello() {
        return first.data();
    }

    String session() {
        return hello().path("session").textValue();
    }

    /** The next event but heartbeats, which must be of this name. */
    JsonNode next(String name) throws InterruptedException {
        Event event = next();
        assertThat(event.name()).as("event %s", event).isEqualTo(name);
        return event.data();
    }

    /** The next event but heartbeats. */
    Event next() throws InterruptedException {
        return next(event -> !event.name().equals(":"));
    }

    /** The next event like this; the ones before it are passed over. */
    Event next(Predicate<Event> wanted) throws InterruptedException {
        while (true) {
            Event event = events.poll(BOUND_SECONDS, TimeUnit.SECONDS);
            assertThat(event).as("an event within %s s", BOUND_SECONDS).isNotNull();
            if (wanted.test(event)) {
                return event;
            }
        }
    }

    int add(String services) throws Exception {
        return send("/services", "{\"services\": " + services + "}");
    }

    int report(String reports) throws Exception {
        return send("/reports", "{\"reports\": " + reports + "}");
    }

    private int send(String what, String body) throws Exception {
        HttpRequest.Builder request = registry.anonymous(PATH + "/" + session() + what)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body));
        return registry.send(request).statusCode();
    }

    @Override
    public void close() {
        lines.close();
        reader.interrupt();
    }
}
