package dev.weft.mesh.rules;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An answer that sends the client elsewhere; what is null stays as the request has it.
 *
 * @param scheme {@code http} or {@code https}, or null
 * @param host or null
 * @param port 1 to 65,535, or 0 for the scheme's own where a scheme is given, else the request's
 * @param path or null
 * @param status 301, 302, 303, 307 or 308
 */
public record Redirect(
        @Nullable String scheme,
        @Nullable String host,
        int port,
        @Nullable PathRewrite path,
        int status) {

    private static final Set<Integer> STATUSES = Set.of(301, 302, 303, 307, 308);
    private static final Set<String> SCHEMES = Set.of("http", "https");

    public Redirect {
        if (!STATUSES.contains(status)) {
            throw new IllegalArgumentException("status: " + status + " (expected: 301, 302, 303, 307 or 308)");
        }
        if (scheme != null && !SCHEMES.contains(scheme)) {
            throw new IllegalArgumentException("scheme: \"" + scheme + "\" (expected: http or https)");
        }
    }
}
