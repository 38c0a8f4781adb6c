package dev.weft.mesh.server;

import dev.weft.mesh.client.MeshException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.http.HttpStatus;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ResponseStatus;

/**
 * An answer of the mesh's own: a status, and in words why (RFC 9457). Written by hand, since which JSON library there is,
 * if any, is the application's affair.
 *
 * @param status of the answer
 * @param detail why, in words that a person can act on
 */
record Problem(int status, String detail) {

    static final String MEDIA_TYPE = "application/problem+json";

    private static final int MAX_CAUSES = 20;
    private static final int MAX_REASON = 1_000;

    /** The answer for an error that nobody handled, or null if it isn't the mesh's or says itself how to answer it. */
    static @Nullable Problem of(Throwable error) {
        Throwable cause = error;
        for (int i = 0; cause != null && i < MAX_CAUSES; i++) {
            if (cause instanceof MeshException failed) {
                return new Problem(failed.status(), String.valueOf(failed.getMessage()));
            }
            if (cause instanceof ErrorResponse
                    || AnnotatedElementUtils.hasAnnotation(cause.getClass(), ResponseStatus.class)) {
                return null;
            }
            cause = cause.getCause();
        }
        return null;
    }

    /** The detail as a header's value: printable ASCII of bounded length. */
    String reason() {
        String cut = detail.length() <= MAX_REASON ? detail : detail.substring(0, MAX_REASON) + "...";
        StringBuilder reason = new StringBuilder(cut.length());
        cut.chars().forEach(c -> reason.append(c >= ' ' && c <= '~' ? (char) c : '?'));
        return reason.toString();
    }

    byte[] json() {
        HttpStatus known = HttpStatus.resolve(status);
        String title = known == null ? "Client Closed Request" : known.getReasonPhrase();
        String json = "{\"type\":\"about:blank\",\"title\":\"" + title + "\",\"status\":" + status + ",\"detail\":\""
                + escaped(detail) + "\"}";
        return json.getBytes(StandardCharsets.UTF_8);
    }

    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                escaped.append('\\').append(c);
            } else if (c < ' ' || Character.isSurrogate(c)) {
                escaped.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                escaped.append(c);
            }
        }
        return escaped.toString();
    }
}
