package dev.weft.mesh.server;

/** Whether this instance is leaving the mesh. Safe for use by any thread. */
@FunctionalInterface
public interface DrainState {

    /** An instance that never leaves. */
    DrainState NEVER = () -> false;

    /**
     * Whether the instance has begun to leave: it still answers, but asks its callers to take their connections
     * elsewhere. Once true, it stays so.
     */
    boolean draining();
}
