package dev.weft.mesh.model;

import java.util.List;

/**
 * All that is known of a service's endpoints at one time; replaced whole, never changed.
 *
 * @param service whose endpoints these are
 * @param endpoints every known endpoint, the ones that are not up included
 * @param source where the set came from, in words for people ("eureka", "last-known-good", ...)
 */
public record EndpointSet(ServiceName service, List<Endpoint> endpoints, String source) {

    public EndpointSet {
        endpoints = List.copyOf(endpoints);
    }

    /** A set of which nothing is known yet. */
    public static EndpointSet empty(ServiceName service) {
        return new EndpointSet(service, List.of(), "none");
    }
}
