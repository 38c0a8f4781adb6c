package dev.weft.bench.comparison.caller;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletResponse;

class AnswerTests {

    @ParameterizedTest
    @ValueSource(ints = {1, 64 * 1024, 100_000, 10 * 1024 * 1024})
    void answerIsAsLongAsItIsAskedToBe(int bytes) throws IOException {
        MockHttpServletResponse response = new MockHttpServletResponse();

        new Answer().answer(bytes, response);

        assertThat(response.getContentAsByteArray()).hasSize(bytes);
        assertThat(response.getContentLength()).isEqualTo(bytes);
    }
}
