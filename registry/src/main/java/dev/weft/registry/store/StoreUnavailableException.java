package dev.weft.registry.store;

import org.jspecify.annotations.Nullable;

/** The database doesn't answer, or can't write. */
public final class StoreUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final boolean unsure;

    StoreUnavailableException(boolean unsure, @Nullable Throwable cause) {
        super("the store's database is not available", cause);
        this.unsure = unsure;
    }

    /** Whether a change was under way, of which nobody can say if it was made. */
    public boolean isUnsure() {
        return unsure;
    }
}
