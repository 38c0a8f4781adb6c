package dev.weft.mesh.client;

/** Runs something later, in its own time. What it runs must not block. Thread-safe. */
public interface Timer extends AutoCloseable {

    /** The time in nanoseconds, since whenever it began; never goes back. */
    long nanos();

    /**
     * Runs the action after so long, at once if that is negative.
     *
     * @return prevents that, unless it has begun
     */
    Runnable schedule(Runnable action, long nanos);

    /** Nothing is run any more. */
    @Override
    default void close() {}
}
