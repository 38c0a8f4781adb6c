package dev.weft.e2e;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weft.bench.fleet.Fleet;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.NavigableMap;
import java.util.TreeMap;

/** One service's rules in a registry, as whoever is logged in writes and reads them. Thread-safe. */
final class StoredRevisions {

    /** The most that one answer has of the history. */
    private static final int MOST = 500;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Fleet fleet;
    private final URI api;
    private final String login;

    StoredRevisions(Fleet fleet, URI registry, String password) {
        this.fleet = fleet;
        this.api = registry.resolve("/mesh/v1/");
        this.login = Logins.basic("admin", password);
    }

    static String document(int n) {
        return "services: { petdetails: { timeout: " + (n + 1) + "ms } }\n";
    }

    /** Stores the n-th document, says so in the comment, and returns the number of the revision. */
    long put(int n, String condition) {
        HttpResponse<String> answer = tryPut(n, condition);
        if (answer.statusCode() / 100 != 2) {
            throw new AssertionError("write " + n + ": " + answer.statusCode() + " " + answer.body());
        }
        return json(answer).path("revision").asLong();
    }

    /** Asks for the n-th document to be stored. */
    HttpResponse<String> tryPut(int n, String condition) {
        HttpRequest.Builder put = request("rules/petdetails?comment=" + n).header(condition, "*");
        return fleet.send(put.PUT(BodyPublishers.ofString(document(n))).build());
    }

    /** The latest revision that the store shows. */
    long latest() {
        return json(get("rules")).path("revision").asLong();
    }

    /** The document that holds. */
    String document() {
        return get("rules/petdetails").body();
    }

    /** The comments of the latest revisions, by number. */
    NavigableMap<Long, Integer> comments() {
        NavigableMap<Long, Integer> comments = new TreeMap<>();
        for (JsonNode revision :
                json(get("rules/petdetails/history?limit=" + MOST)).path("revisions")) {
            comments.put(
                    revision.path("revision").asLong(), revision.path("comment").asInt());
        }
        return comments;
    }

    private HttpResponse<String> get(String path) {
        HttpResponse<String> answer = fleet.send(request(path).build());
        if (answer.statusCode() != 200) {
            throw new AssertionError("GET " + path + ": " + answer.statusCode() + " " + answer.body());
        }
        return answer;
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(api.resolve(path))
                .timeout(Duration.ofSeconds(20))
                .header("Authorization", login);
    }

    private static JsonNode json(HttpResponse<String> answer) {
        try {
            return JSON.readTree(answer.body());
        } catch (JsonProcessingException e) {
            throw new AssertionError(answer.uri() + ": " + answer.body(), e);
        }
    }
}
