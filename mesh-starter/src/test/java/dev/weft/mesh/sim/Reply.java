package dev.weft.mesh.sim;

import dev.weft.mesh.model.Outcome;
import java.util.Map;

/** What an endpoint does with one request. */
sealed interface Reply {

    long afterNanos();

    /** It answers. */
    record Answer(int status, Map<String, String> headers, long afterNanos) implements Reply {}

    /** The attempt breaks off without an answer. */
    record Broken(Outcome outcome, long afterNanos) implements Reply {}
}
