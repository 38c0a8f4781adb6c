package dev.weft.registry.store;

import java.time.Instant;

/**
 * That somebody declared the store valid for everybody, although it was older than what its readers knew, or another one.
 *
 * @param generation of the store from then on
 * @param revision that the store was at
 * @param author the login that declared it
 * @param comment by the author; may be empty
 */
public record Adoption(long generation, long revision, String author, Instant time, String comment) {

    public Adoption {
        Change.checkAuthor(author);
        Change.checkComment(comment);
    }
}
