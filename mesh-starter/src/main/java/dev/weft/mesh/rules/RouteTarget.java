package dev.weft.mesh.rules;

import dev.weft.mesh.model.Endpoint;
import dev.weft.mesh.model.ServiceName;
import dev.weft.mesh.model.Subset;
import org.jspecify.annotations.Nullable;

/**
 * A destination and its share of a route's requests.
 *
 * @param service who gets them, or null for the service that was called
 * @param subset the part of its endpoints
 * @param weight 0 to 1,000,000, in proportion to the route's other destinations; 0 gets nothing
 * @param request changes to the fields of the requests that go there
 * @param response changes to the fields of the responses that come from there
 * @param problem why it can't be reached, so that its share is answered by an error; null if it can
 */
public record RouteTarget(
        @Nullable ServiceName service,
        Subset subset,
        int weight,
        HeaderEdits request,
        HeaderEdits response,
        @Nullable String problem) {

    public RouteTarget {
        if (weight < 0 || weight > Endpoint.MAX_WEIGHT) {
            throw new IllegalArgumentException("weight: " + weight + " (expected: 0 to " + Endpoint.MAX_WEIGHT + ")");
        }
    }

    /** A part of the service that was called. */
    public static RouteTarget of(Subset subset, int weight) {
        return new RouteTarget(null, subset, weight, HeaderEdits.NONE, HeaderEdits.NONE, null);
    }

    /** Another service. */
    public static RouteTarget of(ServiceName service, Subset subset, int weight) {
        return new RouteTarget(service, subset, weight, HeaderEdits.NONE, HeaderEdits.NONE, null);
    }

    /** A destination that does not exist. */
    public static RouteTarget missing(String problem, int weight) {
        return new RouteTarget(null, Subset.ALL, weight, HeaderEdits.NONE, HeaderEdits.NONE, problem);
    }

    public RouteTarget withEdits(HeaderEdits newRequest, HeaderEdits newResponse) {
        return new RouteTarget(service, subset, weight, newRequest, newResponse, problem);
    }

    /** The destination in words, weight left out. */
    @Override
    public String toString() {
        String part = subset.toString();
        if (service == null) {
            return part;
        }
        return part.isEmpty() ? service.value() : service + " " + part;
    }
}
