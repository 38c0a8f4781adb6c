package dev.weft.mesh.autoconfigure;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A {@code mesh.*} property has a value that can't be used: stops the start. */
final class InvalidMeshPropertyException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    private static final Pattern NAMED = Pattern.compile("([a-z-]+): (.*)", Pattern.DOTALL);

    private final String property;
    private final String problem;

    /**
     * @param property the property, or the part that it stands in
     * @param problem the value, and what is allowed
     */
    InvalidMeshPropertyException(String property, String problem) {
        super(property + ": " + problem);
        this.property = property;
        this.problem = problem;
    }

    /** For a part's own words, which begin with the name of the property in it where one is to blame ("attempts: 0 ..."). */
    static InvalidMeshPropertyException in(String part, String words) {
        Matcher named = NAMED.matcher(words);
        return named.matches()
                ? new InvalidMeshPropertyException(part + "." + named.group(1), named.group(2))
                : new InvalidMeshPropertyException(part, words);
    }

    String property() {
        return property;
    }

    String problem() {
        return problem;
    }
}
