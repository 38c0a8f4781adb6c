package dev.weft.mesh.balance;

import org.jspecify.annotations.Nullable;

/**
 * A choice of an endpoint, and why.
 *
 * @param chosen the endpoint
 * @param why what decided
 * @param cost what the chosen one cost, in nanoseconds; 0 where it was compared with none
 * @param other the one that it was compared with, or null
 * @param otherCost what that one cost
 */
public record Pick(
        EndpointState chosen,
        Why why,
        double cost,
        @Nullable EndpointState other,
        double otherCost) {

    static Pick of(EndpointState chosen, Why why) {
        return new Pick(chosen, why, 0, null, 0);
    }

    /** What decided. */
    public enum Why {
        CHEAPER("the cheaper of two"),
        ANSWERS("the other one has stopped answering"),
        STAYS("the other one is leaving"),
        ONLY("the only one left"),
        KEY("the request's key hashes to it"),
        NEXT_FOR_KEY("next on the ring: what the request's key hashes to is out, tried or busier than most"),
        PROBE("probe of an ejected endpoint"),
        DOUBT("it has just lost a connection, and this request tells whether it is gone"),
        PANIC("panic: too few healthy endpoints, so all are used"),
        TRIED("tried before, but none is left that was not");

        private final String words;

        Why(String words) {
            this.words = words;
        }

        /** For messages. */
        public String words() {
            return words;
        }
    }
}
