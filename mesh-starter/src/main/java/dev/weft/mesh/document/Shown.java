package dev.weft.mesh.document;

import java.util.regex.Pattern;

/** Texts as they are shown in messages: not at any length, and without control characters. */
final class Shown {

    private static final int SHORT = 80;
    private static final int LONG = 200;
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

    private Shown() {}

    static String quoted(String text) {
        return "\"" + text(text) + "\"";
    }

    /** A message that may have values in it. */
    static String told(String message) {
        return shortened(message, LONG);
    }

    static String text(String text) {
        return shortened(text, SHORT);
    }

    private static String shortened(String text, int length) {
        String part = text.length() <= length ? text : text.substring(0, length) + "...";
        return CONTROL.matcher(part).replaceAll("?");
    }
}
