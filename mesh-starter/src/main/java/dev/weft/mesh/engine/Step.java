package dev.weft.mesh.engine;

/** What the adapter has to do next for a call. */
public sealed interface Step permits Attempt, Step.Wait, Step.Fail {

    /**
     * Pause for so long, then ask again.
     *
     * @param nanos more than 0
     */
    record Wait(long nanos) implements Step {}

    /**
     * Tell the caller that the call has failed.
     *
     * @param failure why
     */
    record Fail(Failure failure) implements Step {}
}
