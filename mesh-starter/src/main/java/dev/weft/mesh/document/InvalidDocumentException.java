package dev.weft.mesh.document;

/** A document is refused: says where, what is wrong and what would be right. Nothing of the document is used. */
public final class InvalidDocumentException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String source;
    private final int line;
    private final int column;
    private final String path;
    private final String problem;
    private final String expected;

    InvalidDocumentException(String source, int line, int column, String path, String problem, String expected) {
        super(source + ":" + line + ":" + column + ": " + (path.isEmpty() ? "" : path + ": ") + problem + " (expected: "
                + expected + ")");
        this.source = source;
        this.line = line;
        this.column = column;
        this.path = path;
        this.problem = problem;
        this.expected = expected;
    }

    /** Where the text came from: a file, for instance. */
    public String source() {
        return source;
    }

    /** The line within the text, from 1. */
    public int line() {
        return line;
    }

    /** The column within the line, from 1. */
    public int column() {
        return column;
    }

    /** The place within the document, as {@code spec.rules[0].filters[1].type}; empty if it isn't one value's fault. */
    public String path() {
        return path;
    }

    /** What is wrong. */
    public String problem() {
        return problem;
    }

    /** What would be right. */
    public String expected() {
        return expected;
    }
}
