package dev.weft.registry.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.weft.registry.store.Entry;
import dev.weft.registry.store.Revision;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A revision as it is shown.
 *
 * @param action {@code put}, {@code delete} or {@code rollback}
 * @param restores the revision that a rollback went back to
 * @param document the rules, where they are asked for
 * @param diff to the revision before, where it is asked for
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record RevisionView(
        long revision,
        String service,
        String action,
        @Nullable Long restores,
        String author,
        Instant time,
        String comment,
        @Nullable String document,
        @Nullable String diff) {

    static RevisionView of(Entry of) {
        return of(of, null, null);
    }

    static RevisionView of(Revision of) {
        return of(Entry.of(of), null, null);
    }

    static RevisionView with(Revision of, @Nullable String document, @Nullable String diff) {
        return of(Entry.of(of), document, diff);
    }

    private static RevisionView of(Entry of, @Nullable String document, @Nullable String diff) {
        return new RevisionView(
                of.number(),
                of.service().value(),
                action(of),
                of.restores(),
                of.author(),
                of.time(),
                of.comment(),
                document,
                diff);
    }

    private static String action(Entry of) {
        if (of.restores() != null) {
            return "rollback";
        }
        return of.removes() ? "delete" : "put";
    }
}
