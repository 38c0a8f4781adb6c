package dev.weft.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;

/** The registry as its clients see it: over HTTP, by Eureka's own protocol. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class RegistryTests {

    private static final Duration BOUND = Duration.ofSeconds(30);

    private final HttpClient http = HttpClient.newHttpClient();

    @Value("${local.server.port}")
    private int port;

    @Test
    void fetchWhenInstanceHasJustRegisteredContainsIt() throws Exception {
        register("fetched", "a", 60);

        assertThat(fetch("fetched")).contains("\"instanceId\":\"a\"");
        assertThat(send("GET", "/eureka/apps", null).body()).contains("FETCHED");
    }

    @Test
    void fetchWhenOneOfTwoInstancesDiedContainsTheOtherOnly() throws Exception {
        register("widowed", "alive", 1);
        register("widowed", "dead", 1);
        renew("widowed", "alive");
        renew("widowed", "dead");

        await().atMost(BOUND).untilAsserted(() -> {
            assertThat(renew("widowed", "alive")).isEqualTo(200);
            assertThat(fetch("widowed")).doesNotContain("\"instanceId\":\"dead\"");
        });
        assertThat(fetch("widowed")).contains("\"instanceId\":\"alive\"");
    }

    @Test
    void fetchWhenTheOnlyInstanceDiedFindsNothing() throws Exception {
        register("extinct", "dead", 1);

        await().atMost(BOUND)
                .untilAsserted(() -> assertThat(
                                send("GET", "/eureka/apps/EXTINCT", null).statusCode())
                        .isEqualTo(404));
    }

    @Test
    void fetchWhenInstanceSaidDownShowsItDown() throws Exception {
        register("leaving", "a", 60);

        send("PUT", "/eureka/apps/LEAVING/a/status?value=DOWN", null);

        assertThat(fetch("leaving")).contains("\"status\":\"DOWN\"");
    }

    private void register(String service, String id, int leaseSeconds) throws Exception {
        String body = """
                {"instance": {
                  "instanceId": "%s", "app": "%s", "vipAddress": "%s", "hostName": "127.0.0.1", "ipAddr": "127.0.0.1",
                  "status": "UP", "port": {"$": 9999, "@enabled": "true"},
                  "dataCenterInfo": {
                    "@class": "com.netflix.appinfo.InstanceInfo$DefaultDataCenterInfo", "name": "MyOwn"},
                  "leaseInfo": {"renewalIntervalInSecs": 1, "durationInSecs": %d}
                }}""".formatted(id, service.toUpperCase(), service, leaseSeconds);
        assertThat(send("POST", "/eureka/apps/" + service.toUpperCase(), body).statusCode())
                .isEqualTo(204);
    }

    private int renew(String service, String id) throws Exception {
        return send("PUT", "/eureka/apps/" + service.toUpperCase() + "/" + id, null)
                .statusCode();
    }

    private String fetch(String service) throws Exception {
        return send("GET", "/eureka/apps/" + service.toUpperCase(), null).body();
    }

    private HttpResponse<String> send(String method, String path, String body)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Accept", "application/json")
                .header("Content-Type", "application/json")
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        return http.send(request, BodyHandlers.ofString());
    }
}
