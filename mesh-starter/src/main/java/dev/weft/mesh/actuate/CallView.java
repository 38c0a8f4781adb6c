package dev.weft.mesh.actuate;

import dev.weft.mesh.engine.CallTrace;
import dev.weft.mesh.model.Outcome;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a call was decided.
 *
 * @param at when it began
 * @param destination the part of the service that the rules chose, empty for all of it
 * @param path without query
 * @param tookMillis 0 while it is under way
 * @param result "under way", a status, or the reason of the failure
 */
public record CallView(
        Instant at,
        String service,
        String destination,
        String method,
        String path,
        double tookMillis,
        String result,
        List<AttemptView> attempts) {

    static CallView of(CallTrace call, Moment now) {
        return new CallView(
                now.at(call.startedNanos()),
                call.service(),
                call.destination(),
                call.method(),
                call.path(),
                Millis.of(call.tookNanos()),
                call.result(),
                call.attempts().stream().map(AttemptView::of).toList());
    }

    /**
     * One attempt and why it went where it went.
     *
     * @param why how the endpoint was chosen
     * @param costMillis what it cost when it was chosen; 0 where cost did not decide
     * @param other the endpoint that it was compared with
     * @param status of the response, or 0 if there was none
     * @param outcome how it ended, or null while it runs
     * @param tookMillis to the response's head, or to its end if there was none
     */
    public record AttemptView(
            int number,
            String endpoint,
            String address,
            @Nullable String zone,
            @Nullable String version,
            String why,
            double costMillis,
            @Nullable String other,
            double otherCostMillis,
            int status,
            @Nullable String outcome,
            double tookMillis) {

        static AttemptView of(CallTrace.Try attempt) {
            Outcome outcome = attempt.outcome();
            return new AttemptView(
                    attempt.number(),
                    attempt.endpoint(),
                    attempt.address(),
                    attempt.zone(),
                    attempt.version(),
                    attempt.why(),
                    Millis.of(attempt.cost()),
                    attempt.other(),
                    Millis.of(attempt.otherCost()),
                    attempt.status(),
                    outcome == null ? null : outcome.words(),
                    Millis.of(attempt.tookNanos()));
        }
    }
}
