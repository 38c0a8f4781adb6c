package dev.weft.mesh.context;

import dev.weft.mesh.model.Headers;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Looks for trace headers that hold garbage. The tracer ignores such a header by itself, but silently; this makes it
 * known that a peer sends them.
 *
 * @see <a href="https://www.w3.org/TR/trace-context/">W3C Trace Context</a>
 * @see <a href="https://github.com/openzipkin/b3-propagation">B3</a>
 */
public final class TraceHeaders {

    private static final String W3C = "traceparent";
    private static final String B3 = "b3";
    private static final String B3_TRACE = "X-B3-TraceId";
    private static final String B3_SPAN = "X-B3-SpanId";
    private static final String B3_SAMPLED = "X-B3-Sampled";

    private static final List<String> NAMES = List.of(W3C, B3, B3_TRACE, B3_SPAN, B3_SAMPLED);

    /** What B3 says of a decision alone. */
    private static final Set<String> DECISIONS = Set.of("0", "1", "d");

    private static final Set<String> SAMPLED = Set.of("0", "1", "true", "false");

    private static final int TRACE_DIGITS = 32;
    private static final int SPAN_DIGITS = 16;

    /** Version, trace, span and flags, and the hyphens between them. */
    private static final int W3C_LENGTH = 55;

    private static final int W3C_SPAN = 36;
    private static final int W3C_FLAGS = 53;

    private TraceHeaders() {}

    /** Tells the name of each trace header that a tracer can't make sense of. */
    public static void garbage(Headers headers, Consumer<String> ignored) {
        for (String name : NAMES) {
            String value = headers.first(name);
            if (value != null && !makesSense(name, value)) {
                ignored.accept(name);
            }
        }
    }

    private static boolean makesSense(String name, String value) {
        return switch (name) {
            case W3C -> isW3c(value);
            case B3 -> isB3(value);
            case B3_TRACE -> isId(value, TRACE_DIGITS);
            case B3_SPAN -> isId(value, SPAN_DIGITS);
            default -> SAMPLED.contains(value);
        };
    }

    /** Versions to come may have more after another hyphen. */
    private static boolean isW3c(String value) {
        if (value.length() < W3C_LENGTH || value.length() > W3C_LENGTH && value.charAt(W3C_LENGTH) != '-') {
            return false;
        }
        String version = value.substring(0, 2);
        return isHex(version)
                && !version.equals("ff")
                && (value.length() == W3C_LENGTH || !version.equals("00"))
                && value.charAt(2) == '-'
                && isId(value.substring(3, 3 + TRACE_DIGITS), TRACE_DIGITS)
                && value.charAt(W3C_SPAN - 1) == '-'
                && isId(value.substring(W3C_SPAN, W3C_SPAN + SPAN_DIGITS), SPAN_DIGITS)
                && value.charAt(W3C_FLAGS - 1) == '-'
                && isHex(value.substring(W3C_FLAGS, W3C_LENGTH));
    }

    /** Trace and span, then maybe a decision, then maybe the parent. */
    private static boolean isB3(String value) {
        if (DECISIONS.contains(value)) {
            return true;
        }
        String[] parts = value.split("-", 5);
        return parts.length >= 2
                && parts.length <= 4
                && (parts[0].length() == SPAN_DIGITS || parts[0].length() == TRACE_DIGITS)
                && isId(parts[0], TRACE_DIGITS)
                && isFullId(parts[1])
                && (parts.length < 3 || DECISIONS.contains(parts[2]) || parts.length == 3 && isFullId(parts[2]))
                && (parts.length < 4 || isFullId(parts[3]));
    }

    private static boolean isFullId(String value) {
        return value.length() == SPAN_DIGITS && isId(value, SPAN_DIGITS);
    }

    private static boolean isId(String value, int most) {
        return !value.isEmpty()
                && value.length() <= most
                && isHex(value)
                && !value.chars().allMatch(digit -> digit == '0');
    }

    private static boolean isHex(String value) {
        return value.chars().allMatch(c -> c >= '0' && c <= '9' || c >= 'a' && c <= 'f');
    }
}
