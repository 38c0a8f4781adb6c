package dev.weft.registry.stream;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/** The keys of rule documents that a client understands, as {@code routes.match.headers}. Immutable. */
final class Features {

    private final Set<String> known = new HashSet<>();

    Features(Collection<String> named) {
        for (String name : named) {
            // Who knows a key knows those above it.
            for (int end = name.length(); end > 0; end = name.lastIndexOf('.', end - 1)) {
                known.add(name.substring(0, end));
            }
        }
    }

    boolean contain(String key) {
        return known.contains(key);
    }
}
