package dev.weft.mesh.rules;

/**
 * Tells from a regular expression what plain text its matches begin with. Where it is in doubt it says less: nothing that
 * the expression matches begins otherwise.
 */
final class Beginning {

    private Beginning() {}

    static String of(String source) {
        if (hasAlternatives(source) || source.contains("\\Q")) {
            return "";
        }
        StringBuilder text = new StringBuilder();
        int at = source.startsWith("^") ? 1 : 0;
        while (at < source.length()) {
            boolean escaped = source.charAt(at) == '\\' && at + 1 < source.length();
            char c = source.charAt(escaped ? at + 1 : at);
            if (escaped ? !isPunctuation(c) : !isPlain(c)) {
                break;
            }
            at += escaped ? 2 : 1;
            if (at < source.length() && isOptional(source.charAt(at))) {
                break;
            }
            text.append(c);
        }
        return text.toString();
    }

    /** Whether it has a {@code |} outside of all brackets. */
    private static boolean hasAlternatives(String source) {
        int depth = 0;
        boolean inClass = false;
        for (int i = 0; i < source.length(); i++) {
            char c = source.charAt(i);
            if (c == '\\') {
                i++;
            } else if (inClass) {
                inClass = c != ']';
            } else if (c == '[') {
                inClass = true;
                // A bracket that closes is plain where nothing, or only a negation, stands before it.
                i += source.startsWith("^]", i + 1) ? 2 : source.startsWith("]", i + 1) ? 1 : 0;
            } else if (c == '(') {
                depth++;
            } else if (c == ')') {
                depth--;
            } else if (c == '|' && depth == 0) {
                return true;
            }
        }
        return false;
    }

    /** Whether what stands before this may be missing. */
    private static boolean isOptional(char quantifier) {
        return quantifier == '?' || quantifier == '*' || quantifier == '{';
    }

    private static boolean isPlain(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || "/-_~%@:,;=&!".indexOf(c) >= 0;
    }

    /** A punctuation mark stands for itself when it is escaped, which letters and digits do not. */
    private static boolean isPunctuation(char c) {
        return c > ' ' && c < 0x7F && !Character.isLetterOrDigit(c);
    }
}
