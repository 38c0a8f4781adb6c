package dev.weft.mesh.client;

import dev.weft.mesh.context.MeshContext;
import dev.weft.mesh.model.Deadline;
import dev.weft.mesh.resilience.Timeouts;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What has to be waited for before a call begins. A call that begins too early, since the time is up, says so itself.
 *
 * @param ready completes when there is nothing to wait for any more, never with an error
 * @param nanos how long to wait at most
 */
public record Preparation(CompletableFuture<Void> ready, long nanos) {

    static Preparation of(
            CompletableFuture<Void> ready,
            Timeouts timeouts,
            @Nullable MeshContext context,
            @Nullable Duration patience,
            long nanos) {
        Duration total = timeouts.total();
        long most = min(Long.MAX_VALUE, total != null ? total : timeouts.head());
        if (patience != null) {
            most = min(most, patience);
        }
        Deadline deadline = context == null ? null : context.deadline();
        return new Preparation(ready, deadline == null ? most : Math.max(0, Math.min(most, deadline.left(nanos))));
    }

    /** For what is good to know and can be done without: a call that has not heard of it still has as long to be made. */
    Preparation half() {
        return new Preparation(ready, nanos / 2);
    }

    private static long min(long nanos, Duration limit) {
        return limit.isZero() ? nanos : Math.min(nanos, limit.toNanos());
    }
}
