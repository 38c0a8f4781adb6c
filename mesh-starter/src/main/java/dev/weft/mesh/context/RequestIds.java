package dev.weft.mesh.context;

import java.util.UUID;

/** Makes request ids, and tells which of those that arrive may be kept. */
public final class RequestIds {

    private RequestIds() {}

    /** A new id. */
    public static String next() {
        return UUID.randomUUID().toString();
    }

    /** Whether the value is short enough for an id, 128 characters, and safe in a log. */
    public static boolean isValid(String value) {
        return SafeText.isToken(value);
    }
}
