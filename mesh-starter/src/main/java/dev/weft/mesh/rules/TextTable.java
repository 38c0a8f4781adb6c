package dev.weft.mesh.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Values by texts, found by the beginning of a longer text without cutting it out: a hash table whose key is the hash that
 * the caller has computed on its way along the text. Immutable; a look-up allocates nothing.
 */
final class TextTable<T> {

    private final List<List<Entry<T>>> buckets;

    TextTable(Map<String, T> values) {
        int size = Integer.highestOneBit(Math.max(1, values.size())) * 2;
        buckets = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            buckets.add(new ArrayList<>(0));
        }
        values.forEach((text, value) -> bucket(text.hashCode()).add(new Entry<>(text, value)));
    }

    /** The hash of a text and one more character, as {@link String#hashCode} has it; 0 for the empty text. */
    static int hash(int hash, char next) {
        return 31 * hash + next;
    }

    /**
     * The value of a text's beginning, or null.
     *
     * @param end the beginning's length
     * @param hash the beginning's
     */
    @Nullable
    T get(String text, int end, int hash) {
        List<Entry<T>> bucket = bucket(hash);
        for (int i = 0; i < bucket.size(); i++) {
            Entry<T> entry = bucket.get(i);
            if (entry.text.length() == end && text.startsWith(entry.text)) {
                return entry.value;
            }
        }
        return null;
    }

    private List<Entry<T>> bucket(int hash) {
        return buckets.get((hash ^ hash >>> 16) & buckets.size() - 1);
    }

    private record Entry<T>(String text, T value) {}
}
