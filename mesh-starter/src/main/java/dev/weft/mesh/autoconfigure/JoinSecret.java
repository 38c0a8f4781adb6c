package dev.weft.mesh.autoconfigure;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.util.StringUtils;

/** {@code mesh.registry.join-secret}, as it may be. */
final class JoinSecret {

    /** Eureka's client would cut it at a colon, and encode other characters its own way. */
    private static final Pattern SENT_AS_IT_IS = Pattern.compile("[ -~&&[^:]]+");

    private JoinSecret() {}

    /** The secret, or null if there is none. */
    static @Nullable String of(MeshProperties properties) {
        String secret = properties.getRegistry().getJoinSecret();
        if (!StringUtils.hasText(secret)) {
            return null;
        }
        if (!SENT_AS_IT_IS.matcher(secret.strip()).matches()) {
            throw new InvalidMeshPropertyException(
                    "mesh.registry.join-secret",
                    "a text that is not shown here (expected: printable ASCII characters, and no colon)");
        }
        return secret.strip();
    }
}
