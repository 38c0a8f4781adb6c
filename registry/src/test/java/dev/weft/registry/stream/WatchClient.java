package dev.weft.registry.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.weft.mesh.document.KeyPaths;
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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A client of the stream that reads it as it comes. */
public final class WatchClient implements AutoCloseable {

    static final String PATH = "/mesh/v1/watch";

    /** As JSON. */
    public static final String EVERY_FEATURE =
            new ObjectMapper().valueToTree(KeyPaths.all()).toString();

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int BOUND_SECONDS = 30;
    private static final AtomicInteger INSTANCES = new AtomicInteger();

    // Kept: one that nobody refers to may end.
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final RunningRegistry registry;
    private final String instance;
    private final Stream<String> lines;
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final Thread reader;
    private final Event first;

    /** An event; of the name {@code end} when the stream has ended, and {@code :} for a heartbeat. */
    record Event(String name, JsonNode data) {}

    private WatchClient(RunningRegistry registry, String instance, Stream<String> lines) throws InterruptedException {
        this.registry = registry;
        this.instance = instance;
        this.lines = lines;
        this.reader = new Thread(this::read, "watch-client");
        reader.start();
        this.first = next();
    }

    /** Opens a stream of a client that understands these features, for services as JSON. */
    public static WatchClient open(RunningRegistry registry, String features, String services) throws Exception {
        return open(registry, instance(), features, services);
    }

    /** Opens a stream of this instance, which understands nothing. */
    static WatchClient openAs(RunningRegistry registry, String instance, String services) throws Exception {
        return open(registry, instance, "[]", services);
    }

    private static WatchClient open(RunningRegistry registry, String instance, String features, String services)
            throws Exception {
        HttpResponse<Stream<String>> response = CLIENT.send(
                request(registry, body(instance, features, services)).build(), BodyHandlers.ofLines());
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith("text/event-stream");
        WatchClient client = new WatchClient(registry, instance, response.body());
        assertThat(client.first.name()).as("event %s", client.first).isEqualTo("hello");
        return client;
    }

    static HttpRequest.Builder request(RunningRegistry registry, String features, String services) {
        return request(registry, body(features, services));
    }

    private static HttpRequest.Builder request(RunningRegistry registry, String body) {
        return registry.anonymous(PATH)
                .header("Content-Type", "application/json")
                .header("Accept", "text/event-stream")
                .POST(BodyPublishers.ofString(body));
    }

    /** What a client says that no other is. */
    static String body(String features, String services) {
        return body(instance(), features, services);
    }

    private static String instance() {
        return "petservice-" + INSTANCES.incrementAndGet();
    }

    private static String body(String instance, String features, String services) {
        return """
                {"client": {"service": "petservice", "instance": "%s", "starter": "0.1.0", "features": %s},
                 "services": %s, "unknown": 1}""".formatted(instance, features, services);
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

    public static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Which instance of petservice it is. */
    String name() {
        return instance;
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
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(BOUND_SECONDS);
        while (true) {
            Event event = events.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            assertThat(event).as("an event within %s s", BOUND_SECONDS).isNotNull();
            if (wanted.test(event)) {
                return event;
            }
        }
    }

    /** The next instance of which it is said that its lease has ended. */
    public String lapsed() throws InterruptedException {
        return next(event -> !event.data().path("lapsed").isEmpty())
                .data()
                .path("lapsed")
                .get(0)
                .textValue();
    }

    /** Waits until it is told rules like these; none are no text. */
    public void rules(Predicate<String> wanted) throws InterruptedException {
        next(event -> event.name().equals("rules")
                && wanted.test(event.data().path("document").asText("")));
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
