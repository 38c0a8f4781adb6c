package dev.weft.mesh.rules;

import org.jspecify.annotations.Nullable;

/**
 * Changes to where a request says it goes, on the wire.
 *
 * @param host the new Host, or null to leave it
 * @param path the new path, or null to leave it
 */
public record Rewrite(@Nullable String host, @Nullable PathRewrite path) {

    public Rewrite {
        if (host != null) {
            HttpText.checkHost(host);
        }
    }
}
