package dev.weft.mesh.model;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The logical name of a service: lower case, without a dot when it names a peer in the mesh.
 *
 * @param value 1 to 253 letters, digits, dots, hyphens and underscores; folded to lower case
 */
public record ServiceName(String value) implements Comparable<ServiceName> {

    private static final Pattern VALID = Pattern.compile("[a-z0-9]([a-z0-9._-]{0,251}[a-z0-9])?");

    public ServiceName {
        value = value.toLowerCase(Locale.ROOT);
        if (!VALID.matcher(value).matches()) {
            throw new IllegalArgumentException("service name: \"" + value
                    + "\" (expected: 1 to 253 letters, digits, '.', '-' or '_', first and last a letter or a digit)");
        }
    }

    /** The service of this name. */
    public static ServiceName of(String value) {
        return new ServiceName(value);
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
