package dev.weft.mesh.rules;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/**
 * A regular expression that is matched in time linear in its input (RE2), against the whole of it.
 *
 * @param source at most {@value #MAX_LENGTH} characters, and {@value #MAX_REPEATED} more with its counted repetitions written
 *     out
 */
public record Expression(String source) {

    /** The longest expression that is accepted. */
    public static final int MAX_LENGTH = 1_024;

    /** How many characters longer an expression may become when its counted repetitions are written out. */
    public static final int MAX_REPEATED = 4_000;

    public Expression {
        if (source.isEmpty() || source.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "regular expression of " + source.length() + " characters (expected: 1 to " + MAX_LENGTH + ")");
        }
        long repeated = repeated(source);
        if (repeated > MAX_REPEATED) {
            throw new IllegalArgumentException("regular expression whose repetitions come to " + repeated
                    + " characters more when they are written out (expected: at most " + MAX_REPEATED + ")");
        }
        try {
            Pattern.compile(source);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "regular expression \"" + source + "\": " + e.getMessage() + " (expected: RE2 syntax)", e);
        }
    }

    /** How many characters longer an expression becomes, about, when its counted repetitions are written out. */
    public static long repeated(String source) {
        return Repetitions.added(source);
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
