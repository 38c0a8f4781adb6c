package dev.weft.registry.store;

import dev.weft.mesh.model.ServiceName;
import org.jspecify.annotations.Nullable;

/**
 * A change that somebody asks for.
 *
 * @param document the rules, as they are written, or null to remove them
 * @param restores the number of the revision that has this document, where the change is a way back, or null
 */
public record Change(
        ServiceName service,
        Origin origin,
        String author,
        String comment,
        @Nullable String document,
        @Nullable Long restores) {

    /** The longest comment, in characters. */
    public static final int MAX_COMMENT = 1_000;

    /** The longest name of an author, in characters. */
    public static final int MAX_AUTHOR = 255;

    /** What people ask for. */
    public Change(
            ServiceName service, String author, String comment, @Nullable String document, @Nullable Long restores) {
        this(service, Origin.PEOPLE, author, comment, document, restores);
    }

    public Change {
        checkAuthor(author);
        checkComment(comment);
    }

    static void checkAuthor(String author) {
        if (author.isEmpty() || author.length() > MAX_AUTHOR) {
            throw new IllegalArgumentException(
                    "author: " + author.length() + " characters (expected: from 1 to " + MAX_AUTHOR + ")");
        }
        checkLine("author", author);
    }

    static void checkComment(String comment) {
        if (comment.length() > MAX_COMMENT) {
            throw new IllegalArgumentException(
                    "comment: " + comment.length() + " characters (expected: at most " + MAX_COMMENT + ")");
        }
        checkLine("comment", comment);
    }

    private static void checkLine(String what, String text) {
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(what + ": with a control character (expected: one line of text)");
        }
    }
}
