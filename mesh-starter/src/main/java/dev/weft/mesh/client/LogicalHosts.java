package dev.weft.mesh.client;

import dev.weft.mesh.directory.OutsideHosts;
import dev.weft.mesh.model.ServiceName;
import dev.weft.mesh.security.Addresses;
import dev.weft.mesh.security.EgressPolicy;
import java.net.IDN;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Tells whom a URL names: a service of the mesh, a host outside that is called through the mesh all the same, or a host
 * that is called as it is. A logical name is a single label; the hosts that the user lists are called as they are, and so are
 * {@code localhost}, addresses and the hosts of the mesh's own infrastructure, unless egress is denied: then of these only
 * what the infrastructure's own URLs name, host and port.
 */
public final class LogicalHosts {

    private static final int TLS_PORT = 443;

    private static final int NO_PORT = 0;

    private static final String LOCALHOST = "localhost";

    private final Set<String> passthrough;
    private final Set<ServiceName> infrastructure;
    private final Set<String> asTheyAre;
    private final @Nullable OutsideHosts outside;

    /** Where all hosts outside the mesh are called as they are. */
    public LogicalHosts(Collection<String> passthrough, Collection<ServiceName> infrastructure) {
        this(passthrough, infrastructure, null);
    }

    /**
     * @param passthrough hosts that the user calls as they are
     * @param infrastructure hosts, with their ports, that the mesh itself depends on, the registry's for instance
     * @param outside the hosts that are called through the mesh, or null if none are
     */
    public LogicalHosts(
            Collection<String> passthrough, Collection<ServiceName> infrastructure, @Nullable OutsideHosts outside) {
        this.passthrough =
                passthrough.stream().map(host -> host.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
        this.infrastructure = Set.copyOf(infrastructure);
        this.asTheyAre = Stream.of(
                        this.passthrough.stream(), infrastructure.stream().map(ServiceName::host), Stream.of(LOCALHOST))
                .flatMap(hosts -> hosts)
                .collect(Collectors.toUnmodifiableSet());
        this.outside = outside;
    }

    /** Whom the URL names, or null if it is called as it is. */
    public @Nullable ServiceName service(URI uri) {
        return service(uri, false);
    }

    /**
     * Whom the URL names, or null if it is called as it is.
     *
     * @param byHand whether the client has a transport that its user has made: it serves hosts outside the mesh, unless
     *     egress is denied
     */
    public @Nullable ServiceName service(URI uri, boolean byHand) {
        if (!"http".equalsIgnoreCase(uri.getScheme()) && !"https".equalsIgnoreCase(uri.getScheme())) {
            return null;
        }
        String authority = rawAuthority(uri);
        String host = uri.getHost() != null ? uri.getHost() : hostOf(authority);
        if (host == null) {
            return null;
        }
        ServiceName logical = logical(host);
        if (logical != null) {
            return logical;
        }
        return outside == null ? null : outside(uri, authority, host, byHand, outside);
    }

    /** Whether a call of this URL goes over TLS. */
    public boolean isTls(ServiceName name, URI uri) {
        return "https".equalsIgnoreCase(uri.getScheme()) || outside != null && outside.isTls(name);
    }

    /** Whether a call to that host is refused, whatever it is, by its name or by what that is known to stand for. */
    public boolean refuses(ServiceName name) {
        return outside != null && outside.refusal(name) != null;
    }

    /** Whether a client that looks names up by itself may call a listed host at an address that it has found. */
    public boolean permits(InetSocketAddress found) {
        if (outside == null || !isDeny()) {
            return true;
        }
        ServiceName name = name(ascii(plain(found.getHostString())), found.getPort());
        if (name == null) {
            return Addresses.special(found.getAddress()) == null;
        }
        if (isExempt(name)) {
            return true;
        }
        EgressPolicy policy = outside.policy();
        return policy.refusal(name) != null || policy.permits(name, found.getAddress());
    }

    /** Host and port that a URL names, or null if nobody can be called by them. */
    public static @Nullable ServiceName hostAndPort(URI uri) {
        String authority = rawAuthority(uri);
        String host = uri.getHost() != null ? uri.getHost() : hostOf(authority);
        return host == null ? null : name(plain(host), port(uri, authority));
    }

    /** Whether only what is listed may be called, so that a URL must be understood. */
    public boolean isDeny() {
        return outside != null && outside.policy().isDeny();
    }

    /** The service that a host names, or null if it is none's name. */
    private @Nullable ServiceName logical(String host) {
        ServiceName name = host.indexOf('.') >= 0 || isNumber(host) ? null : ServiceName.read(host);
        return name == null || asTheyAre.contains(name.value()) ? null : name;
    }

    /** A host of digits only is an IPv4 address in its old notation. */
    private static boolean isNumber(String host) {
        for (int i = 0; i < host.length(); i++) {
            if (host.charAt(i) < '0' || host.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    private @Nullable ServiceName outside(URI uri, String authority, String host, boolean byHand, OutsideHosts hosts) {
        EgressPolicy policy = hosts.policy();
        String name = plain(host);
        if (policy.mode() == EgressPolicy.Mode.OFF || passthrough.contains(name)) {
            return null;
        }
        if (!policy.isDeny() && (asTheyAre.contains(name) || isAddress(name))) {
            return null;
        }
        ServiceName found = name(name, port(uri, authority));
        if (found != null && infrastructure.contains(found)) {
            return null;
        }
        if (found == null) {
            return policy.isDeny() ? EgressPolicy.UNREADABLE : null;
        }
        if (policy.refusal(found) != null) {
            return found;
        }
        // A client follows redirects, and a proxy looks names up, without asking the mesh.
        boolean leftToClient = !policy.isDeny() && (isProxied(uri) || byHand || !hosts.hasRoomFor(found));
        return leftToClient ? null : found;
    }

    private boolean isExempt(ServiceName name) {
        return passthrough.contains(name.host()) || infrastructure.contains(name);
    }

    private static boolean isAddress(String host) {
        return Addresses.literal(host) != null || Addresses.isNumeric(host);
    }

    /** Without the dot that ends a name in DNS. */
    private static String plain(String host) {
        return (host.endsWith(".") ? host.substring(0, host.length() - 1) : host).toLowerCase(Locale.ROOT);
    }

    /** As name servers are asked for it; what can't be asked for stays as it is. */
    private static String ascii(String host) {
        try {
            return IDN.toASCII(host);
        } catch (IllegalArgumentException e) {
            return host;
        }
    }

    private static @Nullable ServiceName name(String host, int port) {
        InetAddress address = Addresses.literal(host);
        try {
            return ServiceName.outside(address == null ? host : Addresses.host(address), port);
        } catch (IllegalArgumentException e) {
            // No resolver knows such a name, or nobody can listen at such a port.
            return null;
        }
    }

    /** What a request's {@code Host} says: the URI's host and port, but for a port that is TLS's own. */
    public static String authority(URI uri) {
        String authority = rawAuthority(uri);
        return uri.getPort() == TLS_PORT ? authority.substring(0, authority.lastIndexOf(':')) : authority;
    }

    /** Behind a proxy, it is the proxy that finds the host. */
    private static boolean isProxied(URI uri) {
        ProxySelector proxies = ProxySelector.getDefault();
        return proxies != null
                && uri.getHost() != null
                && proxies.select(uri).stream().anyMatch(proxy -> proxy.type() != Proxy.Type.DIRECT);
    }

    private static String rawAuthority(URI uri) {
        String authority = uri.getRawAuthority();
        return authority == null ? "" : authority.substring(authority.lastIndexOf('@') + 1);
    }

    /** URI finds no host in an authority such as "pet_details:8080". */
    private static @Nullable String hostOf(String authority) {
        int colon = authority.indexOf(':');
        String host = colon < 0 ? authority : authority.substring(0, colon);
        return host.isEmpty() ? null : host;
    }

    private static int port(URI uri, String authority) {
        if (uri.getPort() >= 0) {
            return uri.getPort();
        }
        int colon = uri.getHost() == null ? authority.indexOf(':') : -1;
        if (colon >= 0 && colon < authority.length() - 1) {
            String port = authority.substring(colon + 1);
            return port.matches("\\d{1,5}") ? Integer.parseInt(port) : NO_PORT;
        }
        return "https".equalsIgnoreCase(uri.getScheme()) ? TLS_PORT : 80;
    }
}
