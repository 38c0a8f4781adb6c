package dev.weft.mesh.testkit;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A request as a {@link MisbehavingServer} received it.
 *
 * @param connection the connection that it came on, 1 for the server's first
 * @param method in capitals
 * @param target path and query
 * @param headers by name, whatever its case
 * @param body what arrived of it, at most its first 128 KiB
 * @param bodyBytes how many bytes of it arrived
 */
public record Received(
        int connection, String method, String target, Map<String, List<String>> headers, byte[] body, long bodyBytes) {

    static Map<String, List<String>> newHeaders() {
        return new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    }

    /** The field's first value, or null. */
    public String header(String name) {
        List<String> values = headers.get(name);
        return values == null ? null : values.get(0);
    }

    public String bodyText() {
        return new String(body, java.nio.charset.StandardCharsets.UTF_8);
    }
}
