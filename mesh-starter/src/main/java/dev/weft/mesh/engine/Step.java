package dev.weft.mesh.engine;

import java.util.Map;

/** What the adapter has to do next for a call. */
public sealed interface Step permits Attempt, Step.Wait, Step.Answer, Step.Fail {

    /**
     * Pause for so long, then ask again.
     *
     * @param nanos more than 0
     */
    record Wait(long nanos) implements Step {}

    /**
     * Hand the caller this answer: no service had a part in it.
     *
     * @param status of the answer
     * @param headers its fields
     * @param body its text, may be empty
     */
    record Answer(int status, Map<String, String> headers, String body) implements Step {}

    /**
     * Tell the caller that the call has failed.
     *
     * @param failure why
     */
    record Fail(Failure failure) implements Step {}
}
