package dev.weft.mesh.security;

import dev.weft.mesh.model.ServiceName;
import java.net.InetAddress;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Hosts outside the mesh that may be called.
 *
 * @param host a name, {@code *.example.com} for every name that ends so, or an address
 * @param ports which ports; none: those that the protocol usually has
 * @param protocol what is spoken there, or null for what the URL says
 * @param privateAddresses whether the name may stand for addresses that are not of the public internet
 */
public record EgressEntry(
        String host, Set<Integer> ports, @Nullable Protocol protocol, boolean privateAddresses) {

    /** What is spoken on the wire. */
    public enum Protocol {
        /** In clear text, unless the URL demands TLS. */
        HTTP,
        /** Always over TLS, whatever the URL says. */
        HTTPS
    }

    public EgressEntry {
        InetAddress address = Addresses.literal(host);
        host = address != null ? Addresses.host(address) : host.toLowerCase(Locale.ROOT);
        if (!isHost(host)) {
            throw new IllegalArgumentException("host: \"" + host
                    + "\" (expected: a host name, *.suffix or an IP address, without scheme, port and path)");
        }
        for (int port : ports) {
            if (port < 1 || port > 65_535) {
                throw new IllegalArgumentException("ports: " + port + " (expected: 1 to 65535)");
            }
        }
        ports = Set.copyOf(ports);
    }

    /** Whether an entry can have this host. */
    static boolean isHost(String host) {
        String name = host.startsWith("*.") ? "any" + host.substring(1) : host;
        return Addresses.literal(host) != null || ServiceName.isValid(name) && !Addresses.isNumeric(host);
    }

    /** Whether the host, at its port, is one of these. */
    boolean matches(ServiceName outside) {
        return matchesHost(outside.host()) && matchesPort(outside.port());
    }

    private boolean matchesHost(String name) {
        return host.startsWith("*.") ? name.endsWith(host.substring(1)) : name.equals(host);
    }

    private boolean matchesPort(int port) {
        if (!ports.isEmpty()) {
            return ports.contains(port);
        }
        return port == 443 && protocol != Protocol.HTTP || port == 80 && protocol != Protocol.HTTPS;
    }

    /** As it is written in a configuration. */
    @Override
    public String toString() {
        return "{ host: " + (host.startsWith("*") || host.startsWith("[") ? "\"" + host + "\"" : host)
                + (ports.isEmpty() ? "" : ", ports: " + new TreeSet<>(ports))
                + (protocol == null ? "" : ", protocol: " + protocol.name().toLowerCase(Locale.ROOT))
                + (privateAddresses ? ", private: true" : "")
                + " }";
    }
}
