package dev.weft.registry.store;

/**
 * Where rules come from that the store keeps. What the one says of a service leaves alone what the other says of it; which
 * of them is obeyed is for readers to settle.
 */
public enum Origin {
    /** Somebody who is logged in. */
    PEOPLE,
    /** Kubernetes' HTTPRoutes. */
    HTTP_ROUTES
}
