package dev.weft.mesh.engine;

import dev.weft.mesh.model.Headers;

/** Reads the field by which an overloaded server asks to be left alone. */
final class RetryAfter {

    /** Nobody is left alone for longer. */
    private static final long MAX_SECONDS = 300;

    private RetryAfter() {}

    /**
     * What the response asks for, in nanoseconds: 0 if it does not ask, or not in seconds (a date would need a clock that
     * agrees with the server's).
     */
    static long nanos(Headers headers) {
        String value = headers.first("Retry-After");
        return value == null ? 0 : seconds(value.strip()) * 1_000_000_000L;
    }

    private static long seconds(String value) {
        if (value.isEmpty() || value.length() > 9) {
            return 0;
        }
        long seconds = 0;
        for (int i = 0; i < value.length(); i++) {
            int digit = value.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return 0;
            }
            seconds = seconds * 10 + digit;
        }
        return Math.min(seconds, MAX_SECONDS);
    }
}
