package dev.weft.registry.store;

import dev.weft.mesh.model.ServiceName;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A revision as the history lists it: without its document, so that a page of the history is small.
 *
 * @param removes whether it took the service's rules away
 * @param restores as in {@link Revision}
 */
public record Entry(
        long number,
        ServiceName service,
        Origin origin,
        String author,
        Instant time,
        String comment,
        boolean removes,
        @Nullable Long restores) {

    /** Of a revision. */
    public static Entry of(Revision revision) {
        return new Entry(
                revision.number(),
                revision.service(),
                revision.origin(),
                revision.author(),
                revision.time(),
                revision.comment(),
                revision.document() == null,
                revision.restores());
    }
}
