package dev.weft.bench.membership;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.Locale;

/**
 * Instances that exist in name only, and what each sends to the registry: what Eureka's client would.
 *
 * @param registry where the registry is, without a path
 * @param instances how many there are
 * @param services how many services they are instances of, evenly
 */
record Population(URI registry, int instances, int services) {

    static final int HEARTBEAT_SECONDS = 5;

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final long DIRTY_SINCE = 1_700_000_000_000L;

    Population {
        if (services < 1 || instances < services) {
            throw new IllegalArgumentException(
                    instances + " instances of " + services + " services (expected: at least one of each)");
        }
    }

    /** How many heartbeats all of them send each second. */
    int heartbeatsPerSecond() {
        return instances / HEARTBEAT_SECONDS;
    }

    HttpRequest registration(int n) {
        return registration(n, "UP");
    }

    /** Any number: those beyond the population come and go. */
    HttpRequest registration(int n, String status) {
        String body = """
                {"instance": {
                  "instanceId": "%s", "app": "%s", "vipAddress": "%s", "hostName": "10.%d.%d.%d", "ipAddr": "10.%d.%d.%d",
                  "status": "%s", "port": {"$": 8080, "@enabled": "true"}, "lastDirtyTimestamp": "%d",
                  "dataCenterInfo": {
                    "@class": "com.netflix.appinfo.InstanceInfo$DefaultDataCenterInfo", "name": "MyOwn"},
                  "metadata": {"version": "v1", "zone": "zone-%d", "management.port": "8080"},
                  "leaseInfo": {"renewalIntervalInSecs": %d, "durationInSecs": 7}
                }}""".formatted(
                        id(n),
                        application(n),
                        application(n).toLowerCase(Locale.ROOT),
                        n >> 16,
                        n >> 8 & 255,
                        n & 255,
                        n >> 16,
                        n >> 8 & 255,
                        n & 255,
                        status,
                        DIRTY_SINCE,
                        n % 3,
                        HEARTBEAT_SECONDS);
        return request("/eureka/apps/" + application(n))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
    }

    /** The n-th heartbeat: all instances take turns. */
    HttpRequest heartbeat(int n) {
        int instance = n % instances;
        return request("/eureka/apps/" + application(instance) + "/" + id(instance) + "?status=UP&lastDirtyTimestamp="
                        + DIRTY_SINCE)
                .PUT(BodyPublishers.noBody())
                .build();
    }

    /** What an instance says last. */
    HttpRequest cancellation(int n) {
        return request("/eureka/apps/" + application(n) + "/" + id(n)).DELETE().build();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(registry.resolve(path)).timeout(LIMIT).header("Accept", "application/json");
    }

    private String application(int n) {
        return "SERVICE-" + n % services;
    }

    private String id(int n) {
        return "service-" + n % services + "-" + n;
    }
}
