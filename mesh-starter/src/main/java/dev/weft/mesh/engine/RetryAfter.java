package dev.weft.mesh.engine;

import dev.weft.mesh.model.Headers;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** Reads the field by which an overloaded server asks to be left alone (RFC 9110, 10.2.3). */
final class RetryAfter {

    /** Nobody is left alone for longer. */
    private static final long MAX_SECONDS = 300;

    private RetryAfter() {}

    /** What the response asks for, in nanoseconds: 0 if it does not ask, or not in a form that makes sense. */
    static long nanos(Headers headers) {
        String value = headers.first("Retry-After");
        if (value == null) {
            return 0;
        }
        String wanted = value.strip();
        boolean number = !wanted.isEmpty() && wanted.chars().allMatch(c -> c >= '0' && c <= '9');
        long seconds = number ? seconds(wanted) : secondsBetween(headers.first("Date"), wanted);
        return Math.max(0, Math.min(seconds, MAX_SECONDS)) * 1_000_000_000L;
    }

    private static long seconds(String digits) {
        long seconds = 0;
        for (int i = 0; i < digits.length() && seconds < MAX_SECONDS; i++) {
            seconds = seconds * 10 + (digits.charAt(i) - '0');
        }
        return seconds;
    }

    /** A date is held against the answer's own: clocks of two machines need not agree. */
    private static long secondsBetween(@Nullable String from, String until) {
        if (from == null) {
            return 0;
        }
        try {
            return Duration.between(date(from.strip()), date(until)).toSeconds();
        } catch (DateTimeException garbage) {
            return 0;
        }
    }

    private static Instant date(String value) {
        return DateTimeFormatter.RFC_1123_DATE_TIME.parse(value, Instant::from);
    }
}
