package dev.weft.mesh.control;

/**
 * Where a service's rules stand in a registry's store.
 *
 * @param id of the store, made when it was first used
 * @param generation raised by whoever declares a restored or a new store valid
 * @param revision at which the service last changed; 0 when nothing was ever stored
 */
public record StoreVersion(String id, long generation, long revision) {

    /** Whether who knows this may take that: an older store, or another one, is not obeyed unless somebody says so. */
    boolean allows(StoreVersion next) {
        return next.generation > generation
                || next.generation == generation && next.id.equals(id) && next.revision >= revision;
    }

    @Override
    public String toString() {
        return "revision " + revision + " of generation " + generation + " of the store " + id;
    }
}
