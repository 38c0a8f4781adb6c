package dev.weft.registry.api;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriUtils;

/**
 * A comment as a header field, which has bytes only: in UTF-8, as most programs send what they are given; or percent-encoded,
 * as RFC 8187 has it, {@code UTF-8''h%C3%A4lf}; or else in ISO 8859-1.
 */
final class CommentField {

    private static final String ENCODED = "UTF-8''";

    private CommentField() {}

    /** What it says; empty if there is none. */
    static String text(@Nullable String field) {
        if (field == null) {
            return "";
        }
        return field.toUpperCase(Locale.ROOT).startsWith(ENCODED)
                ? UriUtils.decode(field.substring(ENCODED.length()), StandardCharsets.UTF_8)
                : decoded(field);
    }

    private static String decoded(String field) {
        try {
            // The container takes each byte for a character.
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(field.getBytes(StandardCharsets.ISO_8859_1)))
                    .toString();
        } catch (CharacterCodingException e) {
            return field;
        }
    }
}
