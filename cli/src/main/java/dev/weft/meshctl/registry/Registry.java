package dev.weft.meshctl.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.meshctl.Exit;
import dev.weft.meshctl.Failure;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The registry, by its REST API; whichever of its peers is there. What it refuses is a {@link Refusal}. */
public final class Registry {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Map<String, String> JSON = Map.of("Content-Type", "application/json");
    private static final String API = "/mesh/v1";
    private static final int NOT_FOUND = 404;
    private static final int MOST_BYTES = 64 << 20;

    /** So long at most a change waits for a registry that has just started. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Access access;
    private final Http http;
    private final Consumer<String> notes;

    /** Refuses where others could read the password. */
    public Registry(Access access) {
        this(access, note -> {});
    }

    /**
     * Refuses where others could read the password.
     *
     * @param notes tells the person why it takes so long
     */
    public Registry(Access access, Consumer<String> notes) {
        this(access, new Http(MOST_BYTES), notes);
    }

    private Registry(Access access, Http http, Consumer<String> notes) {
        access.checkConfidential();
        this.access = access;
        this.http = http;
        this.notes = notes;
    }

    public Access access() {
        return access;
    }

    /** Each of its peers by itself. */
    public List<Registry> peers() {
        return access.peers().stream()
                .map(peer -> new Registry(
                        new Access(List.of(peer), access.login(), access.source(), access.plainHttp()), http, notes))
                .toList();
    }

    /** What is stored, of all services. */
    public JsonNode list() {
        return get("/rules");
    }

    public Stored stored(String service) {
        return stored(service, rules(service));
    }

    /** What is kept of a service's HTTPRoutes, which Kubernetes has said. */
    public Stored httpRoutes(String service) {
        return stored(service, httpRoutesOf(service));
    }

    private Stored stored(String service, String path) {
        Answer answer = send("GET", path, Map.of(), null);
        if (answer.status() == NOT_FOUND && answer.hasRevision()) {
            return new Stored(service, null, answer.revision(), answer.etag());
        }
        answer.orRefusal();
        return new Stored(service, answer.body(), answer.revision(), answer.etag());
    }

    /**
     * By what a change says that it is made to a revision.
     *
     * @param number of the revision that is meant, or null for what is stored
     */
    public String tag(Stored stored, @Nullable Long number) {
        if (number == null || number == stored.revision()) {
            return stored.tag();
        }
        if (number < 0) {
            throw new Failure(
                    Exit.USAGE,
                    "revision " + number + " (expected: a revision's number, or 0 where nothing was stored)");
        }
        if (number == 0) {
            throw new Failure(
                    Exit.STALE,
                    "the rules of " + stored.service() + " are at revision " + stored.revision() + ", not 0");
        }
        return send("GET", rules(stored.service()) + "/revisions/" + number, Map.of(), null)
                .orRefusal()
                .etag();
    }

    /** Stores a document where the service's rules are still those of this tag. */
    public JsonNode put(String service, String tag, String document, String comment) {
        return write("PUT", rules(service), document, tag, comment);
    }

    public JsonNode delete(String service, String tag, String comment) {
        return write("DELETE", rules(service), "", tag, comment);
    }

    public JsonNode deleteHttpRoutes(String service, String tag, String comment) {
        return write("DELETE", httpRoutesOf(service), "", tag, comment);
    }

    /** @param to the revision to go back to, or null for the one before that of the tag */
    public JsonNode rollback(String service, @Nullable Long to, String tag, String comment) {
        String path = rules(service) + "/rollback" + (to == null ? "" : "?to=" + to);
        return write("POST", path, "", tag, comment);
    }

    /** The number of the revision before the latest one. */
    public long previous(Stored stored) {
        return history(stored.service(), "people", 2)
                .path("revisions")
                .path(1)
                .path("revision")
                .asLong();
    }

    public JsonNode revision(String service, long number) {
        return get(rules(service) + "/revisions/" + number);
    }

    /**
     * @param service or null for all
     * @param origin people or httproutes, or null for both
     */
    public JsonNode history(@Nullable String service, @Nullable String origin, int limit) {
        String from = origin == null ? "" : "&origin=" + URLEncoder.encode(origin, StandardCharsets.UTF_8);
        return get((service == null ? "" : rules(service)) + "/history?limit=" + limit + from);
    }

    /** A unified diff; by default of what the latest revision has changed. */
    public String diff(String service, @Nullable Long from, @Nullable Long to) {
        String query = (from == null ? "" : "&from=" + from) + (to == null ? "" : "&to=" + to);
        String path = rules(service) + "/diff" + query.replaceFirst("&", "?");
        return send("GET", path, Map.of(), null).orRefusal().body();
    }

    /** What is wrong with a document, or what it would change. */
    public JsonNode dryRun(String service, String document) {
        return post(rules(service) + "/dry-run", MAPPER.createObjectNode().put("document", document));
    }

    /** Where a request goes by what is stored. */
    public JsonNode explain(String service, ObjectNode request) {
        return post(rules(service) + "/explain", request);
    }

    public JsonNode status() {
        return get("/status");
    }

