package dev.weft.mesh.rules;

import dev.weft.mesh.model.CallRequest;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A condition that the application itself provides. Two are equal if a rule writes them alike.
 *
 * @param name by which rules name it
 * @param text what the rule says of it
 * @param test what the application has made of the text
 */
public record CustomMatch(String name, String text, Predicate<CallRequest> test) {

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof CustomMatch that && name.equals(that.name) && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return 31 * name.hashCode() + text.hashCode();
    }

    @Override
    public String toString() {
        return "custom " + name + " = \"" + text + "\"";
    }
}
