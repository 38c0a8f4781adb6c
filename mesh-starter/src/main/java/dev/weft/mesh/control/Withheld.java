package dev.weft.mesh.control;

import java.util.List;

/**
 * A part of a service's rules that the registry keeps from this client.
 *
 * @param part such as {@code routes}
 * @param needs the keys in it that this version of the starter does not know
 */
public record Withheld(String part, List<String> needs) {

    public Withheld {
        needs = List.copyOf(needs);
    }

    @Override
    public String toString() {
        return part + " (needs " + String.join(", ", needs) + ")";
    }
}
