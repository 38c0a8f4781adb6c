package dev.weft.registry.api;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;

/** A document as the body of a request or response. */
final class DocumentBody {

    /** As much as the readers take. */
    private static final int MAX_BYTES = 1 << 20;

    private static final int MAX_LINES = 10_000;

    private static final MediaType YAML = MediaType.parseMediaType("application/yaml;charset=UTF-8");

    private DocumentBody() {}

    /** The text, whatever its content type says: JSON is YAML. */
    static String read(InputStream body) throws IOException {
        byte[] bytes = body.readNBytes(MAX_BYTES + 1);
        if (bytes.length > MAX_BYTES) {
            throw Refusals.of(
                    HttpStatus.PAYLOAD_TOO_LARGE,
                    "a document of more than " + MAX_BYTES + " bytes (expected: at most so many)");
        }
        String text = decoded(bytes);
        if (text.lines().skip(MAX_LINES).findFirst().isPresent()) {
            throw Refusals.of(
                    HttpStatus.PAYLOAD_TOO_LARGE,
                    "a document of more than " + MAX_LINES + " lines (expected: at most so many)");
        }
        return text;
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
