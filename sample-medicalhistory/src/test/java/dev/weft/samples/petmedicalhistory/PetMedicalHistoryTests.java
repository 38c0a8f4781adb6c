package dev.weft.samples.petmedicalhistory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;
import org.skyscreamer.jsonassert.JSONAssert;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;

@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {"eureka.client.enabled=false", "spring.datasource.url=jdbc:h2:mem:${random.uuid}"})
class PetMedicalHistoryTests {
    @Value("${local.server.port}")
    private int port;

    @Test
    void medicalHistoryWhenPetIsKnownListsItsVaccinationsInOrder() throws Exception {
        JSONAssert.assertEquals("""
                {"vaccinationList": ["Bordetella", "Leptospirosis", "Rabies", "Lyme Disease"]}""", get("/pet/123/medicalhistory").body(), true);
    }

    @Test
    void startWhenThePatientsCouldNotBeWrittenFailsAndSaysSo() {
        assertThatIllegalStateException()
                .isThrownBy(() -> SpringApplication.run(
                        PetMedicalHistoryApplication.class,
                        "--eureka.client.enabled=false",
                        "--server.port=0",
                        "--spring.datasource.url=jdbc:h2:mem:${random.uuid}",
                        "--spring.sql.init.data-locations=optional:classpath:nowhere.sql"))
                .withMessageStartingWith("There are no patients in the database");
    }

    @Test
    void medicalHistoryWhenPetHasNoVaccinationsIsEmpty() throws Exception {
        JSONAssert.assertEquals(
                "{\"vaccinationList\": []}", get("/pet/128/medicalhistory").body(), true);
    }

    @Test
    void medicalHistoryWhenPetIsUnknownIsAProblem() throws Exception {
        assertProblem(get("/pet/7/medicalhistory"), 404, "There is no medical history of pet 7");
    }

    @Test
    void visitWhenEnteredIsInTheLedgerOnce() throws Exception {
        HttpResponse<String> entered = post("/pet/124/visits", """
                {"date": "2026-11-20", "reason": "limps"}""");
        assertThat(entered.statusCode()).isEqualTo(201);
        String location = entered.headers().firstValue("Location").orElseThrow();
        assertThat(location).startsWith("/pet/124/visits/");
        String visit = """
                {"id": %s, "date": "2026-11-20", "reason": "limps"}""".formatted(location.substring(location.lastIndexOf('/') + 1));
        JSONAssert.assertEquals(visit, entered.body(), true);
        JSONAssert.assertEquals(visit, get(location).body(), true);
        JSONAssert.assertEquals("[" + visit + "]", get("/pet/124/visits").body(), true);
    }

    @Test
    void visitWhenFieldsAreWrongIsAProblemThatNamesThem() throws Exception {
        assertProblem(post("/pet/123/visits", """
                        {"reason": " "}"""), 400, "date must not be null, reason must not be blank");
    }

    @Test
    void visitWhenDateIsNoDateIsAProblem() throws Exception {
        assertProblem(post("/pet/123/visits", """
                        {"date": "soon", "reason": "limps"}"""), 400, "Failed to read request");
    }

    @Test
    void visitWhenPetIsUnknownIsAProblem() throws Exception {
        assertProblem(post("/pet/7/visits", """
                        {"date": "2026-11-20", "reason": "limps"}"""), 404, "There is no medical history of pet 7");
        assertProblem(get("/pet/7/visits"), 404, "There is no medical history of pet 7");
        assertProblem(get("/pet/123/visits/99999"), 404, "There is no visit 99999 of pet 123");
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
