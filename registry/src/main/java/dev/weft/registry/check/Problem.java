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

    static Problem of(InvalidDocumentException e) {
        return new Problem(e.line(), e.column(), e.path(), e.problem(), e.expected());
    }

    /** In one line, for people. */
    @Override
    public String toString() {
        String where = "line " + line + ", column " + column + ": ";
        return where + (path.isEmpty() ? "" : path + ": ") + problem + " (expected: " + expected + ")";
    }
}
