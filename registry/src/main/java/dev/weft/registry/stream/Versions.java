package dev.weft.registry.stream;

import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Versions of services' endpoints, as {@code epoch.number}. A registry has an epoch of its own from each of its starts: what
 * another one has said, or this one before, can't be compared.
 */
@Component
final class Versions {

    private static final int RADIX = 36;

    private final String epoch = Long.toString(new SecureRandom().nextLong(1L << 50), RADIX);
    private long last;

    /** The next number. Called by one thread. */
    long next() {
        return ++last;
    }

    String text(long number) {
        return epoch + "." + number;
    }

    /** The number of a version that was said here, or {@link EndpointEvents#NONE}. */
    long number(@Nullable String version) {
        if (version == null || !version.startsWith(epoch + ".")) {
            return EndpointEvents.NONE;
        }
        try {
            return Long.parseLong(version.substring(epoch.length() + 1));
        } catch (NumberFormatException e) {
            return EndpointEvents.NONE;
        }
    }
}
