package dev.weft.registry.store;

/** A change was refused, since the store is older than what its readers know, or another one. */
public final class StoreBehindException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * @param there what the store is at
     * @param who knows more, in words
     * @param known what they know
     */
    public StoreBehindException(StorePosition there, String who, StorePosition known) {
        super("the store is at " + there + (there.leads(known) ? " of another history" : "") + ", but " + who
                + " knows "
                + known
                + ": was it restored from a backup? (expected: POST /mesh/v1/store/generation with {\"comment\": \"why\"} as"
                + " JSON, or meshctl adopt, if what is stored shall hold from now on)");
    }
}
