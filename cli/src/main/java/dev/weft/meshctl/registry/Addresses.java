package dev.weft.meshctl.registry;

import dev.weft.meshctl.Exit;
import dev.weft.meshctl.Failure;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;

/** Reads addresses of registries. */
public final class Addresses {

    private Addresses() {}

    /**
     * One or several, separated by commas.
     *
     * @param said who says so, for messages
     */
    public static List<URI> parse(String said, String text) {
        List<URI> addresses = new ArrayList<>();
        for (String part : text.split(",")) {
            if (!part.isBlank()) {
                addresses.add(one(said, part.strip()));
            }
        }
        if (addresses.isEmpty()) {
            throw refused(said, text);
        }
        return addresses;
    }

    private static URI one(String said, String text) {
        try {
            URI address = new URI(text.contains("://") ? text : "http://" + text);
            boolean http = "http".equals(address.getScheme()) || "https".equals(address.getScheme());
            if (!http
                    || address.getHost() == null
                    || address.getRawUserInfo() != null
                    || address.getRawQuery() != null) {
                throw refused(said, text);
            }
            String path = address.getRawPath().replaceAll("/+$", "");
            return new URI(address.getScheme() + "://" + address.getRawAuthority() + path);
        } catch (URISyntaxException e) {
            throw refused(said, text);
        }
    }

    private static Failure refused(String said, String text) {
        // What stands before an @ may be a password.
        String shown = text.replaceAll("//[^/@]*@", "//...@");
        return new Failure(
                Exit.USAGE,
                said + ": \"" + shown + "\" (expected: addresses as http://registry:8761, separated by commas, and the"
                        + " login apart from them)");
    }
}
