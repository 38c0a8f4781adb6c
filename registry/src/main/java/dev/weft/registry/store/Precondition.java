package dev.weft.registry.store;

import org.jspecify.annotations.Nullable;

/** What must hold of a service's rules for a change to be made: it keeps two people from undoing each other's work. */
public sealed interface Precondition {

    /** Whether it holds. */
    boolean holds(@Nullable Revision latest);

    /**
     * The rules are those of this revision.
     *
     * @param number of the service's latest revision, or {@link Revision#NONE}
     */
    record At(long number) implements Precondition {

        @Override
        public boolean holds(@Nullable Revision latest) {
            return number == (latest == null ? Revision.NONE : latest.number());
        }
    }

    /** There are rules, whichever. */
    record Stored() implements Precondition {

        @Override
        public boolean holds(@Nullable Revision latest) {
            return latest != null && latest.document() != null;
        }
    }

    /** There are no rules, or no more. */
    record Absent() implements Precondition {

        @Override
        public boolean holds(@Nullable Revision latest) {
            return latest == null || latest.document() == null;
        }
    }
}
