package dev.weft.mesh.rules;

import java.util.List;

/**
 * Where requests go.
 *
 * @param to the destinations and their shares; at least one of them with a weight above 0
 */
public record Route(List<WeightedSubset> to) {

    public Route {
        to = List.copyOf(to);
        if (to.stream().allMatch(destination -> destination.weight() == 0)) {
            throw new IllegalArgumentException(
                    "route to " + to + " (expected: at least one destination with a weight above 0)");
        }
    }
}
