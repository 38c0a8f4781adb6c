package dev.weft.mesh.directory;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether each registry answers: said when it ceases to, and when it does again, and not in between. Thread-safe. */
public final class RegistryContact {

    private static final Logger log = LoggerFactory.getLogger(RegistryContact.class);

    private final LongSupplier clock;
    private final Map<String, Long> silentSince = new ConcurrentHashMap<>();
    private final Set<String> closed = ConcurrentHashMap.newKeySet();

    /** @param clock monotonic, in nanoseconds */
    public RegistryContact(LongSupplier clock) {
        this.clock = clock;
    }

    void answered(String url) {
        closed.remove(url);
        Long since = silentSince.remove(url);
        if (since != null) {
            Duration silence = Duration.ofNanos(clock.getAsLong() - since);
            log.info("The registry at {} answers again, after {} s.", url, silence.toSeconds());
        }
    }

    void failed(String url, String why) {
        if (silentSince.putIfAbsent(url, clock.getAsLong()) == null) {
            log.warn(
                    "The registry at {} does not answer ({}). The mesh goes on with the endpoints that it knows, and"
                            + " tries again every few seconds.",
                    url,
                    why);
        }
    }

    /**
     * It answers with an error.
     *
     * @param request what it was asked for
     * @param shown to be let in
     */
    void refused(String url, int status, String request, JoinCredentials shown) {
        boolean first = silentSince.putIfAbsent(url, clock.getAsLong()) == null;
        if (JoinCredentials.areRefused(status)) {
            // Also where it did not answer at all before: that passes by itself, and this doesn't.
            if (closed.add(url)) {
                log.warn(
                        "The registry at {} does not let this service in ({}): {}. Nobody is told of this service there,"
                                + " and it goes on with the endpoints that it knows. It tries again every few seconds.",
                        url,
                        status,
                        shown.mistake());
            }
        } else if (first) {
            log.warn(
                    "The registry at {} answers {} to {}. The mesh goes on with the endpoints that it knows, and tries"
                            + " again every few seconds.",
                    url,
                    status,
                    request);
        }
    }
}
