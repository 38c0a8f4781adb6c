package dev.weft.registry.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommentFieldTests {

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "ISO-8859-1"})
    void textWhenItsBytesAreOfACharsetIsReadInIt(String charset) {
        assertThat(CommentField.text(received("hälf", Charset.forName(charset))))
                .isEqualTo("hälf");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8''h%C3%A4lf%20%E2%82%AC", "utf-8''h%c3%a4lf%20%e2%82%ac"})
    void textWhenItIsPercentEncodedIsDecoded(String field) {
        assertThat(CommentField.text(field)).isEqualTo("hälf €");
    }

    @Test
    void textWhenThereIsNoFieldIsEmpty() {
        assertThat(CommentField.text(null)).isEmpty();
    }

    /** As the container hands it out: each byte for a character. */
    private static String received(String text, Charset charset) {
        return new String(text.getBytes(charset), StandardCharsets.ISO_8859_1);
    }
}
