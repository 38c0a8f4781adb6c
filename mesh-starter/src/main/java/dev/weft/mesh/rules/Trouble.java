package dev.weft.mesh.rules;

/**
 * What a fault rule does to one call.
 *
 * @param delayNanos how long it is held up, or 0
 * @param status what it is answered with instead of being made, or 0
 */
public record Trouble(long delayNanos, int status) {

    /** Nothing. */
    public static final Trouble NONE = new Trouble(0, 0);

    private static final long NANOS_PER_MILLI = 1_000_000;

    /** In words, for the answer's {@code mesh-fault} and for decision traces. */
    public String words() {
        String delay = delayNanos == 0 ? "" : "delay " + delayNanos / NANOS_PER_MILLI + " ms";
        String abort = status == 0 ? "" : "abort " + status;
        return delay.isEmpty() || abort.isEmpty() ? delay + abort : delay + ", " + abort;
    }
}
