package dev.weft.registry.store;

import org.jspecify.annotations.Nullable;

/** A change was refused, since somebody else has changed the service's rules meanwhile. */
public final class StaleRevisionException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient @Nullable Revision latest;

    StaleRevisionException(Change change, @Nullable Revision latest) {
        super("the rules of " + change.service() + " are at revision "
                + (latest == null ? Revision.NONE : latest.number()));
        this.latest = latest;
    }

    /** The service's latest revision, or null if nothing was ever stored. */
    public @Nullable Revision latest() {
        return latest;
    }
}
