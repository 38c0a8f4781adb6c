package dev.weft.mesh.context;

import java.security.SecureRandom;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** Makes request ids, and tells which of those that arrive may be kept. */
public final class RequestIds {

    private static final long VERSION_MASK = 0xF000L;
    private static final long RANDOM_VERSION = 0x4000L;
    private static final long VARIANT_MASK = 0xC000_0000_0000_0000L;
    private static final long IETF_VARIANT = 0x8000_0000_0000_0000L;

    /** Keeps processes apart whose threads happen to begin with the same seed. */
    private static final long PROCESS = new SecureRandom().nextLong();

    private RequestIds() {}

    /**
     * A new id, in the form of a random UUID. It is unique, not secret: whoever sees some may guess the next. So it comes
     * from a source of each thread's own, where {@link UUID#randomUUID} would have all threads wait for one lock.
     */
    public static String next() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        long high = random.nextLong() ^ PROCESS;
        long low = random.nextLong();
        return new UUID(high & ~VERSION_MASK | RANDOM_VERSION, low & ~VARIANT_MASK | IETF_VARIANT).toString();
    }

    /** Whether the value is short enough for an id, 128 characters, and safe in a log. */
    public static boolean isValid(String value) {
        return SafeText.isToken(value);
    }
}
