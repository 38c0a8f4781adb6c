package dev.weft.mesh.server;

import dev.weft.mesh.context.MeshHeaders;
import dev.weft.mesh.model.Headers;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads how much time a request's caller has left, in the three ways that callers say it. */
final class InboundDeadline {

    static final String GRPC = "grpc-timeout";
    static final String ENVOY = "x-envoy-expected-rq-timeout-ms";

    /** More would not fit into nanoseconds, and nobody waits for a hundred years. */
    private static final long MAX_NANOS = TimeUnit.DAYS.toNanos(36_500);

    private static final int MAX_DIGITS = 12;
    private static final int MAX_GRPC_DIGITS = 8;

    private InboundDeadline() {}

    /**
     * The least of what the headers say, in nanoseconds: 0 or less when the time is over already.
     *
     * @param ignored is told the name of each header that holds garbage
     * @return null if no header says anything
     */
    static @Nullable Long leftNanos(Headers headers, Consumer<String> ignored) {
        Long least = null;
        least = least(least, MeshHeaders.TIMEOUT, headers, ignored);
        least = least(least, ENVOY, headers, ignored);
        return least(least, GRPC, headers, ignored);
    }

    private static @Nullable Long least(@Nullable Long least, String name, Headers headers, Consumer<String> ignored) {
        String value = headers.first(name);
        if (value == null) {
            return least;
        }
        Long nanos = name.equals(GRPC) ? grpc(value) : millis(value);
        if (nanos == null) {
            ignored.accept(name);
            return least;
        }
        return least == null ? nanos : (Long) Math.min(least, nanos);
    }

    private static @Nullable Long millis(String value) {
        boolean negative = value.startsWith("-");
        Long millis = digits(value, negative ? 1 : 0, value.length(), MAX_DIGITS);
        if (millis == null) {
            return null;
        }
        return negative ? -1 : nanos(millis, TimeUnit.MILLISECONDS);
    }

    /** Up to eight digits and a unit (gRPC over HTTP/2, "Timeout"). */
    private static @Nullable Long grpc(String value) {
        TimeUnit unit = value.isEmpty() ? null : unit(value.charAt(value.length() - 1));
        Long amount = unit == null ? null : digits(value, 0, value.length() - 1, MAX_GRPC_DIGITS);
        return unit == null || amount == null ? null : nanos(amount, unit);
    }

    private static @Nullable TimeUnit unit(char letter) {
        return switch (letter) {
            case 'H' -> TimeUnit.HOURS;
            case 'M' -> TimeUnit.MINUTES;
            case 'S' -> TimeUnit.SECONDS;
            case 'm' -> TimeUnit.MILLISECONDS;
            case 'u' -> TimeUnit.MICROSECONDS;
            case 'n' -> TimeUnit.NANOSECONDS;
            default -> null;
        };
    }

    private static long nanos(long amount, TimeUnit unit) {
        return Math.min(MAX_NANOS, unit.toNanos(amount));
    }

    private static @Nullable Long digits(String value, int from, int to, int most) {
        if (to <= from || to - from > most) {
            return null;
        }
        long number = 0;
        for (int i = from; i < to; i++) {
            int digit = value.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return null;
            }
            number = number * 10 + digit;
        }
        return number;
    }
}
