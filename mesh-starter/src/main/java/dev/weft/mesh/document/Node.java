package dev.weft.mesh.document;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A part of a document as it was written, with the place where it begins (line and column from 1). Immutable. */
sealed interface Node {

    int line();

    int column();

    /**
     * One value.
     *
     * @param plain whether it was written without quotes, so that it may be a number, a boolean or nothing
     */
    record Scalar(String value, boolean plain, int line, int column) implements Node {}

    /** Values in order. */
    record Items(List<Node> items, int line, int column) implements Node {

        public Items {
            items = List.copyOf(items);
        }
    }

    /** Values by key. No key is there twice. */
    record Mapping(List<Entry> entries, int line, int column) implements Node {

        public Mapping {
            entries = List.copyOf(entries);
        }

        /** The value of the key, or null. */
        @Nullable
        Node get(String key) {
            for (Entry entry : entries) {
                if (entry.key.equals(key)) {
                    return entry.value;
                }
            }
            return null;
        }
    }

    /**
     * A key and its value.
     *
     * @param line of the key
     * @param column of the key
     */
    record Entry(String key, Node value, int line, int column) {}
}
