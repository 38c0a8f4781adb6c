package dev.weft.mesh.model;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Whom a call is made to: a service of the mesh by its logical name, or a host outside it by host and port, {@code
 * api.example.com:443}. Only the latter has a colon.
 *
 * @param value of a service 1 to 253 letters, digits, dots, hyphens and underscores; folded to lower case
 */
public record ServiceName(String value) implements Comparable<ServiceName> {

    private static final Pattern VALID = Pattern.compile("[a-z0-9]([a-z0-9._-]{0,251}[a-z0-9])?");

    private static final int MOST_PORT = 65_535;

    /** The same, or an IPv6 address, with a port. */
    private static final Pattern OUTSIDE =
            Pattern.compile("([a-z0-9]([a-z0-9._-]{0,251}[a-z0-9])?|\\[[0-9a-f:.]{2,45}]):[0-9]{1,5}");

    public ServiceName {
        value = value.toLowerCase(Locale.ROOT);
        boolean outside = OUTSIDE.matcher(value).matches();
        if (outside && !isPort(portOf(value))) {
            throw new IllegalArgumentException(
                    "host outside the mesh: \"" + value + "\" (expected: a port from 1 to " + MOST_PORT + ")");
        }
        if (!outside && !VALID.matcher(value).matches()) {
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

    /** Whether the value has the form of a service's name, so that {@link #of} accepts it. */
    public static boolean isValid(String value) {
        return VALID.matcher(value.toLowerCase(Locale.ROOT)).matches();
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
