package dev.weft.mesh.model;

/**
 * The moment by which work must be over, on the monotonic clock of this process. Where there may be none, it is null.
 *
 * @param atNanos a value of the monotonic clock; only differences mean anything
 */
public record Deadline(long atNanos) {

    /** The deadline this long after {@code nanos}. */
    public static Deadline after(long leftNanos, long nanos) {
        return new Deadline(nanos + leftNanos);
    }

    /** What is left at {@code nanos}, in nanoseconds; negative when it has passed. */
    public long left(long nanos) {
        return atNanos - nanos;
    }

    /** Whether nothing is left at {@code nanos}. */
    public boolean passed(long nanos) {
        return atNanos - nanos <= 0;
    }
}
