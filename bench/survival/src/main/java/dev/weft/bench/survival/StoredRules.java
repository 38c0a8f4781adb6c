package dev.weft.bench.survival;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weft.bench.fleet.Fleet;
import dev.weft.bench.fleet.Instance;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The rules that a registry keeps, written as a person with the login does. */
public final class StoredRules {

    private final Fleet fleet;
    private final Instance registry;
    private final String login;

    StoredRules(Fleet fleet, Instance registry, String password) {
        this.fleet = fleet;
        this.registry = registry;
        this.login =
                "Basic " + Base64.getEncoder().encodeToString(("admin:" + password).getBytes(StandardCharsets.UTF_8));
    }

    /** Stores a document, whatever stood there; the status says whether it was taken. */
    public int put(String service, String document) {
        String condition = get(service).statusCode() == 200 ? "If-Match" : "If-None-Match";
        return put(service, document, condition);
    }

    /** Stores a document in the place of another one. */
    public int replace(String service, String document) {
        return put(service, document, "If-Match");
    }

    private int put(String service, String document, String condition) {
        return fleet.send(request("/mesh/v1/rules/" + service)
                        .header(condition, "*")
                        .PUT(BodyPublishers.ofString(document))
                        .build())
                .statusCode();
    }

    /** Whether a document could be stored. */
    public boolean check(String service, String document) {
        String body =
                new ObjectMapper().createObjectNode().put("document", document).toString();
        String answer = fleet.send(request("/mesh/v1/rules/" + service + "/dry-run")
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body))
                        .build())
                .body();
        return answer.contains("\"problems\":[]");
    }

    /** What is stored. */
    public HttpResponse<String> get(String service) {
        return fleet.send(request("/mesh/v1/rules/" + service).build());
    }

    /** Something about the registry that only who has the login may read. */
    public String read(String path) {
        return fleet.send(request(path).build()).body();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(registry.uri(path)).header("Authorization", login);
    }
}
