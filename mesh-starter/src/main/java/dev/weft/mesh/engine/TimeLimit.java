package dev.weft.mesh.engine;

import dev.weft.mesh.model.Deadline;
import dev.weft.mesh.resilience.Timeouts;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long a call has, from its start.
 *
 * @param wholeNanos to the end of the response, or {@link Call#UNLIMITED}
 * @param headNanos to the response's head, or {@link Call#UNLIMITED}
 * @param isDefault whether nobody asked for a limit, neither the caller's own deadline nor the rules
 */
record TimeLimit(long wholeNanos, long headNanos, boolean isDefault) {

    static TimeLimit of(Timeouts timeouts, @Nullable Deadline inherited, long nanos) {
        Duration total = timeouts.total();
        long whole = total == null || total.isZero() ? Call.UNLIMITED : total.toNanos();
        if (inherited != null) {
            whole = Math.min(whole, inherited.left(nanos));
        }
        boolean isDefault = total == null && inherited == null;
        return new TimeLimit(whole, isDefault ? timeouts.head().toNanos() : whole, isDefault);
    }
}
