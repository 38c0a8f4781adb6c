package dev.weft.mesh.rules;

import dev.weft.mesh.resilience.RetryPolicy;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a route says of retries; null stands for what holds for the service.
 *
 * @param attempts in all, the first included
 * @param statuses response statuses that are tried again
 * @param onReset whether a lost connection is tried again
 * @param onTimeout whether an attempt timeout is tried again
 * @param anyMethod whether POST and PATCH may be repeated as well
 * @param backoffBase scale of the pause before a retry
 * @param backoffMax longest pause before a retry
 */
public record RouteRetry(
        @Nullable Integer attempts,
        @Nullable Set<Integer> statuses,
        @Nullable Boolean onReset,
        @Nullable Boolean onTimeout,
        @Nullable Boolean anyMethod,
        @Nullable Duration backoffBase,
        @Nullable Duration backoffMax) {

    public RouteRetry {
        statuses = statuses == null ? null : Set.copyOf(statuses);
    }

    /** The service's, where the route says nothing. */
    public RetryPolicy orElse(RetryPolicy service) {
        return new RetryPolicy(
                or(attempts, service.attempts()),
                or(statuses, service.statuses()),
                or(onReset, service.onReset()),
                or(onTimeout, service.onTimeout()),
                or(anyMethod, service.anyMethod()),
                or(backoffBase, service.backoffBase()),
                or(backoffMax, service.backoffMax()));
    }

    private static <T> T or(@Nullable T value, T otherwise) {
        return value != null ? value : otherwise;
    }
}
