package dev.weft.mesh.engine;

import dev.weft.mesh.model.CallRequest;
import dev.weft.mesh.model.Deadline;
import dev.weft.mesh.resilience.Timeouts;
import java.time.Duration;

/**
 * How long a call has, from its start: what the rules say, and no longer than the caller itself has.
 *
 * @param wholeNanos to the end of the response, or {@link Call#UNLIMITED}
 * @param headNanos to the response's head, or {@link Call#UNLIMITED}
 */
record TimeLimit(long wholeNanos, long headNanos) {

    static TimeLimit of(Timeouts timeouts, CallRequest request, long nanos) {
        Deadline inherited = request.deadline();
        Duration total = timeouts.total();
        long whole = total == null || total.isZero() ? Call.UNLIMITED : total.toNanos();
        if (inherited != null) {
            whole = Math.min(whole, inherited.left(nanos));
        }
        long head = total == null ? Math.min(whole, timeouts.head().toNanos()) : whole;
        Duration patience = request.patience();
        return new TimeLimit(whole, patience == null ? head : Math.min(head, patience.toNanos()));
    }
}
