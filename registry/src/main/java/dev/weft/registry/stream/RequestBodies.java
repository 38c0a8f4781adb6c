package dev.weft.registry.stream;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import java.io.IOException;
import java.io.InputStream;

/** Reads what clients send. Keys that it doesn't know are those of newer clients, and left alone. */
final class RequestBodies {

    private static final int MAX_BYTES = 1 << 20;

    private static final ObjectMapper JSON =
            new ObjectMapper().configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);

    private RequestBodies() {}

    /**
     * Reads a body.
     *
     * @throws IllegalArgumentException if it isn't what is expected
     */
    static <T> T read(InputStream body, Class<T> type) throws IOException {
        byte[] bytes = body.readNBytes(MAX_BYTES + 1);
        if (bytes.length > MAX_BYTES) {
            throw new IllegalArgumentException(
                    "a body of more than " + MAX_BYTES + " bytes (expected: at most so many)");
        }
        try {
            T read = JSON.readValue(bytes, type);
            if (read == null) {
                throw new IllegalArgumentException("null (expected: JSON as in /mesh/v1/openapi.yaml)");
            }
            return read;
        } catch (ValueInstantiationException e) {
            throw new IllegalArgumentException(
                    e.getCause() == null ? e.getOriginalMessage() : e.getCause().getMessage(), e);
        } catch (JacksonException e) {
            throw new IllegalArgumentException(
                    e.getOriginalMessage() + " (expected: JSON as in /mesh/v1/openapi.yaml)", e);
        }
    }
}
