package dev.weft.mesh.telemetry;

import dev.weft.mesh.engine.Attempt;
import dev.weft.mesh.model.Outcome;

/** Why an attempt was made, as a label and as an index: it was the first, or because of what came of the one before. */
final class AttemptReason {

    private static final Outcome[] OUTCOMES = Outcome.values();

    private static final int FIRST = OUTCOMES.length;
    private static final int OVERLOADED = FIRST + 1;
    private static final int SERVER_ERROR = FIRST + 2;
    private static final int OTHER_STATUS = FIRST + 3;

    /** How many there are. */
    static final int COUNT = FIRST + 4;

    private AttemptReason() {}

    static int index(Attempt attempt) {
        Attempt before = attempt.previous();
        if (before == null) {
            return FIRST;
        }
        int status = before.status();
        if (status == 429) {
            return OVERLOADED;
        }
        if (status != 0) {
            return status >= 500 ? SERVER_ERROR : OTHER_STATUS;
        }
        Outcome outcome = before.outcome();
        return (outcome == null ? Outcome.CANCELLED : outcome).ordinal();
    }

    static String label(int index) {
        return switch (index - FIRST) {
            case 0 -> "first";
            case 1 -> "status-429";
            case 2 -> "status-5xx";
            case 3 -> "status-other";
            default -> ServiceMeters.label(OUTCOMES[index]);
        };
    }
}
