package dev.weft.registry.store;

import org.jspecify.annotations.Nullable;

/** What must hold of a service's rules for a change to be made: it keeps two people from undoing each other's work. */
public sealed interface Precondition {

    /**
     * Whether it holds.
     *
     * @param store what it is at
     */
    boolean holds(StorePosition store, @Nullable Revision latest);

    /**
     * The rules are those that somebody has seen.
     *
     * @param seen where the store was then when the service's rules had last changed
     */
    record At(StorePosition seen) implements Precondition {

        @Override
        public boolean holds(StorePosition store, @Nullable Revision latest) {
            return seen.equals(store.at(latest));
        }
    }

    /** There are rules, whichever. */
    record Stored() implements Precondition {

        @Override
        public boolean holds(StorePosition store, @Nullable Revision latest) {
            return latest != null && latest.document() != null;
        }
    }

    /** There are no rules, or no more. */
    record Absent() implements Precondition {

        @Override
        public boolean holds(StorePosition store, @Nullable Revision latest) {
            return latest == null || latest.document() == null;
        }
    }
}
