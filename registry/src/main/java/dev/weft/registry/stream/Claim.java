package dev.weft.registry.stream;

import dev.weft.registry.store.StorePosition;

/**
 * What a client says that it knows of a store.
 *
 * @param service which the client is one of
 * @param instance its id
 */
public record Claim(String service, String instance, StorePosition position) {

    /** So often at most people have declared a store valid, and taken it back. */
    private static final long MOST_GENERATIONS = 1_000;

    /** So many changes at most are lost by a backup. */
    private static final long MOST_REVISIONS = 1_000_000;

    /** Whether it can be true: who makes numbers up must not stand in the way of everybody else. */
    boolean isPlausible(StorePosition store) {
        return position.generation() - store.generation() <= MOST_GENERATIONS
                && (!isOf(store) || position.revision() - store.revision() <= MOST_REVISIONS);
    }

    /** Whether it is of this store, and not of another one. */
    public boolean isOf(StorePosition store) {
        return position.store().equals(store.store());
    }

    /** The client in words. */
    public String who() {
        return service + " (" + instance + ")";
    }
}
