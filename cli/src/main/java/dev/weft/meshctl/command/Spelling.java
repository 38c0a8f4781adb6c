package dev.weft.meshctl.command;

import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Finds what somebody may have meant. */
final class Spelling {

    private static final int MOST = 3;

    private Spelling() {}

    /** Those that the fewest edits lead to; none only where none is known. */
    static List<String> nearest(String word, Collection<String> known) {
        TreeMap<Integer, List<String>> byDistance = known.stream()
                .sorted()
                .collect(Collectors.groupingBy(name -> distance(name, word), TreeMap::new, Collectors.toList()));
        return byDistance.isEmpty()
                ? List.of()
                : byDistance.firstEntry().getValue().stream().limit(MOST).toList();
    }

    /** Edits from one word to the other (Levenshtein). */
    private static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int substituted = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substituted, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[other.length()];
    }
}
