package dev.weft.mesh.extend;

import dev.weft.mesh.model.Endpoint;
import dev.weft.mesh.model.ServiceName;

/**
 * Has a say in which endpoint a request goes to: a bean of this type is asked for every endpoint that the balancer
 * considers. Called while a request waits, by many threads at once: it must not block, and should answer from memory. What
 * it throws is logged once, and taken as if it had nothing to say.
 *
 * <p>It holds for the copies that mirror rules send as it does for calls.
 */
public interface EndpointPolicy {

    /**
     * Whether the endpoint may get requests now. It is obeyed to the end: if no endpoint may, calls fail with "no endpoint".
     */
    default boolean eligible(ServiceName service, Endpoint endpoint) {
        return true;
    }

    /**
     * What one more request would cost there; of two endpoints the cheaper one gets it, unless it has stopped answering while
     * the other one answers and is no busier.
     *
     * @param cost what the mesh has found: expected latency, times the requests that would share the endpoint, by weight; in
     *     nanoseconds, at least 0
     * @return the cost to go by; one that is negative or not a number is ignored
     */
    default double cost(ServiceName service, Endpoint endpoint, double cost) {
        return cost;
    }
}
