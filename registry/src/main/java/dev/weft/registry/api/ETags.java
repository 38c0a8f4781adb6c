package dev.weft.registry.api;

import dev.weft.registry.store.Precondition;
import dev.weft.registry.store.Revision;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/** A service's rules are told apart by the number of its latest revision. */
final class ETags {

    private static final Pattern NUMBER = Pattern.compile("\"([0-9]{1,18})\"");

    private ETags() {}

    static String of(@Nullable Revision latest) {
        return of(latest == null ? Revision.NONE : latest.number());
    }

    static String of(long number) {
        return "\"" + number + "\"";
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
        Matcher number = NUMBER.matcher(value);
        if (!number.matches()) {
            throw Refusals.of(
                    HttpStatus.BAD_REQUEST,
                    "If-Match: " + value + " (expected: the ETag that a GET gave you, as \"7\" in quotes)");
        }
        return new Precondition.At(Long.parseLong(number.group(1)));
    }
}
