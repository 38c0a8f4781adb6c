package dev.weft.registry.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.registry.SharedRegistry;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Answers are JSON, whatever else libraries on the class path could make of them. */
class FormatTests extends SharedRegistry {

    @ParameterizedTest
    @CsvSource({
        "/mesh/v1/status, application/yaml",
        "/mesh/v1/status, application/xml",
        "/mesh/v1/clients, application/yaml",
        "/mesh/v1/services, application/yaml",
        "/mesh/v1/rules, application/yaml",
        "/mesh/v1/history, application/yaml",
        "/mesh/v1/rules/pets/history, application/xml"
    })
    void answerWhenAskedForInAnotherFormatIsRefused(String path, String format) throws Exception {
        HttpResponse<String> answer = registry.send(registry.request(path).header("Accept", format));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(406);
    }

    @Test
    void statusWhenAnyFormatWillDoIsJson() throws Exception {
        HttpResponse<String> answer =
                registry.send(registry.request("/mesh/v1/status").header("Accept", "*/*"));

        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
    }
}
