package dev.weft.mesh.rules;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/**
 * A regular expression that is matched in time linear in its input (RE2), against the whole of it.
 *
 * @param source at most {@value #MAX_LENGTH} characters
 */
public record Expression(String source) {

    /** The longest expression that is accepted. */
    public static final int MAX_LENGTH = 1_024;

    public Expression {
        if (source.isEmpty() || source.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "regular expression of " + source.length() + " characters (expected: 1 to " + MAX_LENGTH + ")");
        }
        try {
            Pattern.compile(source);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "regular expression \"" + source + "\": " + e.getMessage() + " (expected: RE2 syntax)", e);
        }
    }

    /** The form that matches. */
    Pattern compile() {
        return Pattern.compile(source);
    }

    /** Plain text that everything begins with that this matches: as much of it as is easily told, maybe nothing. */
    String beginning() {
        return Beginning.of(source);
    }
}
