package dev.weft.mesh.telemetry;

import dev.weft.mesh.engine.Attempt;
import dev.weft.mesh.model.Outcome;
import org.jspecify.annotations.Nullable;

/** Why an attempt was made although there had been one: what came of the one before. */
final class RetryReason {

    private RetryReason() {}

    /** "status 503", "connect failed", ..., or null for a first attempt. */
    static @Nullable String of(Attempt attempt) {
        Attempt before = attempt.previous();
        if (before == null) {
            return null;
        }
        Outcome outcome = before.outcome();
        if (before.status() != 0) {
            return "status " + before.status();
        }
        return outcome == null ? null : outcome.words();
    }
}
