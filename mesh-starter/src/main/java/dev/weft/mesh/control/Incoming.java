package dev.weft.mesh.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weft.mesh.model.ServiceName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the registry tells on a stream. What a newer one says beside it is ignored. */
final class Incoming {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Incoming() {}

    /** @throws IllegalArgumentException if the text is no JSON */
    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("no JSON: " + e.getOriginalMessage(), e);
        }
    }

    /**
     * The first event of a stream.
     *
     * @param registry the peer's URL, for people
     * @param settled whether the registry knows everybody who is there
     */
    record Hello(String session, String registry, boolean settled, int heartbeatSeconds) {

        Hello {
            if (!session.matches("[\\w.~-]{1,128}")) {
                throw new IllegalArgumentException("a session of another form (expected: letters and digits)");
            }
        }

        static Hello of(JsonNode json) {
            return new Hello(
                    text(json, "session"),
                    json.path("registry").asText(),
                    json.path("settled").asBoolean(true),
                    Math.max(1, json.path("heartbeatSeconds").asInt(5)));
        }
    }

    /**
     * Who of a service is there.
     *
     * @param whole whether {@code put} is everybody, and not only what has changed
     * @param gone ids of those who left by their own word
     * @param lapsed ids of those who have fallen silent
     */
    record Endpoints(
            ServiceName service,
            String version,
            boolean whole,
            List<Instance> put,
            List<String> gone,
            List<String> lapsed) {

        static Endpoints of(JsonNode json) {
            List<Instance> put = new ArrayList<>();
            json.path("put").forEach(instance -> put.add(Instance.of(instance)));
            return new Endpoints(
                    named(json),
                    text(json, "version"),
                    json.path("whole").asBoolean(),
                    put,
                    texts(json.path("gone")),
                    texts(json.path("lapsed")));
        }
    }

    /** An instance that is up. */
    record Instance(
            String id,
            String host,
            int port,
            boolean secure,
            @Nullable String zone,
            Map<String, String> metadata) {

        static Instance of(JsonNode json) {
            Map<String, String> metadata = new LinkedHashMap<>();
            json.path("metadata")
                    .fields()
                    .forEachRemaining(entry ->
                            metadata.put(entry.getKey(), entry.getValue().asText()));
            return new Instance(
                    text(json, "id"),
                    text(json, "host"),
                    json.path("port").asInt(),
                    json.path("secure").asBoolean(),
                    json.path("zone").textValue(),
                    metadata);
        }
    }

    /**
     * What the store says of a service.
     *
     * @param follows whether what this client knew when the stream began is of the store's history, as the registry finds
     * @param document the text, or null if nothing is stored
     * @param withheld parts that are left out, since this client lacks what they need
     */
    record Rules(
            ServiceName service,
            StoreVersion version,
            boolean follows,
            @Nullable String document,
            List<Withheld> withheld) {

        static Rules of(JsonNode json) {
            JsonNode store = json.path("store");
            List<Withheld> withheld = new ArrayList<>();
            json.path("withheld")
                    .forEach(part -> withheld.add(new Withheld(text(part, "part"), texts(part.path("needs")))));
            return new Rules(
                    named(json),
                    new StoreVersion(
                            text(store, "id"),
                            store.path("generation").asLong(),
                            json.path("revision").asLong(),
                            json.path("stamp").asLong()),
                    json.path("follows").asBoolean(true),
                    json.path("document").textValue(),
                    List.copyOf(withheld));
        }
    }

    private static ServiceName named(JsonNode json) {
        return ServiceName.of(text(json, "service"));
    }

    private static String text(JsonNode json, String name) {
        String text = json.path(name).textValue();
        if (text == null) {
            throw new IllegalArgumentException("no \"" + name + "\" (expected: a text)");
        }
        return text;
    }

    private static List<String> texts(JsonNode json) {
        List<String> texts = new ArrayList<>();
        json.forEach(text -> texts.add(text.asText()));
        return texts;
    }
}
