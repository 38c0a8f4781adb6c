package dev.weft.registry.api;

import dev.weft.registry.store.Precondition;
import dev.weft.registry.store.StorePosition;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/**
 * A service's rules are told apart by its latest revision: its number, for people, and the store's generation, the
 * revision's stamp and the store's id, so that one of another store, or another history of this one, never matches.
 */
final class ETags {

    private static final Pattern TAG =
            Pattern.compile("\"([0-9]{1,18})\\.([0-9]{1,18})\\.([0-9a-z]{1,12})\\.([0-9A-Za-z-]{1,36})\"");

    private ETags() {}

    static String of(StorePosition position) {
        return "\"" + position.revision() + "." + position.generation() + "."
                + Long.toString(position.stamp(), Character.MAX_RADIX) + "." + position.store() + "\"";
    }

    /** What a write asks for: every write must, or two people could undo each other's work without knowing. */
    static Precondition condition(@Nullable String ifMatch, @Nullable String ifNoneMatch) {
        if (ifMatch != null && ifNoneMatch == null) {
            return matching(ifMatch.strip());
        }
        if (ifNoneMatch == null) {
            throw Refusals.of(
                    HttpStatus.PRECONDITION_REQUIRED,
                    "no If-Match (expected: If-Match with the ETag that a GET gave you, or If-None-Match: * where"
                            + " nothing is stored)");
        }
        if (ifMatch != null || !ifNoneMatch.strip().equals("*")) {
            throw Refusals.of(
                    HttpStatus.BAD_REQUEST,
                    "If-None-Match: " + ifNoneMatch + " (expected: *, and no If-Match beside it)");
        }
        return new Precondition.Absent();
    }

    private static Precondition matching(String value) {
        if (value.equals("*")) {
            return new Precondition.Stored();
        }
        Matcher tag = TAG.matcher(value);
        if (!tag.matches()) {
            throw Refusals.of(
                    HttpStatus.BAD_REQUEST,
                    "If-Match: " + value + " (expected: the whole ETag that a GET gave you, in quotes)");
        }
        return new Precondition.At(new StorePosition(
                tag.group(4),
                Long.parseLong(tag.group(2)),
                Long.parseLong(tag.group(1)),
                Long.parseLong(tag.group(3), Character.MAX_RADIX)));
    }
}
