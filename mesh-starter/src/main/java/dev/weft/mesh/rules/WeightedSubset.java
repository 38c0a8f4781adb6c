package dev.weft.mesh.rules;

import dev.weft.mesh.model.Endpoint;
import dev.weft.mesh.model.Subset;

/**
 * A destination within a service and its share of a route's requests.
 *
 * @param subset the endpoints
 * @param weight 0 to 1,000,000, in proportion to the route's other destinations; 0 gets nothing
 */
public record WeightedSubset(Subset subset, int weight) {

    public WeightedSubset {
        if (weight < 0 || weight > Endpoint.MAX_WEIGHT) {
            throw new IllegalArgumentException("weight: " + weight + " (expected: 0 to " + Endpoint.MAX_WEIGHT + ")");
        }
    }
}
