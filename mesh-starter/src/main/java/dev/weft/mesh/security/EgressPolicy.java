package dev.weft.mesh.security;

import dev.weft.mesh.model.ServiceName;
import java.net.InetAddress;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which hosts outside the mesh this process may call.
 *
 * @param mode what holds for a host that is not listed
 * @param allow the hosts that are listed
 */
public record EgressPolicy(Mode mode, List<EgressEntry> allow) {

    /** Every host may be called. */
    public static final EgressPolicy OPEN = new EgressPolicy(Mode.ALLOW, List.of());

    private static final int TLS_PORT = 443;

    /** Stands for a host that can't be read, and so can't be allowed. */
    public static final ServiceName UNREADABLE = ServiceName.outside("unreadable.invalid", TLS_PORT);

    /** What holds for a host that is not listed. */
    public enum Mode {
        /** Hosts outside are no concern of the mesh: their calls don't go through it. */
        OFF,
        /** It may be called. */
        ALLOW,
        /** It may not be called, nor may one that is listed be called at an address that is not public. */
        DENY
    }

    public EgressPolicy {
        allow = List.copyOf(allow);
    }

    /** Whether only what is listed may be called. */
    public boolean isDeny() {
        return mode == Mode.DENY;
    }

    /** Why the host may not be called, and what would allow it, in words; null if it may. */
    public @Nullable String refusal(ServiceName outside) {
        return !isDeny() || isListed(outside) ? null : denied(outside.value(), remedy(outside));
    }

    /**
     * What to say of {@link #UNREADABLE}.
     *
     * @param authority what stands in the URL, without user and password
     */
    public static String unreadable(String authority) {
        return denied("\"" + authority + "\"", "it is no host name or address with a port from 1 to 65535");
    }

    private static String denied(String what, String remedy) {
        return notAllowed(what) + " (mesh.egress.mode is deny); " + remedy;
    }

    private static String remedy(ServiceName outside) {
        return EgressEntry.isHost(outside.host())
                ? "to allow it, add " + new EgressEntry(outside.host(), Set.of(outside.port()), null, false)
                        + " to mesh.egress.allow"
                : "it is no name, and no address in the usual notation";
    }

    /** Whether a host that may be called may be called at this address, which its name stands for. */
    public boolean permits(ServiceName outside, InetAddress address) {
        return !isDeny()
                || Addresses.special(address) == null
                || Addresses.literal(outside.host()) != null
                || address.isLoopbackAddress() && Addresses.isThisMachine(outside.host())
                || allow.stream().anyMatch(entry -> entry.privateAddresses() && entry.matches(outside));
    }

    /** What to say of a host that may be called at none of the addresses that its name stands for. */
    public String refusal(ServiceName outside, Collection<InetAddress> addresses) {
        String kinds = addresses.stream()
                .map(address -> address.getHostAddress() + " (" + Addresses.special(address) + ")")
                .limit(5)
                .collect(Collectors.joining(", "));
        return notAllowed(outside.value()) + ", because its name stands for " + kinds
                + " and not for a public address; private: true in its entry of mesh.egress.allow allows that";
    }

    /** Whether calls to the host go over TLS, even where the URL does not say so. */
    public boolean demandsTls(ServiceName outside) {
        Set<EgressEntry.Protocol> said = allow.stream()
                .filter(entry -> entry.protocol() != null && entry.matches(outside))
                .map(EgressEntry::protocol)
                .collect(Collectors.toSet());
        return said.isEmpty() ? outside.port() == TLS_PORT : said.contains(EgressEntry.Protocol.HTTPS);
    }

    private boolean isListed(ServiceName outside) {
        return allow.stream().anyMatch(entry -> entry.matches(outside));
    }

    private static String notAllowed(String outside) {
        return "egress to " + outside + " is not allowed";
    }
}
