package dev.weft.meshctl.registry;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Who asks. */
public record Credentials(String user, String password) {

    /** For the header field. */
    String basic() {
        String both = user + ":" + password;
        return "Basic " + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8));
    }

    /** Not the password. */
    @Override
    public String toString() {
        return user;
    }
}
