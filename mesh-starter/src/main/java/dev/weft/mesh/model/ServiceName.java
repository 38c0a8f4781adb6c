package dev.weft.mesh.model;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Whom a call is made to: a service of the mesh by its logical name, or a host outside it by host and port, {@code
 * api.example.com:443}. Only the latter has a colon.
 *
 * @param value of a service 1 to 253 letters, digits, dots, hyphens and underscores; folded to lower case
 */
public record ServiceName(String value) implements Comparable<ServiceName> {

    private static final int MOST_LENGTH = 253;
    private static final int MOST_PORT = 65_535;
    private static final int MOST_PORT_DIGITS = 5;

    /** Of an IPv6 address, with its brackets. */
    private static final int LEAST_ADDRESS = 4;

    private static final int MOST_ADDRESS = 47;

    public ServiceName {
        value = value.toLowerCase(Locale.ROOT);
        boolean outside = isHostAndPort(value);
        if (outside && !isPort(portOf(value))) {
            throw new IllegalArgumentException(
                    "host outside the mesh: \"" + value + "\" (expected: a port from 1 to " + MOST_PORT + ")");
        }
        if (!outside && !isName(value, value.length())) {
            throw new IllegalArgumentException("service name: \"" + value
                    + "\" (expected: 1 to 253 letters, digits, '.', '-' or '_', first and last a letter or a digit)");
        }
    }

    /** The service of this name. */
    public static ServiceName of(String value) {
        return new ServiceName(value);
    }

    /** A host outside the mesh. */
    public static ServiceName outside(String host, int port) {
        return new ServiceName(host + ":" + port);
    }

    /** Whether this is a host outside the mesh. */
    public boolean isOutside() {
        return value.indexOf(':') >= 0;
    }

    /** The name without the port that a host outside the mesh has. */
    public String host() {
        return isOutside() ? value.substring(0, value.lastIndexOf(':')) : value;
    }

    /**
     * The name under which a host outside the mesh is configured for all of its ports; of a service, and of a host that is
     * an IPv6 address, the name itself.
     */
    public ServiceName withoutPort() {
        return isOutside() && value.charAt(0) != '[' ? new ServiceName(host()) : this;
    }

    /** The port of a host outside the mesh; 0 of a service. */
    public int port() {
        return isOutside() ? portOf(value) : 0;
    }

    private static int portOf(String outside) {
        return Integer.parseInt(outside.substring(outside.lastIndexOf(':') + 1));
    }

    private static boolean isPort(int number) {
        return number >= 1 && number <= MOST_PORT;
    }

    /** The service of this name, or null if the value does not have the form of one. */
    public static @Nullable ServiceName read(String value) {
        return isValid(value) ? new ServiceName(value) : null;
    }

    /** Whether the value has the form of a service's name, so that {@link #of} accepts it. */
    public static boolean isValid(String value) {
        String folded = value.toLowerCase(Locale.ROOT);
        return isName(folded, folded.length());
    }

    // By hand, not by a regular expression: every call names its service, and every request its caller.

    private static boolean isName(String text, int end) {
        if (end == 0 || end > MOST_LENGTH || !isLetterOrDigit(text.charAt(0))) {
            return false;
        }
        for (int i = 1; i < end - 1; i++) {
            char c = text.charAt(i);
            if (!isLetterOrDigit(c) && c != '.' && c != '-' && c != '_') {
                return false;
            }
        }
        return isLetterOrDigit(text.charAt(end - 1));
    }

    private static boolean isHostAndPort(String text) {
        int colon = text.lastIndexOf(':');
        int digits = text.length() - colon - 1;
        if (colon < 0 || digits < 1 || digits > MOST_PORT_DIGITS) {
            return false;
        }
        for (int i = colon + 1; i < text.length(); i++) {
            if (!isDigit(text.charAt(i))) {
                return false;
            }
        }
        return isName(text, colon) || isAddress(text, colon);
    }

    /** What looks like an IPv6 address in brackets. */
    private static boolean isAddress(String text, int end) {
        if (end < LEAST_ADDRESS || end > MOST_ADDRESS || text.charAt(0) != '[' || text.charAt(end - 1) != ']') {
            return false;
        }
        for (int i = 1; i < end - 1; i++) {
            char c = text.charAt(i);
            if (!isDigit(c) && (c < 'a' || c > 'f') && c != ':' && c != '.') {
                return false;
            }
        }
        return true;
    }

    private static boolean isLetterOrDigit(char c) {
        return c >= 'a' && c <= 'z' || isDigit(c);
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    @Override
    public int compareTo(ServiceName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
