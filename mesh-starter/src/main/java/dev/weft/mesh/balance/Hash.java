package dev.weft.mesh.balance;

/** The hash by which keys find their side of a split and their endpoint: the same in every process, and of good mixture. */
public final class Hash {

    private static final long FNV_OFFSET = 0xCBF2_9CE4_8422_2325L;
    private static final long FNV_PRIME = 0x100_0000_01B3L;

    private Hash() {}

    /** FNV-1a over the characters, mixed. */
    public static long of(String text) {
        long hash = FNV_OFFSET;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * FNV_PRIME;
        }
        return mix(hash);
    }

    /** The finaliser of SplitMix64. */
    public static long mix(long z) {
        long mixed = (z ^ z >>> 30) * 0xBF58_476D_1CE4_E5B9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94D0_49BB_1331_11EBL;
        return mixed ^ mixed >>> 31;
    }

    /** The hash of an endpoint: it changes when its {@link EndpointState} would. */
    static long of(EndpointState state) {
        return of(state.endpoint().id() + "@" + state.endpoint().address());
    }
}