    /** Whether it has just started, and may not know all instances yet; not where it doesn't say so. */
    public boolean isSettling() {
        try {
            return !status().path("settled").asBoolean(true);
        } catch (Failure e) {
            return false;
        }
    }

    public JsonNode clients() {
        return get("/clients");
    }

    public JsonNode services() {
        return get("/services");
    }

    public JsonNode instances(String service) {
        Answer answer = send("GET", "/services/" + service + "/instances", Map.of(), null);
        if (answer.status() == NOT_FOUND && answer.isProblem()) {
            throw new Failure(
                    Exit.NOT_FOUND,
                    "no such service is registered: " + service + " (expected: one that meshctl services lists)");
        }
        return answer.orRefusal().json();
    }

    /** Declares that the store as it is now holds, whatever clients have seen before, of whichever peer. */
    public JsonNode adopt(String comment) {
        ObjectNode body = MAPPER.createObjectNode().put("comment", comment).put("atLeast", highestKnown() + 1);
        return change("POST", "/store/generation", JSON, body.toString())
                .orRefusal()
                .json();
    }

    /** The highest generation that a peer has heard of from a client. */
    private long highestKnown() {
        long highest = 0;
        for (Registry peer : peers()) {
            try {
                highest = Math.max(
                        highest, peer.status().path("ahead").path("generation").asLong());
            } catch (Failure e) {
                if (e.exit() == Exit.LOGIN) {
                    throw e;
                }
                notes.accept("what its clients know can't be asked: " + e.message());
            }
        }
        return highest;
    }

    private JsonNode get(String path) {
        return send("GET", path, Map.of(), null).orRefusal().json();
    }

    private JsonNode post(String path, ObjectNode body) {
        return send("POST", path, JSON, body.toString()).orRefusal().json();
    }

    private JsonNode write(String method, String path, String body, String tag, String comment) {
        String commented = path + (path.contains("?") ? "&" : "?") + "comment="
                + URLEncoder.encode(comment, StandardCharsets.UTF_8);
        Map<String, String> headers = Map.of("If-Match", tag, "Content-Type", "text/plain;charset=UTF-8");
        JsonNode made = change(method, commented, headers, body).orRefusal().json();
        warnOf(made.path("ahead"));
        return made;
    }

    private void warnOf(JsonNode ahead) {
        if (ahead.isObject()) {
            notes.accept("stored, but " + ahead.path("instance").asText() + " of "
                    + ahead.path("service").asText() + " knows revision "
                    + ahead.path("revision").asText() + " of another store: who knows another one takes nothing from"
                    + " this one until somebody declares it valid (meshctl adopt)");
        }
    }

    /** Waits where all registries have just started. */
    private Answer change(String method, String path, Map<String, String> headers, String body) {
        Answer answer = send(method, path, headers, body);
        long begun = System.nanoTime();
        while (answer.isSettling() && System.nanoTime() - begun < PATIENCE.toNanos()) {
            Duration wait = answer.retryAfter();
            notes.accept("the registry has just started and takes no changes yet: trying again in " + wait.toSeconds()
                    + " s");
            LockSupport.parkNanos(wait.toNanos());
            answer = send(method, path, headers, body);
        }
        return answer;
    }

    /** Asks the first peer that is there; one that takes no changes yet only if none else is. */
    private Answer send(String method, String path, Map<String, String> headers, @Nullable String body) {
        Map<String, String> all = new HashMap<>(headers);
        Credentials login = access.login();
        if (login != null) {
            all.put("Authorization", login.basic());
        }
        List<String> silent = new ArrayList<>();
        Answer settling = null;
        for (URI peer : access.peers()) {
            try {
                Answer answer = http.send(method, URI.create(peer + API + path), all, body);
                if (answer.status() == NOT_FOUND) {
                    checkRegistry(peer, answer);
                }
                if (!answer.isSettling()) {
                    return answer;
                }
                settling = answer;
            } catch (Http.NobodyThere e) {
                // Nothing was sent: the next one may be there.
                silent.add(peer + " (" + e.why() + ")");
            }
        }
        if (settling != null) {
            return settling;
        }
        boolean local = access.source().equals(LocalRun.SOURCE);
        throw new Failure(
                Exit.UNAVAILABLE,
                "no registry answers at " + String.join(", ", silent) + ", which " + access.source() + " names"
                        + (local
                                ? " (./run status tells what is up, ./run add registry starts one that is down)"
                                : ""));
    }

    /** A stranger knows nothing of rules and services, either: only what every registry shows tells them apart. */
    private void checkRegistry(URI peer, Answer missing) throws Http.NobodyThere {
        boolean known = missing.isProblem() && missing.hasRevision();
        if (!known
                && !http.get(URI.create(peer + API + "/openapi.yaml"), Map.of()).isSuccess()) {
            throw new Failure(
                    Exit.FAILED,
                    "who answers at " + peer + " is no registry of Weft (expected: its address, as"
                            + " http://registry:8761)");
        }
    }

    private static String rules(String service) {
        return "/rules/" + service;
    }

    private static String httpRoutesOf(String service) {
        return rules(service) + "/httproutes";
    }
}
