package dev.weft.mesh.control;

import dev.weft.mesh.directory.JoinCredentials;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * A registry that may offer streams.
 *
 * @param base its URL, without credentials
 * @param authorization the header field that lets this client in, or null if it has none
 * @param shown where that is from
 */
public record RegistryPeer(URI base, @Nullable String authorization, JoinCredentials shown) {

    private static final String EUREKA = "/eureka";

    /** Whoever knows the join secret comes in under this name. */
    private static final String USER = "mesh";

    /**
     * The registry at a URL.
     *
     * @param url its own, or that of its Eureka API; credentials in it come before the secret
     * @param secret the join secret, or null
     * @throws IllegalArgumentException if it is no such URL
     */
    public static RegistryPeer of(String url, @Nullable String secret) {
        URI uri = parsed(url.strip());
        if (uri == null
                || uri.getHost() == null
                || !("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
            throw new IllegalArgumentException("no URL of a registry (expected: http://host:port/eureka/)");
        }
        String path = uri.getRawPath() == null ? "" : uri.getRawPath().replaceAll("/+$", "");
        if (path.endsWith(EUREKA)) {
            path = path.substring(0, path.length() - EUREKA.length());
        }
        String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
        String credentials =
                uri.getUserInfo() != null ? uri.getUserInfo() : secret == null ? null : USER + ":" + secret;
        return new RegistryPeer(
                URI.create(uri.getScheme() + "://" + uri.getHost() + port + path),
                credentials == null ? null : basic(credentials),
                JoinCredentials.of(uri.getUserInfo(), secret != null));
    }

    /** Or null: what is wrong with it, whoever reads of it might see the credentials with. */
    private static @Nullable URI parsed(String url) {
        try {
            return new URI(url);
        } catch (URISyntaxException e) {
            return null;
        }
    }

    private static String basic(String credentials) {
        return "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    }

    /** Where streams are opened, or what is below that. */
    URI watch(String below) {
        return URI.create(base + "/mesh/v1/watch" + below);
    }

    /** Without the credentials. */
    @Override
    public String toString() {
        return base.toString();
    }
}
