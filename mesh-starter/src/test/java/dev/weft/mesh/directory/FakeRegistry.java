package dev.weft.mesh.directory;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** As much of an Eureka server as a client meets, without deltas, and with a memory that tests can wipe. */
public final class FakeRegistry implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final Map<String, ObjectNode> instances = new ConcurrentHashMap<>();
    private final List<String> story = new CopyOnWriteArrayList<>();
    private final AtomicInteger fetches = new AtomicInteger();
    private final AtomicInteger refusals = new AtomicInteger();
    private volatile boolean locked;
    private final Set<String> credentials = ConcurrentHashMap.newKeySet();

    /** Starts at this port, or at any if it is 0. */
    public FakeRegistry(int port) {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/eureka/apps", this::serve);
        server.start();
    }

    public int port() {
        return server.getAddress().getPort();
    }

    public String url() {
        return "http://127.0.0.1:" + port() + "/eureka/";
    }

    /** What instances told so far, in order: "UP petservice", "cancel petservice". */
    public List<String> story() {
        return List.copyOf(story);
    }

    /** What whoever came so far showed to be let in, and "none" for those who showed nothing. */
    public Set<String> credentials() {
        return Set.copyOf(credentials);
    }

    /** How often somebody asked for the list, or for what has changed in it. */
    public int fetches() {
        return fetches.get();
    }

    /** What the one instance of a service registered, or null. */
    public @Nullable JsonNode instance(String service) {
        return instances.values().stream()
                .filter(instance -> instance.path("vipAddress").asText().equals(service))
                .findFirst()
                .orElse(null);
    }

    /** An instance that somebody else registered. */
    public void knows(String service, String id, int port) {
        ObjectNode instance = JSON.createObjectNode();
        instance.put("instanceId", id).put("app", service.toUpperCase()).put("vipAddress", service);
        instance.put("hostName", "127.0.0.1").put("ipAddr", "127.0.0.1").put("status", "UP");
        instance.putObject("port").put("$", port).put("@enabled", "true");
        instance.putObject("securePort").put("$", 443).put("@enabled", "false");
        instance.putObject("dataCenterInfo")
                .put("@class", "com.netflix.appinfo.InstanceInfo$DefaultDataCenterInfo")
                .put("name", "MyOwn");
        instance.putObject("metadata").put("version", "v1").put("zone", "a").put("weight", "3");
        instances.put(service.toUpperCase() + "/" + id, instance);
    }

    /** So many registrations that come next are refused, as by a registry that is not ready. */
    public void refuses(int registrations) {
        refusals.set(registrations);
    }

    /** From now on it lets in nobody who comes without credentials, and says so as the mesh's registry does. */
    public void locks() {
        locked = true;
    }

    public void forgetEverything() {
        instances.clear();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void serve(HttpExchange exchange) throws IOException {
        String shown = exchange.getRequestHeaders().getFirst("Authorization");
        credentials.add(shown == null ? "none" : shown);
        try (exchange) {
            if (locked && shown == null) {
                answer(exchange, 401, "{\"type\":\"about:blank\",\"title\":\"Unauthorized\",\"status\":401}");
                return;
            }
            String[] path = exchange.getRequestURI()
                    .getPath()
                    .replaceAll("^/eureka/apps/?", "")
                    .split("/");
            switch (exchange.getRequestMethod()) {
                case "POST" -> answer(exchange, register(exchange), null);
                case "PUT" -> answer(exchange, instances.containsKey(key(path)) ? 200 : 404, null);
                case "DELETE" -> answer(exchange, cancel(key(path)), null);
                default -> {
                    fetches.incrementAndGet();
                    boolean all = path[0].isEmpty();
                    answer(exchange, all ? 200 : 404, all ? JSON.writeValueAsString(applications()) : null);
                }
            }
        }
    }

    private int register(HttpExchange exchange) throws IOException {
        if (refusals.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            return 503;
        }
        ObjectNode instance =
                (ObjectNode) JSON.readTree(exchange.getRequestBody()).path("instance");
        String key = instance.path("app").asText() + "/"
                + instance.path("instanceId").asText();
        if (instances.containsKey(key) && time(instances.get(key)) > time(instance)) {
            // As Eureka has it: what is older than what is known is ignored, politely.
            return 204;
        }
        instances.put(key, instance);
        String event = instance.path("status").asText() + " "
                + instance.path("vipAddress").asText();
        if (story.isEmpty() || !story.get(story.size() - 1).equals(event)) {
            story.add(event);
        }
        return 204;
    }

    private static long time(JsonNode instance) {
        return instance.path("lastDirtyTimestamp").asLong();
    }

    private int cancel(String key) {
        ObjectNode instance = instances.remove(key);
        if (instance == null) {
            return 404;
        }
        story.add("cancel " + instance.path("vipAddress").asText());
        return 200;
    }

    private static String key(String[] path) {
        return String.join("/", path);
    }

    private ObjectNode applications() {
        Map<String, List<ObjectNode>> byName = new TreeMap<>();
        instances
                .values()
                .forEach(instance -> byName.computeIfAbsent(instance.path("app").asText(), name -> new ArrayList<>())
                        .add(instance));
        ObjectNode root = JSON.createObjectNode();
        ObjectNode applications = root.putObject("applications");
        applications.put("versions__delta", "1").put("apps__hashcode", "UP_" + instances.size() + "_");
        ArrayNode list = applications.putArray("application");
        byName.forEach((name, members) ->
                list.addObject().put("name", name).putArray("instance").addAll(members));
        return root;
    }

    private static void answer(HttpExchange exchange, int status, @Nullable String body) throws IOException {
        byte[] bytes = body == null ? new byte[0] : body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length > 0) {
            exchange.getResponseBody().write(bytes);
        }
    }
}
