package dev.weft.mesh.document;

import java.util.Comparator;

/**
 * As the Gateway API settles ties between routes: the oldest first, then by name.
 *
 * @param created when the HTTPRoute was; one that doesn't say it comes last
 * @param name of the HTTPRoute, with its namespace
 */
public record Precedence(String created, String name) implements Comparable<Precedence> {

    private static final Comparator<Precedence> ORDER =
            Comparator.comparing(Precedence::created).thenComparing(Precedence::name);

    @Override
    public int compareTo(Precedence other) {
        return ORDER.compare(this, other);
    }
}
