package dev.weft.mesh.rules;

/**
 * What decides about a request's side of a split, so that equal requests stay on one side.
 *
 * @param kind where the key stands: in a header, a cookie or the query
 * @param name of it; a request without it, or with an empty one, is divided as if the split were not sticky
 */
public record Sticky(FieldMatch.Kind kind, String name) {

    public Sticky {
        if (name.isBlank()) {
            throw new IllegalArgumentException("sticky by a " + kind.words() + " without a name");
        }
    }

    @Override
    public String toString() {
        return kind.words() + " " + name;
    }
}
