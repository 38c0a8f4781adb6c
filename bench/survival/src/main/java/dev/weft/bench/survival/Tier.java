package dev.weft.bench.survival;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weft.bench.fleet.Fleet;
import dev.weft.bench.fleet.Instance;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;

/**
 * A process that behaves as it is told. It is told, and asked, past the mesh.
 *
 * @param instance the process
 */
public record Tier(Fleet fleet, Instance instance) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** What has reached it. */
    public record Tally(long arrived, long startedLate, long workedLate, int inside, long halves) {}

    public String name() {
        return instance.name();
    }

    public URI uri(String path) {
        return instance.uri(path);
    }

    /** From now on it answers so: {@code failPercent=50&delayMillis=10}; nothing: as well as it can. */
    public void behave(String how) {
        HttpResponse<String> answer = fleet.send(HttpRequest.newBuilder(uri("/behave?" + how))
                .POST(BodyPublishers.noBody())
                .build());
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(name() + " does not behave: " + answer.statusCode() + " " + answer.body());
        }
    }

    public Tally tally() {
        try {
            return JSON.treeToValue(json("/tally"), Tally.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** How many requests have reached several of them. */
    public static long arrived(List<Tier> tiers) {
        return tiers.stream().mapToLong(tier -> tier.tally().arrived()).sum();
    }

    /** Of one that it calls, the endpoint at this instance as {@code /actuator/mesh} shows it; missing if it is none. */
    public JsonNode endpoint(String service, Tier other) {
        for (JsonNode endpoint : endpoints(service)) {
            if (endpoint.path("id").asText().equals(other.name())) {
                return endpoint;
            }
        }
        return JSON.missingNode();
    }

    /** All endpoints of a service that it calls. */
    public JsonNode endpoints(String service) {
        return json("/actuator/mesh/" + service).at("/destination/endpoints");
    }

    /** An answer to GET. */
    public JsonNode json(String path) {
        HttpResponse<String> answer = fleet.get(uri(path));
        try {
            return JSON.readTree(answer.body());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(name() + path + ": " + answer.statusCode() + " " + answer.body(), e);
        }
    }
}
