package dev.weft.mesh.client.reactive;

import dev.weft.mesh.engine.Attempt;
import dev.weft.mesh.engine.Call;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the client that is meshed was told of time. It bounds what the mesh's rules allow.
 *
 * @param connect at most so long for an attempt's connecting, or null
 * @param read at most so long an attempt's wait for the response's head, and a silence within its body, or null
 * @param response at most so long a wait of the whole call for the response's head, retries included, or null
 */
public record Limits(
        @Nullable Duration connect,
        @Nullable Duration read,
        @Nullable Duration response) {

    /** The rules alone. */
    public static final Limits NONE = new Limits(null, null, null);

    /** For connecting, however little is left for it: one of few values. */
    long connectNanos(Call call) {
        return min(call.connectTimeoutNanos(), connect);
    }

    long headNanos(Attempt attempt) {
        return min(attempt.headTimeoutNanos(), read);
    }

    long idleNanos(Call call) {
        return min(call.idleTimeoutNanos(), read);
    }

    private static long min(long nanos, @Nullable Duration bound) {
        return bound == null || bound.isZero() || bound.isNegative() ? nanos : Math.min(nanos, bound.toNanos());
    }
}
