package dev.weft.mesh.rules;

import dev.weft.mesh.model.HeaderFields;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Changes to a message's header fields. Names are case-insensitive.
 *
 * @param set replaces every value of the field
 * @param add adds a value to those that are there
 * @param remove drops the field
 */
public record HeaderEdits(Map<String, String> set, Map<String, String> add, Set<String> remove) {

    /** No change. */
    public static final HeaderEdits NONE = new HeaderEdits(Map.of(), Map.of(), Set.of());

    public HeaderEdits {
        set = Map.copyOf(set);
        add = Map.copyOf(add);
        remove = Set.copyOf(remove);
        set.forEach(HttpText::checkField);
        add.forEach(HttpText::checkField);
        remove.forEach(HttpText::checkChangeable);
        List.of(set.keySet(), add.keySet(), remove).forEach(HttpText::checkOnce);
    }

    /** Makes the changes. */
    public void applyTo(HeaderFields fields) {
        set.forEach(fields::set);
        add.forEach(fields::add);
        remove.forEach(fields::remove);
    }

    public boolean isEmpty() {
        return set.isEmpty() && add.isEmpty() && remove.isEmpty();
    }
}
