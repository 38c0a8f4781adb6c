package dev.weft.mesh.actuate;

import dev.weft.mesh.engine.Destination;

/**
 * How much of a service this process uses, and may use at once.
 *
 * @param requests calls under way
 * @param maxRequests calls that may be
 * @param maxConnections connections that one endpoint may have; those in use are its attempts in flight
 */
public record LimitsView(int requests, int maxRequests, int maxConnections) {

    static LimitsView of(Destination destination) {
        return new LimitsView(
                destination.limit().underWay(),
                destination.limit().limit(),
                destination.rules().limits().connections());
    }
}
