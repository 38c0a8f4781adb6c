package dev.weft.bench.comparison.driver;

import dev.weft.bench.fleet.Fleet;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Services whose instances exist by name only, and are registered as Eureka's client does it. Their heartbeats come once an
 * hour, as they announce: a run is over before the first is due, and what it measures is disturbed by none.
 *
 * @param services how many there are
 * @param endpoints how many each of them has
 */
record Destinations(int services, int endpoints) {

    static final Destinations THOUSAND = new Destinations(100, 10);

    private static final int HEARTBEAT_SECONDS = 3_600;
    private static final int TAKEN = 204;

    /** How many endpoints there are in all. */
    int count() {
        return services * endpoints;
    }

    List<String> names() {
        return IntStream.range(0, services).mapToObj(Destinations::name).toList();
    }

    /** What an application is asked for to say how many endpoints of them it knows. */
    String question() {
        return names().stream().map(name -> "service=" + name).collect(Collectors.joining("&", "/known?", ""));
    }

    /** Tells a registry of all of them. */
    void register(Fleet fleet, URI registry) {
        for (int service = 0; service < services; service++) {
            for (int endpoint = 0; endpoint < endpoints; endpoint++) {
                HttpResponse<String> answer = fleet.send(registration(registry, service, endpoint));
                if (answer.statusCode() != TAKEN) {
                    throw new IllegalStateException(
                            registry + " takes no registration: " + answer.statusCode() + " " + answer.body());
                }
            }
        }
    }

    private static String name(int service) {
        return "destination-" + service;
    }

    /** At an address that nobody has: of a network that is there for benchmarks. */
    private static HttpRequest registration(URI registry, int service, int endpoint) {
        String name = name(service);
        String application = name.toUpperCase(Locale.ROOT);
        String body = """
                {"instance": {
                  "instanceId": "%1$s-%2$d", "app": "%3$s", "vipAddress": "%1$s", "secureVipAddress": "%1$s",
                  "hostName": "198.18.%4$d.%5$d", "ipAddr": "198.18.%4$d.%5$d", "status": "UP",
                  "port": {"$": 8080, "@enabled": "true"}, "securePort": {"$": 443, "@enabled": "false"},
                  "homePageUrl": "http://198.18.%4$d.%5$d:8080/",
                  "statusPageUrl": "http://198.18.%4$d.%5$d:8080/actuator/info",
                  "healthCheckUrl": "http://198.18.%4$d.%5$d:8080/actuator/health",
                  "dataCenterInfo": {
                    "@class": "com.netflix.appinfo.InstanceInfo$DefaultDataCenterInfo", "name": "MyOwn"},
                  "metadata": {"version": "v1", "management.port": "8080"},
                  "leaseInfo": {"renewalIntervalInSecs": %6$d, "durationInSecs": %7$d}
                }}""".formatted(
                        name, endpoint, application, service, endpoint + 1, HEARTBEAT_SECONDS, 3 * HEARTBEAT_SECONDS);
        return HttpRequest.newBuilder(registry.resolve("/eureka/apps/" + application))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
    }
}
