package dev.weft.registry.check;

import dev.weft.mesh.document.InvalidDocumentException;

/**
 * What is wrong with a document.
 *
 * @param line from 1
 * @param column from 1
 * @param path of the value, as {@code routes[0].to[1].weight}; empty if it isn't one value's fault
 * @param problem what is there
 * @param expected what would be right
 */
public record Problem(int line, int column, String path, String problem, String expected) {

    private static final String EXPECTED = " (expected: ";

    static Problem of(InvalidDocumentException e) {
        return new Problem(e.line(), e.column(), e.path(), e.problem(), e.expected());
    }

    /** Of the document as a whole, of which the rules themselves say it: what is wrong, and in brackets what is expected. */
    static Problem of(String words) {
        int expected = words.lastIndexOf(EXPECTED);
        return expected < 0 || !words.endsWith(")")
                ? new Problem(1, 1, "", words, "rules that can be in force together")
                : new Problem(
                        1,
                        1,
                        "",
                        words.substring(0, expected),
                        words.substring(expected + EXPECTED.length(), words.length() - 1));
    }

    /** In one line, for people. */
    @Override
    public String toString() {
        String where = "line " + line + ", column " + column + ": ";
        return where + (path.isEmpty() ? "" : path + ": ") + problem + " (expected: " + expected + ")";
    }
}
