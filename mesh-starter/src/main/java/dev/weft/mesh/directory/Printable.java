package dev.weft.mesh.directory;

/** Foreign text made fit for a log line. */
public final class Printable {

    private static final int MOST = 100;

    private Printable() {}

    /** The text without control characters, cut to a length that a line bears. */
    public static String of(String text) {
        String cut = text.length() > MOST ? text.substring(0, MOST) + "..." : text;
        return cut.replaceAll("\\p{Cntrl}", "?");
    }
}
