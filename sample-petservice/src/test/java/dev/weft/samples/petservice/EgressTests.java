package dev.weft.samples.petservice;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** A petservice that may call another host outside the mesh than it does. */
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {"eureka.client.enabled=false", "mesh.egress.allow[0].host=other.example"})
class EgressTests {
    private static final Peer dogApi = new Peer();

    @Value("${local.server.port}")
    private int port;

    @DynamicPropertySource
    static void peers(DynamicPropertyRegistry properties) {
        properties.add("dog-api.port", dogApi::port);
    }

    @Test
    void petWhenTheHostOutsideIsNotListedSaysSoInItsPlace() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/pet/123"))
                .build();
        String body = HttpClient.newHttpClient()
                .send(request, BodyHandlers.ofString())
                .body();

        assertThat(body)
                .contains(
                        "\"dogAPIResponse\":{\"error\":\"no answer: dog-api.example:80: egress to dog-api.example:80 is"
                                + " not allowed (mesh.egress.mode is deny); to allow it, add { host: dog-api.example, ports: [80] }"
                                + " to mesh.egress.allow\"}");
        assertThat(dogApi.requests()).isEmpty();
    }
}
