package dev.weft.mesh.engine;

import dev.weft.mesh.model.ServiceName;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Helps people who have mistyped a service's name. */
final class Names {

    private static final int MOST = 3;

    private Names() {}

    /** What to say of a name that no source knows, with the known names that are nearest to it. */
    static String unknown(ServiceName service, Collection<ServiceName> known) {
        return "no such service; " + nearest(service, known)
                + " (a host outside the mesh with such a name belongs into mesh.passthrough)";
    }

    /** The known names that are nearest to it, in words. */
    static String nearest(ServiceName service, Collection<ServiceName> known) {
        List<ServiceName> nearest = known.stream()
                .sorted(Comparator.comparingInt((ServiceName name) -> distance(name.value(), service.value()))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(MOST)
                .toList();
        return nearest.isEmpty()
                ? "no service is registered at all"
                : "the nearest known names are "
                        + nearest.stream().map(ServiceName::value).collect(Collectors.joining(", "));
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
