package dev.weft.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.bench.fleet.Fleet;
import dev.weft.bench.fleet.Instance;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Locale;

/** Who is registered, as Eureka's clients ask for it. */
final class Members {

    private final Fleet fleet;
    private final URI apps;
    private final String login;

    Members(Fleet fleet, URI registry, String secret) {
        this.fleet = fleet;
        this.apps = registry.resolve("/eureka/apps/");
        this.login = Logins.basic("mesh", secret);
    }

    /** Whether this petdetails is. */
    boolean has(Instance petdetails) {
        return members("petdetails").body().contains(">" + petdetails.port() + "<");
    }

    /** Whether anybody of this service is. */
    boolean knows(String service) {
        HttpResponse<String> answer = members(service);
        assertThat(answer.statusCode()).as(answer.body()).isIn(200, 404);
        return answer.statusCode() == 200;
    }

    /** One that says once that it is there, and never again. */
    void register(String service) {
        String instance = """
                {"instance": {
                  "instanceId": "%1$s-1", "app": "%1$s", "vipAddress": "%1$s", "hostName": "127.0.0.1",
                  "ipAddr": "127.0.0.1", "status": "UP", "port": {"$": 1, "@enabled": "true"},
                  "dataCenterInfo": {
                    "@class": "com.netflix.appinfo.InstanceInfo$DefaultDataCenterInfo", "name": "MyOwn"}
                }}""".formatted(service);
        HttpRequest.Builder registration = request(service).header("Content-Type", "application/json");
        HttpResponse<String> answer =
                fleet.send(registration.POST(BodyPublishers.ofString(instance)).build());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(204);
    }

    private HttpResponse<String> members(String service) {
        return fleet.send(request(service).build());
    }

    private HttpRequest.Builder request(String service) {
        return HttpRequest.newBuilder(apps.resolve(service.toUpperCase(Locale.ROOT)))
                .header("Authorization", login);
    }
}
