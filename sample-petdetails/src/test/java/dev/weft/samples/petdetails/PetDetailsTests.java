package dev.weft.samples.petdetails;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.skyscreamer.jsonassert.JSONAssert;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;

class PetDetailsTests {
    private static final String ALONE = "eureka.client.enabled=false";
    private static final String IN_MEMORY = "spring.datasource.url=jdbc:h2:mem:${random.uuid}";

    @Nested
    @SpringBootTest(
            webEnvironment = WebEnvironment.RANDOM_PORT,
            properties = {ALONE, IN_MEMORY})
    class V1 {
        @Value("${local.server.port}")
        private int port;

        @Test
        void detailsWhenPetIsKnownSayItsSpecies() throws Exception {
            JSONAssert.assertEquals("""
                    {"petName": "Maximus", "petAge": 5, "petOwner": "Nate", "petBreed": "Dog"}""", get(port, "/pet/123/details").body(), true);
        }

        @Test
        void detailsWhenPetIsUnknownAreAProblem() throws Exception {
            assertProblem(get(port, "/pet/7/details"), 404, "There is no pet 7");
        }

        @Test
        void detailsWhenIdIsNoNumberAreAProblem() throws Exception {
            assertProblem(get(port, "/pet/max/details"), 400, "'max'");
        }

        @Test
        void detailsOfSixPetsAreKnown() throws Exception {
            for (int id = 123; id <= 128; id++) {
                assertThat(get(port, "/pet/" + id + "/details").statusCode())
                        .as("pet %s", id)
                        .isEqualTo(200);
            }
        }
    }

    @Nested
    @SpringBootTest(
            webEnvironment = WebEnvironment.RANDOM_PORT,
            properties = {ALONE, IN_MEMORY, "petdetails.version=v2"})
    class V2 {
        @Value("${local.server.port}")
        private int port;

        @Value("${eureka.instance.metadata-map.version}")
        private String registeredVersion;

        @Test
        void detailsWhenPetIsKnownSayItsBreed() throws Exception {
            JSONAssert.assertEquals("""
                    {"petName": "Maximus", "petAge": 5, "petOwner": "Nate", "petBreed": "German Shepherd Dog"}""", get(port, "/pet/123/details").body(), true);
        }

        @Test
        void versionIsWhatTheRegistryIsTold() {
            assertThat(registeredVersion).isEqualTo("v2");
        }
    }

    private static void assertProblem(HttpResponse<String> response, int status, String detail) {
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(response.body()).contains(detail);
    }

    private static HttpResponse<String> get(int port, String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }
}
