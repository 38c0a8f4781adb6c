package dev.weft.registry.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * By what instances join: HTTP basic, as Eureka's clients have it. Compared, not hashed: it comes with every heartbeat of
 * every instance, and was not chosen by a person.
 */
final class JoinSecret {

    private static final String USER = "mesh";
    private static final String SCHEME = "Basic ";

    private final byte[] expected;

    JoinSecret(String secret) {
        this.expected = Base64.getEncoder().encode((USER + ":" + secret).getBytes(StandardCharsets.UTF_8));
    }

    /** The Authorization of whoever has it. */
    String authorization() {
        return SCHEME + new String(expected, StandardCharsets.US_ASCII);
    }

    /** Whether the request's Authorization is the secret. */
    boolean isIn(@Nullable String authorization) {
        if (authorization == null || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return false;
        }
        byte[] given = authorization.substring(SCHEME.length()).strip().getBytes(StandardCharsets.UTF_8);
        return MessageDigest.isEqual(given, expected);
    }
}
