package dev.weft.registry.store;

/**
 * How far a store has come.
 *
 * @param store which store it is: numbers of different stores can't be compared
 * @param generation raised each time that people declare a store valid which its readers would not follow
 * @param revision the number of the latest revision, or {@link Revision#NONE}
 */
public record StorePosition(String store, long generation, long revision) {

    /**
     * Whether it may come after the other: one that has been restored from a backup, or another store, may not, unless
     * people have said so.
     */
    public boolean mayFollow(StorePosition other) {
        return generation > other.generation
                || store.equals(other.store) && generation == other.generation && revision >= other.revision;
    }

    /** In words. */
    @Override
    public String toString() {
        return "revision " + revision + " of generation " + generation + " of store " + store;
    }
}
