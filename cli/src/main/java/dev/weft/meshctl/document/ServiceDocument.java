package dev.weft.meshctl.document;

/**
 * What files say of one service, as one text to be stored.
 *
 * @param source the file, for messages
 * @param line of the file before the text's first one, or -1 if the text doesn't stand in it as it is
 */
public record ServiceDocument(String service, String text, String source, int line) {

    /** The place in the file of a place in the text, as {@code rules.yml:4:12}. */
    public String place(int textLine, int column) {
        return line < 0 ? source : source + ":" + (line + textLine) + ":" + column;
    }

    /** With what another document says of the same service behind it. */
    ServiceDocument and(ServiceDocument other) {
        String separator = text.endsWith("\n") ? "---\n" : "\n---\n";
        String both = source.equals(other.source) ? source : source + ", " + other.source;
        return new ServiceDocument(service, text + separator + other.text, both, -1);
    }
}
