package dev.weft.meshctl.output;

/** Takes what comes from elsewhere, so that it can't steer a terminal. */
public final class Printable {

    private static final int ESCAPED = 16;

    private Printable() {}

    /** One line. */
    public static String line(String text) {
        return text(text).replace("\n", "\\n");
    }

    /** One line or several. */
    public static String text(String text) {
        StringBuilder shown = new StringBuilder(text.length() + ESCAPED);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isISOControl(c) && c != '\n' && c != '\t') {
                shown.append(String.format("\\u%04x", (int) c));
            } else {
                shown.append(c);
            }
        }
        return shown.toString();
    }
}
