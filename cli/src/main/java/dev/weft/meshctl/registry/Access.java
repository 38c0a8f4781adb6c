package dev.weft.meshctl.registry;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the registry is, and by which login.
 *
 * @param peers the registry's addresses, at least one: whichever answers is asked
 * @param user or null without a login
 * @param password or null without a login
 * @param source who said so, for people
 */
public record Access(
        List<URI> peers, @Nullable String user, @Nullable String password, String source) {

    public Access {
        peers = List.copyOf(peers);
        if (peers.isEmpty()) {
            throw new IllegalArgumentException("no address of a registry (expected: one at least)");
        }
    }

    /** For the header field, or null without a login. */
    @Nullable
    String authorization() {
        if (user == null || password == null) {
            return null;
        }
        String both = user + ":" + password;
        return "Basic " + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8));
    }

    /** Not the password. */
    @Override
    public String toString() {
        return peers + (user == null ? "" : " as " + user) + " (" + source + ")";
    }
}
