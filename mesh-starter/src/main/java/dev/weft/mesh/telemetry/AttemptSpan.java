package dev.weft.mesh.telemetry;

import org.jspecify.annotations.Nullable;

/** The span of one attempt. Thread-safe. */
@FunctionalInterface
public interface AttemptSpan {

    /** The span of an attempt that is not traced. */
    AttemptSpan NONE = error -> {};

    /**
     * Ends the span with the status and outcome of its attempt, of which the engine knows by now. The first end counts.
     *
     * @param error what the attempt met on the wire, or null
     */
    void end(@Nullable Throwable error);
}
