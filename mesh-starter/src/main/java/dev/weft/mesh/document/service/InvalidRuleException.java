package dev.weft.mesh.document.service;

import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Something in rules can't be used. */
public final class InvalidRuleException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private static final Pattern NAMED = Pattern.compile("([a-z-]+(?:\\[[0-9]+]|\\.[a-z-]+)*): (.*)", Pattern.DOTALL);

    private final String path;
    private final String problem;

    InvalidRuleException(String path, String problem) {
        super(path + ": " + problem);
        this.path = path;
        this.problem = problem;
    }

    /** For a part's own words, which begin with the name of what is to blame in it where it is one value ("attempts: 0 ..."). */
    public static InvalidRuleException in(String part, String words) {
        Matcher named = NAMED.matcher(words);
        return named.matches()
                ? new InvalidRuleException(below(part, named.group(1)), named.group(2))
                : new InvalidRuleException(part, words);
    }

    /** What is made of a part of the rules; what the model refuses is refused here. */
    static <T extends @Nullable Object> T checked(String path, Supplier<T> mapping) {
        try {
            return mapping.get();
        } catch (IllegalArgumentException e) {
            throw in(path, String.valueOf(e.getMessage()));
        }
    }

    private static String below(String part, String name) {
        return part.isEmpty() ? name : part + "." + name;
    }

    /** Where it stands, as {@code routes[0].to[1].weight}. */
    public String path() {
        return path;
    }

    /** The value, and what is allowed. */
    public String problem() {
        return problem;
    }
}
