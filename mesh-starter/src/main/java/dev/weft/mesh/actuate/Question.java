package dev.weft.mesh.actuate;

import dev.weft.mesh.context.MeshHeaders;
import dev.weft.mesh.context.Overrides;
import dev.weft.mesh.model.CallRequest;
import dev.weft.mesh.model.ServiceName;
import dev.weft.mesh.model.Subset;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The request that somebody asks about.
 *
 * @param request as the engine would see it
 * @param from who would make it
 */
record Question(CallRequest request, ServiceName from) {

    private static final String EXAMPLE = "/actuator/mesh/explain?service=petdetails&path=/pet/1/details";

    private static final int MOST_PORT = 65_535;

    /**
     * Reads what is asked.
     *
     * @param port in the caller's URL; of a host outside, the one in its name
     * @param headers {@code name:value}, one or several
     * @param query as it stands in a URL, or its parts
     * @param cookies {@code name=value}, one or several
     * @param identity the user for whom it is made
     * @param self who makes the request if nobody else is named
     * @throws IllegalArgumentException if it makes no sense, in words that tell what would
     */
    static Question of(
            @Nullable String service,
            @Nullable String port,
            @Nullable String method,
            @Nullable String path,
            @Nullable Object headers,
            @Nullable Object query,
            @Nullable Object cookies,
            @Nullable String from,
            @Nullable String identity,
            ServiceName self) {
        if (service == null || service.isBlank()) {
            throw new IllegalArgumentException(
                    "service: none (expected: whom the request is for, as in " + EXAMPLE + ")");
        }
        ServiceName called = ServiceName.of(service);
        Map<String, String> fields = fields(strings(headers));
        List<String> pairs = strings(cookies);
        pairs.forEach(Question::checkCookie);
        if (!pairs.isEmpty()) {
            fields.merge("Cookie", String.join("; ", pairs), (one, other) -> one + "; " + other);
        }
        CallRequest request = CallRequest.of(called, method(method), path(path))
                .withPort(port(port, called))
                .withHeaders(fields::get)
                .withQuery(query == null ? null : String.join("&", strings(query)))
                .withOverride(override(fields.get(MeshHeaders.ROUTE), called))
                .withIdentity(identity);
        return new Question(request, from == null ? self : ServiceName.of(from));
    }

    private static int port(@Nullable String port, ServiceName called) {
        if (port == null) {
            return called.port();
        }
        int number = port.matches("[0-9]{1,5}") ? Integer.parseInt(port) : 0;
        if (number < 1 || number > MOST_PORT) {
            throw new IllegalArgumentException("port: \"" + port + "\" (expected: 1 to " + MOST_PORT + ")");
        }
        if (called.isOutside() && number != called.port()) {
            throw new IllegalArgumentException("port: " + port + " (expected: the one in " + called + ", or none)");
        }
        return number;
    }

    private static String method(@Nullable String method) {
        String name = method == null ? "GET" : method.strip().toUpperCase(Locale.ROOT);
        if (name.isEmpty() || !name.chars().allMatch(Character::isLetter)) {
            throw new IllegalArgumentException("method: \"" + method + "\" (expected: GET or the like)");
        }
        return name;
    }

    private static String path(@Nullable String path) {
        if (path == null || path.isEmpty()) {
            return "/";
        }
        if (!path.startsWith("/") || path.indexOf('?') >= 0) {
            throw new IllegalArgumentException("path: \"" + path
                    + "\" (expected: a path that begins with \"/\"; what follows a \"?\" belongs into query)");
        }
        return path;
    }

    private static Map<String, String> fields(List<String> headers) {
        Map<String, String> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String header : headers) {
            int colon = header.indexOf(':');
            if (colon <= 0) {
                throw new IllegalArgumentException("header: \"" + header + "\" (expected: name:value)");
            }
            fields.putIfAbsent(
                    header.substring(0, colon).strip(),
                    header.substring(colon + 1).strip());
        }
        return fields;
    }

    private static void checkCookie(String cookie) {
        if (cookie.indexOf('=') <= 0) {
            throw new IllegalArgumentException("cookie: \"" + cookie + "\" (expected: name=value)");
        }
    }

    private static @Nullable Subset override(@Nullable String header, ServiceName called) {
        if (header == null) {
            return null;
        }
        Overrides overrides = Overrides.parse(header);
        if (overrides == null) {
            throw new IllegalArgumentException("header: \"" + MeshHeaders.ROUTE + ": " + header
                    + "\" (expected: service=version, separated by commas)");
        }
        return overrides.of(called);
    }

    private static List<String> strings(@Nullable Object given) {
        if (given == null) {
            return List.of();
        }
        return given instanceof Collection<?> several
                ? several.stream().map(String::valueOf).toList()
                : List.of(given.toString());
    }
}
