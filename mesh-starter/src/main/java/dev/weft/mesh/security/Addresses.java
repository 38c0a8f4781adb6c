package dev.weft.mesh.security;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads addresses, and tells those of the public internet from all others. Asks nobody about names. */
public final class Addresses {

    private static final String BYTE = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
    private static final Pattern IPV4 = Pattern.compile(BYTE + "(\\." + BYTE + "){3}");

    private static final Pattern IPV6 = Pattern.compile("\\[?[\\da-fA-F]*:[\\da-fA-F.]*:[\\da-fA-F:.]*(%[\\w.-]+)?]?");

    /** What some resolver takes for an IPv4 address in an old notation: 127.1, 0x7f.1, 2130706433. */
    private static final Pattern NUMERIC_END = Pattern.compile("(.*\\.)?(\\d+|0x[\\da-fA-F]*)\\.?");

    private Addresses() {}

    /**
     * The address that a URL's host is, or null if it is a name.
     *
     * @param host an IPv6 address with or without its brackets
     */
    public static @Nullable InetAddress literal(String host) {
        // Java asks a name server about whatever else has a colon.
        if (!IPV6.matcher(host).matches() && !IPV4.matcher(host).matches()) {
            return null;
        }
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            // It has a colon, and is no address.
            return null;
        }
    }

    /** Whether a host that is no {@link #literal} may all the same be read as an address. */
    public static boolean isNumeric(String host) {
        return host.indexOf(':') >= 0 || NUMERIC_END.matcher(host).matches();
    }

    /** Whether the host is this machine by its very name: {@code localhost}, or a loopback address. */
    public static boolean isThisMachine(String host) {
        InetAddress address = literal(host);
        return host.equals("localhost") || address != null && address.isLoopbackAddress();
    }

    /** The address as a URL's host has it. */
    public static String host(InetAddress address) {
        String text = address.getHostAddress();
        return address instanceof Inet4Address ? text : "[" + text + "]";
    }

    /** The address, known by this name. */
    public static InetAddress named(String host, InetAddress address) {
        try {
            return InetAddress.getByAddress(host, address.getAddress());
        } catch (UnknownHostException e) {
            throw new IllegalStateException("the bytes of an address are an address", e);
        }
    }

    /** What kind of address it is, in words, if it is none of the public internet; null if it is. */
    public static @Nullable String special(InetAddress address) {
        if (address.isLoopbackAddress()) {
            return "loopback";
        }
        if (address.isAnyLocalAddress()) {
            return "unspecified";
        }
        if (address.isLinkLocalAddress()) {
            return "link-local";
        }
        if (address.isMulticastAddress()) {
            return "multicast";
        }
        if (address.isSiteLocalAddress()) {
            return "private";
        }
        byte[] bytes = address.getAddress();
        return bytes.length == 4 ? special4(bytes) : special6(bytes);
    }

    /** RFC 6890, as far as Java does not know it. */
    private static @Nullable String special4(byte[] ip) {
        int first = ip[0] & 0xff;
        int second = ip[1] & 0xff;
        if (first == 100 && (second & 0xc0) == 64) {
            return "shared";
        }
        boolean reserved = first == 0
                || first >= 240
                || first == 192 && second == 0 && (ip[2] == 0 || ip[2] == 2)
                || first == 198 && (second & 0xfe) == 18
                || first == 198 && second == 51 && ip[2] == 100
                || first == 203 && second == 0 && ip[2] == 113;
        return reserved ? "reserved" : null;
    }

    private static @Nullable String special6(byte[] ip) {
        if ((ip[0] & 0xfe) == 0xfc) {
            return "unique-local";
        }
        int prefix = (ip[0] & 0xff) << 8 | ip[1] & 0xff;
        int next = (ip[2] & 0xff) << 8 | ip[3] & 0xff;
        if (prefix == 0x2002) {
            return embedded(ip, 2);
        }
        if (prefix == 0x0064 && next == 0xff9b) {
            // NAT64, also with a prefix of the network's own (RFC 8215), which may be anything.
            return isZero(ip, 4, 12) ? embedded(ip, 12) : "reserved";
        }
        if (isZero(ip, 0, 12)) {
            return embedded(ip, 12);
        }
        return prefix == 0x2001 && (next == 0 || next == 0x0db8) || prefix == 0x0100 ? "reserved" : null;
    }

    /** An IPv6 address may lead to an IPv4 address. */
    private static @Nullable String embedded(byte[] ip, int from) {
        try {
            return special(InetAddress.getByAddress(Arrays.copyOfRange(ip, from, from + 4)));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }

    private static boolean isZero(byte[] ip, int from, int to) {
        for (int i = from; i < to; i++) {
            if (ip[i] != 0) {
                return false;
            }
        }
        return true;
    }
}
