package dev.weft.registry.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** As much of an API server as HTTPRoutes of one namespace need: lists, watches and statuses, over real sockets. */
final class ApiServer implements AutoCloseable {

    static final String NAMESPACE = "clinic";

    private static final Pattern VERSION = Pattern.compile("resourceVersion=(\\d+)");
    private static final ObjectMapper JSON = new ObjectMapper();

    private record Event(long version, String text) {}

    private final String namespace;
    private final String path;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Set<String> forbidden = ConcurrentHashMap.newKeySet();
    private final Map<String, Integer> calls = new ConcurrentHashMap<>();
    private final Map<String, Integer> refusedStatuses = new ConcurrentHashMap<>();

    // Guarded by this.
    private final Map<String, ObjectNode> routes = new TreeMap<>();
    private final List<Event> events = new ArrayList<>();
    private long version = 100;
    private long oldest;
    private boolean holding;
    private boolean delaying;
    private boolean stalling;
    private boolean muted;
    private boolean released;
    private int held;

    private ServerSocket server;
    private int port;

    ApiServer() throws IOException {
        this(NAMESPACE);
    }

    ApiServer(String namespace) throws IOException {
        this.namespace = namespace;
        this.path = "/apis/gateway.networking.k8s.io/v1/namespaces/" + namespace + "/httproutes";
        start();
    }

    String namespace() {
        return namespace;
    }

    String url() {
        return "http://127.0.0.1:" + port;
    }

    void start() throws IOException {
        ServerSocket next = new ServerSocket();
        next.setReuseAddress(true);
        next.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        port = next.getLocalPort();
        server = next;
        threads.execute(() -> accept(next));
    }

    void stop() throws IOException {
        server.close();
        for (Socket socket : open) {
            socket.close();
        }
        wake();
    }

    private synchronized void wake() {
        notifyAll();
    }

    /** Forbids a verb: list, watch or update. */
    void forbid(String verb) {
        forbidden.add(verb);
    }

    void allow(String verb) {
        forbidden.remove(verb);
    }

    /** Answers nothing from now on. */
    synchronized void hold() {
        holding = true;
    }

    synchronized void release() {
        holding = false;
        released = true;
        notifyAll();
    }

    /** Keeps back what the next list has, until the server is released: others are answered, and what changes is not in it. */
    synchronized void delayNextList() {
        delaying = true;
    }

    /** Begins the answer to the next list, and never ends it. */
    synchronized void stallNextList() {
        stalling = true;
    }

    /** Tells nobody any more what happens, and ends nothing: as it looks where a network drops what belongs to a watch. */
    synchronized void muteWatches() {
        muted = true;
    }

    /** Answers with this code whoever writes the status of a route, whatever it is. */
    void refuseStatus(String name, int code) {
        refusedStatuses.put(name, code);
    }

    void takeStatus(String name) {
        refusedStatuses.remove(name);
    }

    /** How many requests wait for an answer. */
    synchronized int held() {
        return held;
    }

    /** Forgets what has happened so far, as an API server does in time: those who watch have to read anew. */
    synchronized void forget() {
        oldest = ++version;
        events.clear();
        notifyAll();
    }

    int calls(String verb) {
        return calls.getOrDefault(verb, 0);
    }

    /** Creates a route, or changes what it says. */
    synchronized void apply(String name, String spec) {
        ObjectNode before = routes.get(name);
        ObjectNode route = JSON.createObjectNode()
                .put("apiVersion", "gateway.networking.k8s.io/v1")
                .put("kind", "HTTPRoute");
        route.putObject("metadata")
                .put("name", name)
                .put("namespace", namespace)
                .put("uid", "uid-" + name)
                .put("creationTimestamp", "2026-01-01T00:00:00Z")
                .put("generation", before == null ? 1 : generation(before) + 1);
        Object read = new Yaml(new SafeConstructor(new LoaderOptions())).load(spec);
        route.set("spec", JSON.valueToTree(read));
        if (before != null && before.has("status")) {
            route.set("status", before.get("status"));
        }
        put(name, route, before == null ? "ADDED" : "MODIFIED");
    }

    private static long generation(JsonNode route) {
        return route.path("metadata").path("generation").longValue();
    }

    synchronized void delete(String name) {
        ObjectNode gone = routes.remove(name).deepCopy();
        ((ObjectNode) gone.path("metadata")).put("resourceVersion", Long.toString(++version));
        tell("DELETED", gone);
    }

    /** What controllers have written of a route. */
    synchronized JsonNode parents(String name) {
        return routes.get(name).path("status").path("parents");
    }

    /** Has another controller say something. */
    synchronized void otherSays(String name, String parents) throws IOException {
        ObjectNode route = routes.get(name).deepCopy();
        route.putObject("status").set("parents", JSON.readTree(parents));
        put(name, route, "MODIFIED");
    }

    private synchronized void put(String name, ObjectNode route, String type) {
        ((ObjectNode) route.path("metadata")).put("resourceVersion", Long.toString(++version));
        routes.put(name, route);
        tell(type, route);
    }

    private synchronized void tell(String type, JsonNode route) {
        events.add(new Event(version, event(type, route)));
        notifyAll();
    }

