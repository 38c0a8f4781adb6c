package dev.weft.e2e;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** How somebody says who they are. */
final class Logins {

    private Logins() {}

    /** What stands in the field {@code Authorization}. */
    static String basic(String user, String password) {
        byte[] login = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(login);
    }
}
