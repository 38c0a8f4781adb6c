package dev.weft.registry.membership;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.registry.RunningRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A registry as instances, people and peers use it: Eureka's protocol, by hand. */
public final class EurekaHttp {

    private final HttpClient http = HttpClient.newHttpClient();
    private final int port;
    private final @Nullable String secret;
    private final boolean peer;
    private final @Nullable Long changed;

    private EurekaHttp(int port, @Nullable String secret, boolean peer, @Nullable Long changed) {
        this.port = port;
        this.secret = secret;
        this.peer = peer;
        this.changed = changed;
    }

    public static EurekaHttp at(int port) {
        return new EurekaHttp(port, null, false, null);
    }

    /** The same registry, to whom the join secret is said. */
    public EurekaHttp with(String joinSecret) {
        return new EurekaHttp(port, joinSecret, peer, changed);
    }

    /** The same registry, which takes everything for a copy of what a peer has been told. */
    public EurekaHttp asPeer() {
        return new EurekaHttp(port, secret, true, changed);
    }

    /** The same registry, to whom instances speak that have last changed at this time, by their own clocks. */
    public EurekaHttp changedAt(Instant time) {
        return new EurekaHttp(port, secret, peer, time.toEpochMilli());
    }

    public void register(String service, String id, String status, int heartbeatSeconds, int leaseSeconds)
            throws Exception {
        register(service, id, status, 9_999, heartbeatSeconds, leaseSeconds);
    }

    public void register(String service, String id, String status, int itsPort, int heartbeatSeconds, int leaseSeconds)
            throws Exception {
        String when = changed == null ? "" : "\"lastDirtyTimestamp\": \"" + changed + "\",";
        String body = """
                {"instance": {
                  "instanceId": "%s", "app": "%s", "vipAddress": "%s", "hostName": "127.0.0.1", "ipAddr": "127.0.0.1",
                  "status": "%s", "port": {"$": %d, "@enabled": "true"}, %s
                  "dataCenterInfo": {
                    "@class": "com.netflix.appinfo.InstanceInfo$DefaultDataCenterInfo", "name": "MyOwn"},
                  "leaseInfo": {"renewalIntervalInSecs": %d, "durationInSecs": %d}
                }}""".formatted(id, upper(service), service, status, itsPort, when, heartbeatSeconds, leaseSeconds);
        assertThat(send("POST", upper(service), body).statusCode()).isEqualTo(204);
    }

    public void register(String service, String id, String status) throws Exception {
        register(service, id, status, 5, 7);
    }

    public void register(String service, String id, String status, int itsPort) throws Exception {
        register(service, id, status, itsPort, 5, 7);
    }

    /** A heartbeat: 200, or 404 if the instance is to register again. */
    public int renew(String service, String id) throws Exception {
        String when = changed == null ? "" : "?lastDirtyTimestamp=" + changed;
        return send("PUT", upper(service) + "/" + id + when, null).statusCode();
    }

    public int cancel(String service, String id) throws Exception {
        return send("DELETE", upper(service) + "/" + id, null).statusCode();
    }

    public void override(String service, String id, String status) throws Exception {
        assertThat(send("PUT", upper(service) + "/" + id + "/status?value=" + status, null)
                        .statusCode())
                .isEqualTo(200);
    }

    public void endOverride(String service, String id, String status) throws Exception {
        assertThat(send("DELETE", upper(service) + "/" + id + "/status?value=" + status, null)
                        .statusCode())
                .isEqualTo(200);
    }

    public void metadata(String service, String id, String key, String value) throws Exception {
        assertThat(send("PUT", upper(service) + "/" + id + "/metadata?" + key + "=" + value, null)
                        .statusCode())
                .isEqualTo(200);
    }

    /** What the registry answers of a service, up to a second late; empty if it knows none. */
    public String fetch(String service) throws Exception {
        return read(upper(service));
    }

    /** What the registry knows of an instance by now; empty if it knows no such. */
    public String fetch(String service, String id) throws Exception {
        return read(upper(service) + "/" + id);
    }

    private String read(String path) throws IOException, InterruptedException {
        HttpResponse<String> answer = send("GET", path, null);
        return answer.statusCode() == 404 ? "" : answer.body();
    }

    /** What has changed of late, up to a second late. */
    public String delta() throws Exception {
        return send("GET", "delta", null).body();
    }

    private HttpResponse<String> send(String method, String path, String body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + port + "/eureka/apps/" + path))
                .header("Accept", "application/json")
                .header("Content-Type", "application/json")
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (secret != null) {
            request.header("Authorization", RunningRegistry.basic("mesh", secret));
        }
        if (peer) {
            request.header("x-netflix-discovery-replication", "true");
        }
        return http.send(request.build(), BodyHandlers.ofString());
    }

    private static String upper(String service) {
        return service.toUpperCase(Locale.ROOT);
    }
}
