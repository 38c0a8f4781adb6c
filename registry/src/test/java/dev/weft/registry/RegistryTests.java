package dev.weft.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

/** The registry as its clients see it: over HTTP, by Eureka's own protocol. */
class RegistryTests extends SharedRegistry {

    @Test
    void fetchWhenInstanceHasJustRegisteredContainsIt() throws Exception {
        register("fetched", "a");

        assertThat(fetch("fetched")).contains("\"instanceId\":\"a\"");
        assertThat(send("GET", "/eureka/apps", null).body()).contains("FETCHED");
    }

    @Test
    void fetchWhenInstanceSaidDownShowsItDown() throws Exception {
        register("leaving", "a");

        send("PUT", "/eureka/apps/LEAVING/a/status?value=DOWN", null);

        assertThat(fetch("leaving")).contains("\"status\":\"DOWN\"");
    }

    private void register(String service, String id) throws Exception {
        String body = """
                {"instance": {
                  "instanceId": "%s", "app": "%s", "vipAddress": "%s", "hostName": "127.0.0.1", "ipAddr": "127.0.0.1",
                  "status": "UP", "port": {"$": 9999, "@enabled": "true"},
                  "dataCenterInfo": {
                    "@class": "com.netflix.appinfo.InstanceInfo$DefaultDataCenterInfo", "name": "MyOwn"},
                  "leaseInfo": {"renewalIntervalInSecs": 1, "durationInSecs": 60}
                }}""".formatted(id, service.toUpperCase(), service);
        assertThat(send("POST", "/eureka/apps/" + service.toUpperCase(), body).statusCode())
                .isEqualTo(204);
    }

    private String fetch(String service) throws Exception {
        return send("GET", "/eureka/apps/" + service.toUpperCase(), null).body();
    }

    private HttpResponse<String> send(String method, String path, String body)
            throws IOException, InterruptedException {
        return registry.send(registry.anonymous(path)
                .header("Accept", "application/json")
                .header("Content-Type", "application/json")
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body)));
    }
}