    private static String event(String type, JsonNode object) {
        ObjectNode event = JSON.createObjectNode().put("type", type);
        event.set("object", object);
        return event.toString();
    }

    private void accept(ServerSocket its) {
        try {
            while (true) {
                Socket socket = its.accept();
                open.add(socket);
                threads.execute(() -> serve(socket));
            }
        } catch (IOException e) {
            // Stopped.
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            Wire wire = new Wire(socket);
            answer(wire, wire.read());
        } catch (IOException e) {
            // One of both sides has ended it.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(socket);
        }
    }

    private void answer(Wire wire, Wire.Request request) throws IOException, InterruptedException {
        String verb =
                request.method().equals("PUT") ? "update" : request.query().contains("watch=true") ? "watch" : "list";
        calls.merge(verb, 1, Integer::sum);
        if ("h2c".equals(request.fields().get("upgrade"))) {
            calls.merge("h2c", 1, Integer::sum);
        }
        waitWhileHeld();
        if (forbidden.contains(verb)) {
            wire.answer(403, failure(403, "may not " + verb + " httproutes").toString());
        } else if (!request.path().startsWith(path)) {
            wire.answer(404, failure(404, "no " + request.path()).toString());
        } else if (verb.equals("watch")) {
            watch(wire, request);
        } else if (verb.equals("update")) {
            String name = request.path().substring(path.length() + 1).replace("/status", "");
            JsonNode said = update(name, JSON.readTree(request.body()));
            wire.answer(said.path("code").asInt(200), said.toString());
        } else if (isToStall()) {
            calls.merge("stalled", 1, Integer::sum);
            wire.begin(list().toString());
        } else {
            wire.answer(200, list().toString());
        }
    }

    private synchronized boolean isToStall() {
        boolean stalls = stalling;
        stalling = false;
        return stalls;
    }

    private synchronized void waitWhileHeld() throws InterruptedException {
        held++;
        while (holding) {
            wait();
        }
        held--;
    }

    private synchronized JsonNode list() throws InterruptedException {
        JsonNode list = listOfNow();
        if (delaying) {
            delaying = false;
            released = false;
            held++;
            while (!released) {
                wait();
            }
            held--;
        }
        return list;
    }

    private synchronized JsonNode listOfNow() {
        ObjectNode list = JSON.createObjectNode()
                .put("apiVersion", "gateway.networking.k8s.io/v1")
                .put("kind", "HTTPRouteList");
        list.putObject("metadata").put("resourceVersion", Long.toString(version));
        list.putArray("items").addAll(routes.values());
        // What is told from now on has another state of each route.
        return list.deepCopy();
    }

    private synchronized JsonNode update(String name, JsonNode wanted) {
        ObjectNode now = routes.get(name);
        if (refusedStatuses.containsKey(name)) {
            calls.merge("update " + name, 1, Integer::sum);
            return failure(refusedStatuses.get(name), "no status for " + name);
        }
        if (now == null) {
            return failure(404, "no " + name);
        }
        if (!resourceVersion(now).equals(resourceVersion(wanted))) {
            calls.merge("conflict", 1, Integer::sum);
            return failure(409, name + " has changed");
        }
        ObjectNode next = now.deepCopy();
        next.set("status", wanted.get("status"));
        put(name, next, "MODIFIED");
        calls.merge("written", 1, Integer::sum);
        return next;
    }

    private static String resourceVersion(JsonNode route) {
        return route.path("metadata").path("resourceVersion").asText();
    }

    private void watch(Wire wire, Wire.Request request) throws IOException, InterruptedException {
        if (!request.isForWebSocket()) {
            wire.answer(400, failure(400, "no WebSocket").toString());
            return;
        }
        Matcher since = VERSION.matcher(request.query());
        long seen = since.find() ? Long.parseLong(since.group(1)) : 0;
        wire.upgrade(request);
        threads.execute(() -> readToTheEnd(wire));
        while (!wire.isClosed()) {
            List<Event> next = nextAfter(seen, wire);
            if (next == null) {
                wire.send(event("ERROR", failure(410, "too old resource version")));
                wire.hangUp();
                return;
            }
            for (Event event : next) {
                wire.send(event.text);
                seen = event.version;
            }
        }
    }

    private void readToTheEnd(Wire wire) {
        try {
            wire.readToTheEnd();
        } catch (IOException e) {
            // It is over.
        }
        wake();
    }

    /** Waits for what has happened since; null if that is forgotten. */
    private synchronized List<Event> nextAfter(long seen, Wire wire) throws InterruptedException {
        while (!wire.isClosed()) {
            if (seen < oldest) {
                return null;
            }
            List<Event> next =
                    events.stream().filter(event -> event.version > seen).toList();
            if (!next.isEmpty() && !muted) {
                return next;
            }
            wait();
        }
        return List.of();
    }

    private static JsonNode failure(int code, String message) {
        return JSON.createObjectNode()
                .put("apiVersion", "v1")
                .put("kind", "Status")
                .put("status", "Failure")
                .put("message", message)
                .put("code", code);
    }

    @Override
    public void close() throws IOException {
        stop();
        release();
        threads.shutdownNow();
    }
}
