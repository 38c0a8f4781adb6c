package dev.weft.registry.stream;

import java.util.Collection;
import java.util.NavigableSet;
import java.util.TreeSet;

/** The keys of rule documents that a client understands, as {@code routes.match.headers}. Immutable. */
final class Features {

    private final NavigableSet<String> named;

    Features(Collection<String> named) {
        this.named = new TreeSet<>(named);
    }

    /** Who knows a key knows those above it. */
    boolean contain(String key) {
        String below = key + ".";
        String next = named.ceiling(below);
        return named.contains(key) || next != null && next.startsWith(below);
    }
}
