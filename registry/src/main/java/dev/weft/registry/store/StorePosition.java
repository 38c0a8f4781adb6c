package dev.weft.registry.store;

import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * How far a store has come, or where it was when a service's rules last changed.
 *
 * @param store which store it is: numbers of different stores can't be compared
 * @param generation raised each time that people declare a store valid which its readers would not follow
 * @param revision the number of the latest revision, or {@link Revision#NONE}
 * @param stamp of that revision, or {@link Revision#NO_STAMP}
 */
public record StorePosition(String store, long generation, long revision, long stamp) {

    /** Where a store is in which nothing of this was ever stored. */
    static StorePosition empty(String store, long generation) {
        return new StorePosition(store, generation, Revision.NONE, Revision.NO_STAMP);
    }

    /** Where this store was when a service's rules last changed. */
    public StorePosition at(@Nullable Revision latest) {
        return latest == null
                ? empty(store, generation)
                : new StorePosition(store, generation, latest.number(), latest.stamp());
    }

    /**
     * Whether who knows the other may go on here: one that has been restored from a backup, or another store, may not be
     * followed, unless people have said so. Whoever knows of no revision has nothing to lose but what people have said.
     *
     * @param stampOf the stamps of this store's revisions: numbers may have been given once more after the store was restored
     */
    public boolean mayFollow(StorePosition other, LongUnaryOperator stampOf) {
        if (generation > other.generation) {
            return true;
        }
        if (other.revision == Revision.NONE) {
            return generation == other.generation;
        }
        return leads(other) && other.isStamped(stampOf.applyAsLong(other.revision));
    }

    /** Whether the stamp may be this position's: of old revisions none is known. */
    private boolean isStamped(long given) {
        return given == stamp || given == Revision.NO_STAMP || stamp == Revision.NO_STAMP;
    }

    /** Whether it is as far as the other by its numbers: if the other may not be followed, it is of another history. */
    boolean leads(StorePosition other) {
        return store.equals(other.store) && generation == other.generation && revision >= other.revision;
    }

    /** In words. */
    @Override
    public String toString() {
        return "revision " + revision + " of generation " + generation + " of store " + store;
    }
}
