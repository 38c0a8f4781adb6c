package dev.weft.mesh.control;

/**
 * Where a service's rules stand in a registry's store.
 *
 * @param id of the store, made when it was first used
 * @param generation raised by whoever declares a restored or a new store valid
 * @param revision at which the service last changed; 0 when nothing was ever stored
 * @param stamp of that revision, which another history of the store has not, although it may have the number; 0 if none is
 *     known
 */
public record StoreVersion(String id, long generation, long revision, long stamp) {

    /**
     * Whether who knows this may take that: an older store, or another one, is not obeyed unless somebody says so. Where
     * nothing was stored there is nothing to lose but what somebody has said.
     *
     * @param follows whether the registry finds this in the history of that
     */
    boolean allows(StoreVersion next, boolean follows) {
        if (next.generation > generation) {
            return true;
        }
        if (revision == 0) {
            return next.generation == generation;
        }
        return follows
                && next.generation == generation
                && next.id.equals(id)
                && (next.revision > revision || next.revision == revision && isStamped(next.stamp));
    }

    private boolean isStamped(long given) {
        return given == stamp || given == 0 || stamp == 0;
    }

    @Override
    public String toString() {
        return "revision " + revision + " of generation " + generation + " of the store " + id;
    }
}
