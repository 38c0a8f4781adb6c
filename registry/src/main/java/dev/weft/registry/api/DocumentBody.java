package dev.weft.registry.api;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;

/** A document as the body of a request or response. */
final class DocumentBody {

    /** As much as the readers take. */
    private static final int MAX_BYTES = 1 << 20;

    private static final int MAX_LINES = 10_000;

    /** What documents are sent as, without the main type. */
    private static final Set<String> TYPES =
            Set.of("yaml", "x-yaml", "json", "plain", "octet-stream", "x-www-form-urlencoded");

    private static final MediaType YAML = MediaType.parseMediaType("application/yaml;charset=UTF-8");

    private DocumentBody() {}

    /**
     * The text.
     *
     * @param contentType that it came with, or null; JSON is YAML, and curl calls a form what it isn't told to be
     *     anything else
     */
    static String read(@Nullable String contentType, InputStream body) throws IOException {
        checkType(contentType);
        byte[] bytes = body.readNBytes(MAX_BYTES + 1);
        checkLength(bytes.length);
        String text = decoded(bytes);
        checkLines(text);
        return text;
    }

    /** Refuses a document that could not be stored since it is too long. */
    static void check(String text) {
        checkLength(text.getBytes(StandardCharsets.UTF_8).length);
        checkLines(text);
    }

    private static void checkType(@Nullable String contentType) {
        if (contentType == null) {
            return;
        }
        MediaType type = MediaType.parseMediaType(contentType);
        String subtype = type.getSubtype();
        boolean text = TYPES.contains(subtype) || subtype.endsWith("+json") || subtype.endsWith("+yaml");
        if (!text || type.getCharset() != null && type.getCharset() != StandardCharsets.UTF_8) {
            throw Refusals.of(
                    HttpStatus.UNSUPPORTED_MEDIA_TYPE,
                    "a document as " + type + " (expected: application/yaml or application/json, in UTF-8)");
        }
    }

    private static void checkLength(int bytes) {
        if (bytes > MAX_BYTES) {
            throw Refusals.of(
                    HttpStatus.PAYLOAD_TOO_LARGE,
                    "a document of more than " + MAX_BYTES + " bytes (expected: at most so many)");
        }
    }

    private static void checkLines(String text) {
        if (text.lines().skip(MAX_LINES).findFirst().isPresent()) {
            throw Refusals.of(
                    HttpStatus.PAYLOAD_TOO_LARGE,
                    "a document of more than " + MAX_LINES + " lines (expected: at most so many)");
        }
    }

    private static String decoded(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw Refusals.of(HttpStatus.BAD_REQUEST, "a document that is not UTF-8 (expected: UTF-8)");
        }
    }

    /** What a text is, by how it begins. */
    static MediaType type(String text) {
        String start = text.stripLeading();
        return start.startsWith("{") || start.startsWith("[") ? MediaType.APPLICATION_JSON : YAML;
    }
}
