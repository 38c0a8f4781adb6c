package dev.weft.meshctl.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weft.meshctl.output.Ansi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LiveExplanationTests {

    @ParameterizedTest
    @CsvSource({"'', all of petservice", "next in turn, all of petservice: next in turn"})
    void wordsWhenNothingHadToBeDecidedEndWithoutAColon(String why, String expected) throws JsonProcessingException {
        String answer = """
                {"result": "sent", "destination": "all", "service": "petservice", "why": "%s", "path": "/"}
                """.formatted(why);

        assertThat(new LiveExplanation(new ObjectMapper().readTree(answer), new Ansi(false)).words("gateway-1"))
                .contains("goes to      " + expected + "\npath         /");
    }

    @Test
    void wordsWhenThereIsNoSuchServiceSayNowhereThatItGoesThere() throws JsonProcessingException {
        String answer = """
                {"result": "unknown-service", "problem": "no such service; the nearest known names are petdetails",
                 "destination": "all", "service": "petdetials", "why": "", "path": "/"}
                """;

        assertThat(new LiveExplanation(new ObjectMapper().readTree(answer), new Ansi(false)).words("gateway-1"))
                .contains("problem      no such service; the nearest known names are petdetails\npath         /")
                .doesNotContain("goes to");
    }
}
