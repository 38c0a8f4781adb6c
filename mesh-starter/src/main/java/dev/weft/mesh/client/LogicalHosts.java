package dev.weft.mesh.client;

import dev.weft.mesh.model.ServiceName;
import java.net.URI;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Tells URLs that name a service of the mesh from those that name a host. A logical name is a single label; {@code
 * localhost}, addresses, the hosts that the user lists and those of the mesh's own infrastructure are none.
 */
public final class LogicalHosts {

    private final Set<String> outside;

    /**
     * @param passthrough single-label hosts that the user calls as they are
     * @param infrastructure hosts that the mesh itself depends on, the registry's for instance
     */
    public LogicalHosts(Collection<String> passthrough, Collection<String> infrastructure) {
        outside = Stream.concat(Stream.of("localhost"), Stream.concat(passthrough.stream(), infrastructure.stream()))
                .map(host -> host.toLowerCase(Locale.ROOT))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The service that the URL names, or null if it names a host. */
    public @Nullable ServiceName service(URI uri) {
        if (!"http".equalsIgnoreCase(uri.getScheme()) && !"https".equalsIgnoreCase(uri.getScheme())) {
            return null;
        }
        String host = host(uri);
        return host != null && isLogical(host) ? ServiceName.of(host) : null;
    }

    private boolean isLogical(String host) {
        return host.indexOf('.') < 0
                && !isNumber(host)
                && ServiceName.isValid(host)
                && !outside.contains(host.toLowerCase(Locale.ROOT));
    }

    /** A host of digits only is an IPv4 address in its old notation. */
    private static boolean isNumber(String host) {
        return host.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static @Nullable String host(URI uri) {
        if (uri.getHost() != null || uri.getRawAuthority() == null) {
            return uri.getHost();
        }
        // URI finds no host in an authority such as "pet_details:8080".
        String authority = uri.getRawAuthority();
        String hostAndPort = authority.substring(authority.indexOf('@') + 1);
        int colon = hostAndPort.indexOf(':');
        return colon < 0 ? hostAndPort : hostAndPort.substring(0, colon);
    }
}
