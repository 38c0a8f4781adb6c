package dev.weft.registry.membership;

/** How many instances are silent, as the last look at the leases has found. */
public interface LeaseCounts {

    /**
     * What a look has found.
     *
     * @param paused whether leases are kept for now although they are over, since so many are silent
     * @param silent instances that have missed two heartbeats or more, with those whose leases have just ended
     * @param instances all instances, with those whose leases have just ended
     */
    record Count(boolean paused, int silent, int instances) {}

    Count count();
}
