package dev.weft.mesh.context;

import dev.weft.mesh.model.Headers;
import java.util.List;
import java.util.function.Consumer;

/**
 * Looks for trace headers that hold garbage. The tracer ignores such a header by itself, but silently; this makes it
 * known that a peer sends them.
 */
public final class TraceHeaders {

    /** W3C and B3, in the order in which a tracer asks for them. */
    private static final List<String> NAMES = List.of("traceparent", "b3", "X-B3-TraceId", "X-B3-SpanId");

    private static final int MAX_LENGTH = 128;

    private TraceHeaders() {}

    /** Tells the name of each trace header whose value can't be one: those consist of hexadecimal digits and hyphens. */
    public static void garbage(Headers headers, Consumer<String> ignored) {
        for (String name : NAMES) {
            String value = headers.first(name);
            if (value != null && !isPlausible(value)) {
                ignored.accept(name);
            }
        }
    }

    private static boolean isPlausible(String value) {
        if (value.isEmpty() || value.length() > MAX_LENGTH) {
            return false;
        }
        for (int i = 0; i < value.length(); i++) {
            if (Character.digit(value.charAt(i), 16) < 0 && value.charAt(i) != '-') {
                return false;
            }
        }
        return true;
    }
}
