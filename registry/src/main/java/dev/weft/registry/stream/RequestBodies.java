package dev.weft.registry.stream;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import java.io.IOException;
import java.io.InputStream;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/** Reads what clients send, up to a bound. Keys that it doesn't know are those of newer clients, and left alone. */
public final class RequestBodies {

    private static final int MAX_BYTES = 1 << 20;

    private static final ObjectMapper JSON =
            new ObjectMapper().configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);

    private RequestBodies() {}

    static <T> T read(InputStream body, Class<T> type) throws IOException {
        return read(body, type, MAX_BYTES);
    }

    /**
     * Reads a body.
     *
     * @throws IllegalArgumentException if it isn't what is expected
     * @throws ErrorResponseException if it is too long
     */
    public static <T> T read(InputStream body, Class<T> type, int most) throws IOException {
        byte[] bytes = body.readNBytes(most + 1);
        if (bytes.length > most) {
            HttpStatus status = HttpStatus.PAYLOAD_TOO_LARGE;
            throw new ErrorResponseException(
                    status,
                    ProblemDetail.forStatusAndDetail(
                            status, "a body of more than " + most + " bytes (expected: at most so many)"),
                    null);
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
