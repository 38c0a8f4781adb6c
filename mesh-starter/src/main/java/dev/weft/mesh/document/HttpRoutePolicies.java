package dev.weft.mesh.document;

import dev.weft.mesh.resilience.RetryPolicy;
import dev.weft.mesh.resilience.Timeouts;
import dev.weft.mesh.rules.RouteRetry;
import dev.weft.mesh.rules.RouteTimeouts;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the timeouts and the retries of an HTTPRoute's rule; what it leaves open is as for the service. */
final class HttpRoutePolicies {

    private static final Pattern DURATION = Pattern.compile("([0-9]{1,5}(h|ms|m|s)){1,4}");
    private static final Pattern PART = Pattern.compile("([0-9]+)(h|ms|m|s)");
    private static final int MAX_CODES = 200;

    /** The longest pause, in pauses before the first retry: as by default. */
    private static final int BACKOFF_GROWTH = 10;

    private HttpRoutePolicies() {}

    static @Nullable RouteTimeouts timeouts(@Nullable Value timeouts) {
        if (timeouts == null) {
            return null;
        }
        Value request = timeouts.only("request", "backendRequest").find("request");
        Value backendRequest = timeouts.find("backendRequest");
        Duration total = request == null ? null : duration(request);
        Duration attempt = backendRequest == null ? null : duration(backendRequest);
        if (total != null && attempt != null && !total.isZero() && attempt.compareTo(total) > 0) {
            throw timeouts.refuse(
                    "backendRequest: " + text(backendRequest) + " is longer than request: " + text(request),
                    "a request of at least the backendRequest, or 0s for no limit");
        }
        RouteTimeouts made = new RouteTimeouts(total, attempt);
        timeouts.make(() -> made.orElse(Timeouts.defaults()));
        return made;
    }

    /** Here the first attempt is no retry, and is not counted. */
    static @Nullable RouteRetry retry(@Nullable Value retry) {
        if (retry == null) {
            return null;
        }
        Value attempts = retry.only("codes", "attempts", "backoff").find("attempts");
        Value codes = retry.find("codes");
        Value backoff = retry.find("backoff");
        Duration base = backoff == null ? null : duration(backoff);
        RouteRetry made = new RouteRetry(
                attempts == null ? null : 1 + attempts.number(0, RetryPolicy.MAX_ATTEMPTS - 1),
                codes == null
                        ? null
                        : codes.items(MAX_CODES).stream()
                                .map(code -> code.number(400, 599))
                                .collect(Collectors.toSet()),
                null,
                null,
                null,
                base,
                base == null ? null : base.multipliedBy(BACKOFF_GROWTH));
        retry.make(() -> made.orElse(RetryPolicy.defaults()));
        return made;
    }

    /** As in GEP-2257: up to four numbers with units, as {@code 1h30m} or {@code 500ms}. */
    private static Duration duration(Value value) {
        String text = value.matching(DURATION, "a duration such as 500ms, 2s or 1m30s");
        Duration sum = Duration.ZERO;
        for (Matcher part = PART.matcher(text); part.find(); ) {
            long number = Long.parseLong(part.group(1));
            sum = sum.plus(
                    switch (part.group(2)) {
                        case "h" -> Duration.ofHours(number);
                        case "m" -> Duration.ofMinutes(number);
                        case "s" -> Duration.ofSeconds(number);
                        default -> Duration.ofMillis(number);
                    });
        }
        return sum;
    }

    private static String text(@Nullable Value value) {
        return value == null ? "" : value.text();
    }
}
