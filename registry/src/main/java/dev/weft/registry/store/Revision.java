package dev.weft.registry.store;

import dev.weft.mesh.model.ServiceName;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A change of what is said of one service's rules from one side, as it was made. Immutable, and never taken back.
 *
 * @param number from 1, one sequence for all services: of two changes the later one has the higher number
 * @param author the login that made it
 * @param comment by the author; may be empty
 * @param document the rules from then on, as they were written, or null if they were removed
 * @param restores the number of the revision that was rolled back to, 0 for nothing stored, or null if it is none
 * @param stamp a random number, by which it is told from one that another history has at the same place
 */
public record Revision(
        long number,
        ServiceName service,
        Origin origin,
        String author,
        Instant time,
        String comment,
        @Nullable String document,
        @Nullable Long restores,
        long stamp) {

    /** The number that stands for a service of which nothing was ever stored. */
    public static final long NONE = 0;

    /** Of a revision that was made before there were stamps, and of none. */
    public static final long NO_STAMP = 0;
}
