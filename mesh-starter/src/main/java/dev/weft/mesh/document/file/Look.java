package dev.weft.mesh.document.file;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a look at the locations has found.
 *
 * @param files in order: what a later one says is stronger
 * @param troubles of locations that are not there or can't be read, in words, by location
 */
record Look(SortedMap<FileId, Content> files, Map<Integer, Trouble> troubles) {

    Look {
        files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
        troubles = Map.copyOf(troubles);
    }

    /** Whether nothing is known of this file, because its location can't be read. */
    boolean isHidden(FileId file) {
        Trouble trouble = troubles.get(file.location());
        return trouble != null && !trouble.missing();
    }

    /**
     * A file.
     *
     * @param location its number
     * @param name with which people find it
     */
    record FileId(int location, String name) implements Comparable<FileId> {

        @Override
        public int compareTo(FileId other) {
            return location != other.location ? Integer.compare(location, other.location) : name.compareTo(other.name);
        }
    }

    /**
     * What a file holds.
     *
     * @param text or null where it can't be read
     * @param trouble why, or null
     */
    record Content(@Nullable String text, @Nullable String trouble) {}

    /**
     * Why there are no files at a location.
     *
     * @param missing whether it isn't there at all
     */
    record Trouble(String words, boolean missing) {}
}
