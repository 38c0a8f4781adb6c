package dev.weft.mesh.rules;

import dev.weft.mesh.extend.RequestCondition;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The conditions that the application provides, by the names that rules have for them. Immutable. */
public final class Conditions {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9-]+");

    /** None. */
    public static final Conditions NONE = new Conditions(List.of());

    /** Any, of which none is ever met: for who reads rules of others, and can't ask what their applications provide. */
    public static final Conditions ASSUMED = new Conditions(List.of(), true);

    private final Map<String, RequestCondition> byName = new TreeMap<>();
    private final boolean assumed;

    /**
     * @throws IllegalArgumentException if a name can't be one, or two have the same
     */
    public Conditions(Collection<RequestCondition> conditions) {
        this(conditions, false);
    }

    private Conditions(Collection<RequestCondition> conditions, boolean assumed) {
        this.assumed = assumed;
        for (RequestCondition condition : conditions) {
            String name = condition.name();
            if (!NAME.matcher(name).matches()) {
                throw new IllegalArgumentException(
                        "name of a RequestCondition: \"" + name + "\" (expected: letters, digits and hyphens)");
            }
            if (byName.putIfAbsent(name, condition) != null) {
                throw new IllegalArgumentException("name of a RequestCondition: \"" + name
                        + "\", which another one has already (expected: a name of its own)");
            }
        }
    }

    /**
     * A condition as a rule has it.
     *
     * @param text what the rule says of it
     * @throws IllegalArgumentException if nobody provides it, or whoever does refuses the text
     */
    public CustomMatch match(String name, String text) {
        if (assumed && NAME.matcher(name).matches()) {
            return new CustomMatch(name, text, request -> false);
        }
        RequestCondition condition = byName.get(name);
        if (condition == null) {
            throw new IllegalArgumentException("custom." + name + ": no bean provides this condition (expected: "
                    + (byName.isEmpty()
                            ? "the name of a RequestCondition, of which there is none"
                            : "one of " + String.join(", ", byName.keySet()))
                    + ")");
        }
        try {
            return new CustomMatch(name, text, condition.parse(text));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("custom." + name + ": \"" + text + "\": " + e.getMessage(), e);
        }
    }
}
