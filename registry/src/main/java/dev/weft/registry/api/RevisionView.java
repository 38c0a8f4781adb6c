package dev.weft.registry.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.weft.registry.store.Entry;
import dev.weft.registry.store.Origin;
import dev.weft.registry.store.Revision;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A revision as it is shown.
 *
 * @param action {@code put}, {@code delete} or {@code rollback}
 * @param origin {@code httproutes} where it was no person
 * @param restores the revision that a rollback went back to
 * @param document the rules, where they are asked for
 * @param diff to the revision before, where it is asked for
 * @param ahead a client that does not follow the store, where the revision was just made
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record RevisionView(
        long revision,
        String service,
        String action,
        @Nullable String origin,
        @Nullable Long restores,
        String author,
        Instant time,
        String comment,
        @Nullable String document,
        @Nullable String diff,
        StatusController.@Nullable Ahead ahead) {

    private static final String PEOPLE = "people";
    private static final String HTTP_ROUTES = "httproutes";

    /** The side that is meant; null for both. */
    static @Nullable Origin origin(@Nullable String name) {
        if (name == null) {
            return null;
        }
        return switch (name) {
            case PEOPLE -> Origin.PEOPLE;
            case HTTP_ROUTES -> Origin.HTTP_ROUTES;
            default ->
                throw new IllegalArgumentException(
                        "origin: \"" + name + "\" (expected: " + PEOPLE + " or " + HTTP_ROUTES + ")");
        };
    }

    static RevisionView of(Entry of) {
        return of(of, null, null, null);
    }

    static RevisionView of(Revision of) {
        return of(Entry.of(of), null, null, null);
    }

    static RevisionView made(Revision of, StatusController.@Nullable Ahead ahead) {
        return of(Entry.of(of), null, null, ahead);
    }

    static RevisionView with(Revision of, @Nullable String document, @Nullable String diff) {
        return of(Entry.of(of), document, diff, null);
    }

    private static RevisionView of(
            Entry of, @Nullable String document, @Nullable String diff, StatusController.@Nullable Ahead ahead) {
        return new RevisionView(
                of.number(),
                of.service().value(),
                action(of),
                of.origin() == Origin.PEOPLE ? null : HTTP_ROUTES,
                of.restores(),
                of.author(),
                of.time(),
                of.comment(),
                document,
                diff,
                ahead);
    }

    private static String action(Entry of) {
        if (of.restores() != null) {
            return "rollback";
        }
        return of.removes() ? "delete" : "put";
    }
}
