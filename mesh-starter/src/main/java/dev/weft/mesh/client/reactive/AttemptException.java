package dev.weft.mesh.client.reactive;

import dev.weft.mesh.model.Outcome;

/** An attempt has ended without a response; never leaves {@link CallLoop}. */
final class AttemptException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Outcome outcome;

    AttemptException(Outcome outcome, Throwable cause) {
        super(outcome.words(), cause, false, false);
        this.outcome = outcome;
    }

    Outcome outcome() {
        return outcome;
    }
}
