package dev.weft.mesh.context;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes request ids, and tells which of those that arrive may stand in a log. */
public final class RequestIds {

    private static final int MAX_LENGTH = 128;

    private RequestIds() {}

    /** A new id. */
    public static String next() {
        return UUID.randomUUID().toString();
    }

    /** Whether the value is 1 to 128 letters, digits and {@code . _ ~ : = + / @ -}: nothing that could forge a log line. */
    public static boolean isValid(@Nullable String value) {
        if (value == null || value.isEmpty() || value.length() > MAX_LENGTH) {
            return false;
        }
        for (int i = 0; i < value.length(); i++) {
            if (!isSafe(value.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isSafe(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || "._~:=+/@-".indexOf(c) >= 0;
    }
}
