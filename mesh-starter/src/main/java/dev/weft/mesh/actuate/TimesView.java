package dev.weft.mesh.actuate;

import dev.weft.mesh.engine.Call;
import dev.weft.mesh.engine.Explanation;
import org.jspecify.annotations.Nullable;

/**
 * How long a call has, and how often it is tried; null for no limit.
 *
 * @param timeoutMillis to the end of the response
 * @param headMillis to the response's head
 * @param attemptMillis the first attempt, to its response's head
 * @param connectMillis to be connected
 * @param attempts at most, the first included
 * @param repeatable whether the request may be sent a second time although the first one may have reached the application
 */
public record TimesView(
        @Nullable Double timeoutMillis,
        @Nullable Double headMillis,
        @Nullable Double attemptMillis,
        @Nullable Double connectMillis,
        int attempts,
        boolean repeatable) {

    static TimesView of(Explanation explained) {
        Explanation.Limits limits = explained.limits();
        return new TimesView(
                millis(limits.whole()),
                millis(limits.head()),
                millis(limits.attempt()),
                millis(limits.connect()),
                explained.route().choice().retry().attempts(),
                explained.repeatable());
    }

    private static @Nullable Double millis(long nanos) {
        return nanos == Call.UNLIMITED ? null : Double.valueOf(Millis.of(nanos));
    }
}
