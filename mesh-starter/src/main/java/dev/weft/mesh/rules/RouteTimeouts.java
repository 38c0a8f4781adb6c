package dev.weft.mesh.rules;

import dev.weft.mesh.resilience.Timeouts;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a route says of timeouts.
 *
 * @param total the whole call, or null for the service's
 * @param attempt one attempt to its response's head, or null for the service's
 */
public record RouteTimeouts(
        @Nullable Duration total, @Nullable Duration attempt) {

    /** The service's, where the route says nothing. */
    public Timeouts orElse(Timeouts service) {
        return new Timeouts(
                total != null ? total : service.total(),
                attempt != null ? attempt : service.attempt(),
                service.connect(),
                service.head(),
                service.idle());
    }
}
