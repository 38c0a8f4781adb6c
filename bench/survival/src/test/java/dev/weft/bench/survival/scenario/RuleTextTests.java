package dev.weft.bench.survival.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class RuleTextTests {

    @Test
    void answerIsWholeWhenItSaysOneNumberTwice() {
        assertThat(RuleText.isWhole("7 7", null)).isTrue();
        assertThat(RuleText.isWhole("1199 1199", null)).isTrue();
        assertThat(RuleText.isWhole("2 2", "2 2")).isTrue();
    }

    @Test
    void answerWhenItSaysTwoNumbersOrOneOnceOrNoneIsNotWhole() {
        assertThat(RuleText.isWhole("6 7", null)).isFalse();
        assertThat(RuleText.isWhole("7 77", null)).isFalse();
        assertThat(RuleText.isWhole("7 -", null)).isFalse();
        assertThat(RuleText.isWhole("- -", null)).isFalse();
    }

    @Test
    void answerWhenItIsOfAnotherDocumentThanExpectedIsNotWhole() {
        assertThat(RuleText.isWhole("7 7", "2 2")).isFalse();
        assertThat(RuleText.isWhole("- -", "2 2")).isFalse();
    }

    @Test
    void rulesWhenTheTimeoutIsOfAnotherDocumentThanTheRoutesAreHalf() throws IOException {
        assertThat(RuleText.isHalf(shown(9_007, 8))).isFalse();
        assertThat(RuleText.isHalf(shown(9_006, 8))).isTrue();
    }

    @Test
    void halfSaysTheFirstNumberOfOneDocumentAndTheSecondOfTheNext() {
        assertThat(RuleText.half(7))
                .contains("timeout: 9006ms", "x-first: n6", "weight: 8", "x-second: n7")
                .isNotEqualTo(RuleText.document(7, 1));
    }

    @Test
    void mutationWhenItNoLongerSaysTheNumberTwiceIsNotFit() {
        String good = RuleText.document(0, 1);
        assertThat(RuleText.isFit(good.replace("9000", "900"))).isTrue();
        assertThat(RuleText.isFit(good.substring(0, good.indexOf("response-headers"))))
                .isFalse();
        assertThat(RuleText.isFit(good.replace("x-second: n0", "x-second: n"))).isFalse();
    }

    private static JsonNode shown(int millis, int weight) throws IOException {
        return new ObjectMapper()
                .readTree("{\"timeout\": \"" + millis + " ms\", \"routes\": [{\"path /other\": 1}, {\"path /work\": "
                        + weight + "}]}");
    }
}
