package dev.weft.mesh.client;

import dev.weft.mesh.model.ServiceName;
import dev.weft.mesh.security.Addresses;
import java.net.URI;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Follows redirects from one host outside the mesh to another. Each hop is a call of its own, and is let out or refused as
 * such. A redirect to anywhere else is handed to the caller: a host outside must not be able to make this process call a
 * service of the mesh, or itself. So is one that leads from TLS to clear text.
 */
public final class Redirects {

    /** So many hops are followed. */
    public static final int MOST = 5;

    private static final Set<Integer> STATUSES = Set.of(301, 302, 303, 307, 308);
    private static final Set<String> SECRETS = Set.of("authorization", "cookie", "proxy-authorization", "host");
    private static final Set<String> OF_BODY =
            Set.of("content-type", "content-encoding", "content-language", "content-length", "transfer-encoding");

    private Redirects() {}

    /** The next hop of a request, or null if its response is the caller's. */
    public static @Nullable Hop next(
            LogicalHosts hosts, ServiceName from, URI uri, String method, int status, @Nullable String location) {
        if (!from.isOutside() || location == null || !STATUSES.contains(status)) {
            return null;
        }
        URI target = resolve(uri, location);
        ServiceName service = target == null ? null : hosts.service(target);
        if (target == null || service == null || !service.isOutside() || Addresses.isThisMachine(service.host())) {
            return null;
        }
        if (hosts.isTls(from, uri) && !hosts.isTls(service, target)) {
            return null;
        }
        String next = method(method, status);
        return new Hop(service, target, next, next.equals(method), !service.equals(from));
    }

    private static @Nullable URI resolve(URI uri, String location) {
        try {
            // From "http://host", which has no path, URI resolves "path" to "http://hostpath"; and it resolves "?query"
            // against the path's directory, unlike RFC 3986, 5.2.2.
            String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
            return uri.resolve(path).resolve(location.startsWith("?") ? path + location : location);
        } catch (IllegalArgumentException e) {
            // The caller sees what it is.
            return null;
        }
    }

    /** RFC 9110, 15.4: 303 asks for a GET, and so do 301 and 302 after a POST, by long custom. */
    private static String method(String method, int status) {
        boolean get = status == 303 ? !method.equals("HEAD") : status < 303 && method.equals("POST");
        return get ? "GET" : method;
    }

    /**
     * One request more.
     *
     * @param service whom it goes to
     * @param keepsBody whether it has the body of the one before
     * @param leaves whether it goes to another host, which is not to see what was meant for the one before
     */
    public record Hop(ServiceName service, URI uri, String method, boolean keepsBody, boolean leaves) {

        /** Whether a field of the request before is sent again. */
        public boolean keeps(String field) {
            String name = field.toLowerCase(Locale.ROOT);
            return !(leaves && SECRETS.contains(name)) && (keepsBody || !OF_BODY.contains(name));
        }
    }
}
