package dev.weft.mesh.context;

/** Tells text that may be taken over from a header into logs and other headers. */
final class SafeText {

    private static final int MAX_LENGTH = 128;

    private SafeText() {}

    /** Whether it is 1 to 128 letters, digits and {@code . _ ~ : = + / @ -}: nothing that could forge a log line. */
    static boolean isToken(String value) {
        if (value.isEmpty() || value.length() > MAX_LENGTH) {
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
