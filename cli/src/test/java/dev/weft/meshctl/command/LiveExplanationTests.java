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
    void wordsWhenASplitDecidesTellWhoGetsTheNextRequestAndWhoHowManyOfAll() throws JsonProcessingException {
        String answer = """
                {"result": "sent", "destination": "version=v1", "service": "pets", "why": "next in turn", "path": "/",
                 "endpoints": {"candidates": [
                   {"id": "a", "address": "h:1", "version": "v1", "chancePercent": 100.0, "sharePercent": 90.0,
                    "why": "eligible"},
                   {"id": "b", "address": "h:2", "version": "v2", "chancePercent": 0.0, "sharePercent": 10.0,
                    "why": "not version=v1"}]}}
                """;

        assertThat(new LiveExplanation(new ObjectMapper().readTree(answer), new Ansi(false)).words("gateway-1"))
                .endsWith("""

                        ENDPOINT  ADDRESS  VERSION  NEXT    OF ALL  WHY
                        a         h:1      v1       100.0%  90.0%   eligible
                        b         h:2      v2       0.0%    10.0%   not version=v1""");
    }

    @Test
    void wordsWhenAllRequestsGoToOneDestinationTellTheChanceOnly() throws JsonProcessingException {
        String answer = """
                {"result": "sent", "destination": "all", "service": "pets", "why": "", "path": "/",
                 "endpoints": {"candidates": [
                   {"id": "a", "address": "h:1", "version": "v1", "chancePercent": 100.0, "sharePercent": null,
                    "why": "eligible"}]}}
                """;

        assertThat(new LiveExplanation(new ObjectMapper().readTree(answer), new Ansi(false)).words("gateway-1"))
                .endsWith("""

                        ENDPOINT  ADDRESS  VERSION  CHANCE  WHY
                        a         h:1      v1       100.0%  eligible""");
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
