package dev.weft.samples.petservice;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.skyscreamer.jsonassert.JSONAssert;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "eureka.client.enabled=false")
class PetServiceTests {
    private static final String DETAILS = """
            {"petName": "Maximus", "petAge": 5, "petOwner": "Nate", "petBreed": "Dog"}""";
    private static final String HISTORY = """
            {"vaccinationList": ["Rabies"]}""";
    private static final String PICTURE = """
            {"message": "max.jpg", "status": "success"}""";
    private static final String VISIT = """
            {"id": 17, "date": "2026-11-20", "reason": "limps"}""";

    private static final Peer petDetails = new Peer();
    private static final Peer petDetailsV2 = new Peer();
    private static final Peer petMedicalHistory = new Peer();
    private static final Peer dogApi = new Peer();

    @Value("${local.server.port}")
    private int port;

    @DynamicPropertySource
    static void peers(DynamicPropertyRegistry properties) {
        instance(properties, "petdetails.instances[0]", petDetails);
        properties.add("mesh.services.petdetails.instances[0].version", () -> "v1");
        instance(properties, "petdetails.instances[1]", petDetailsV2);
        properties.add("mesh.services.petdetails.instances[1].version", () -> "v2");
        instance(properties, "petmedicalhistory.instances[0]", petMedicalHistory);
        properties.add("dog-api.port", dogApi::port);
    }

    private static void instance(DynamicPropertyRegistry properties, String place, Peer peer) {
        properties.add("mesh.services." + place + ".host", () -> "127.0.0.1");
        properties.add("mesh.services." + place + ".port", peer::port);
    }

    @BeforeEach
    void allAreWell() {
        petDetails.answers(200, "application/json", DETAILS);
        petDetailsV2.answers(500, "text/plain", "no rule sends anybody here");
        petMedicalHistory.answers(200, "application/json", HISTORY);
        dogApi.answers(200, "application/json", PICTURE);
    }

    @Test
    void petWhenAllAnswerHasThreeParts() throws Exception {
        assertPet(DETAILS, HISTORY, PICTURE);
        assertThat(petDetails.requests()).contains("GET /pet/123/details");
        assertThat(petMedicalHistory.requests()).contains("GET /pet/123/medicalhistory");
        assertThat(petDetailsV2.requests()).isEmpty();
    }

    @Test
    void petWhenMedicalHistoryFailsHasAnErrorInItsPlace() throws Exception {
        petMedicalHistory.answers(500, "text/plain", "no");
        assertPet(DETAILS, error("petmedicalhistory answered 500 Internal Server Error"), PICTURE);
    }

    @Test
    void petWhenDetailsFailHasAnErrorInTheirPlace() throws Exception {
        petDetails.answers(500, "text/plain", "no");
        assertPet(error("petdetails answered 500 Internal Server Error"), HISTORY, PICTURE);
    }

    @Test
    void petWhenTheHostOutsideFailsHasAnErrorInItsPlace() throws Exception {
        dogApi.answers(503, "text/plain", "too many dogs");
        assertPet(DETAILS, HISTORY, error("the dog API answered 503 Service Unavailable"));
    }

    @Test
    void petWhenAnAnswerIsNotWhatWasPromisedHasAnErrorInItsPlace() throws Exception {
        petMedicalHistory.answers(200, "application/json", "{\"vaccinationList\": [");
        String body = get("/pet/123").body();
        assertThat(body)
                .contains("\"petMedicalHistory\":{\"error\":\"no answer: ")
                .contains("Maximus");
    }

    @Test
    void petWhenDetailsSayUnknownIsAProblem() throws Exception {
        petDetails.answers(404, "application/problem+json", "{\"status\": 404}");
        assertProblem(get("/pet/7"), 404, "There is no pet 7");
    }

    @Test
    void petWhenIdIsNoNumberIsAProblem() throws Exception {
        assertProblem(get("/pet/max"), 400, "'max'");
    }

    @Test
    void visitsAreThoseOfPetMedicalHistory() throws Exception {
        petMedicalHistory.answers(200, "application/json", "[" + VISIT + "]");
        JSONAssert.assertEquals("[" + VISIT + "]", get("/pet/123/visits").body(), true);
        petMedicalHistory.answers(200, "application/json", VISIT);
        JSONAssert.assertEquals(VISIT, get("/pet/123/visits/17").body(), true);
    }

    @Test
    void visitWhenEnteredIsPassedOnWithItsLocation() throws Exception {
        petMedicalHistory.answers(201, "application/json", VISIT);
        HttpResponse<String> entered = post("/pet/123/visits", """
                {"date": "2026-11-20", "reason": "limps"}""");
        assertThat(entered.statusCode()).isEqualTo(201);
        assertThat(entered.headers().firstValue("Location")).hasValue("/pet/123/visits/17");
        JSONAssert.assertEquals(VISIT, entered.body(), true);
        assertThat(petMedicalHistory.requests()).contains("""
                        POST /pet/123/visits {"date":"2026-11-20","reason":"limps"}""");
    }

    @Test
    void visitWhenRefusedIsRefusedInTheSameWords() throws Exception {
        petMedicalHistory.answers(400, "application/problem+json", "{\"detail\": \"date must not be null\"}");
        assertProblem(post("/pet/123/visits", "{}"), 400, "date must not be null");
    }

    private static String error(String words) {
        return "{\"error\": \"" + words + "\"}";
    }

    private void assertPet(String details, String history, String picture) throws Exception {
        HttpResponse<String> response = get("/pet/123");
        assertThat(response.statusCode()).isEqualTo(200);
        JSONAssert.assertEquals("""
                {"petDetails": %s, "petMedicalHistory": %s, "dogAPIResponse": %s}""".formatted(details, history, picture), response.body(), true);
    }

    private static void assertProblem(HttpResponse<String> response, int status, String detail) {
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(response.body()).contains(detail);
    }

    private HttpResponse<String> get(String path) throws Exception {
        return send(request(path));
    }

    private HttpResponse<String> post(String path, String json) throws Exception {
        return send(request(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(json)));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
    }
}
