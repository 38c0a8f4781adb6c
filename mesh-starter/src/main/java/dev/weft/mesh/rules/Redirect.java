package dev.weft.mesh.rules;

import dev.weft.mesh.model.CallRequest;
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

    private static final int MAX_PORT = 65_535;
    private static final Set<Integer> STATUSES = Set.of(301, 302, 303, 307, 308);
    private static final Set<String> SCHEMES = Set.of("http", "https");

    public Redirect {
        if (!STATUSES.contains(status)) {
            throw new IllegalArgumentException("status: " + status + " (expected: 301, 302, 303, 307 or 308)");
        }
        if (scheme != null && !SCHEMES.contains(scheme)) {
            throw new IllegalArgumentException("scheme: \"" + scheme + "\" (expected: http or https)");
        }
        if (host != null) {
            HttpText.checkHost(host);
        }
        if (port < 0 || port > MAX_PORT) {
            throw new IllegalArgumentException("port: " + port + " (expected: 1 to " + MAX_PORT + ")");
        }
    }

    /**
     * Where the client is sent.
     *
     * @param matched the prefix that the rule has matched
     */
    String location(CallRequest request, String matched) {
        String from = request.headers().first("Host");
        String authority =
                from == null ? request.service().host() + (request.port() == 0 ? "" : ":" + request.port()) : from;
        int colon = authority.lastIndexOf(':');
        boolean ported = colon > 0 && authority.indexOf(']', colon) < 0;
        String name = ported ? authority.substring(0, colon) : authority;
        String number = port != 0 ? ":" + port : scheme == null && ported ? authority.substring(colon) : "";
        String to = scheme == null ? request.scheme() : scheme;
        return to + "://" + (host == null ? name : host) + (number.equals(usual(to)) ? "" : number)
                + target(request, matched);
    }

    private String target(CallRequest request, String matched) {
        if (path == null && request.called() != null) {
            return request.called();
        }
        String target = path == null ? request.path() : path.apply(request.path(), matched);
        return request.query() == null ? target : target + "?" + request.query();
    }

    private static String usual(String scheme) {
        return scheme.equals("https") ? ":443" : ":80";
    }
}
