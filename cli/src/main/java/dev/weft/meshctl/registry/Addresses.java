package dev.weft.meshctl.registry;

import dev.weft.meshctl.Exit;
import dev.weft.meshctl.Failure;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Reads addresses of registries. */
public final class Addresses {

    private static final Pattern LOOPBACK = Pattern.compile("127(\\.[0-9]{1,3}){3}");

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

    /** Whether what is sent there never leaves this machine, by what the address itself says. */
    static boolean isLoopback(URI address) {
        String host = String.valueOf(address.getHost()).toLowerCase(Locale.ROOT);
        return host.equals("localhost")
                || host.equals("[::1]")
                || LOOPBACK.matcher(host).matches();
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
