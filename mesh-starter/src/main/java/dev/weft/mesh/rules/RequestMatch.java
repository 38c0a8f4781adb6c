package dev.weft.mesh.rules;

import dev.weft.mesh.model.ServiceName;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Conditions that a request must meet, all of them.
 *
 * @param path what the path must be
 * @param method in capitals, or null for every method
 * @param fields headers, cookies and query parameters
 * @param from the services of which one must be the caller; none: whoever calls
 * @param port the port that the caller's URL must name, or 0 for any
 * @param hosts of which one must be the request's Host, {@code *.example.com} taking every name below; none: any
 * @param custom conditions that the application itself provides
 */
public record RequestMatch(
        PathMatch path,
        @Nullable String method,
        List<FieldMatch> fields,
        Set<ServiceName> from,
        int port,
        Set<String> hosts,
        List<CustomMatch> custom) {

    /** Every request. */
    public static final RequestMatch ANY =
            new RequestMatch(PathMatch.ANY, null, List.of(), Set.of(), 0, Set.of(), List.of());

    private static final int MAX_FIELDS = 16;
    private static final int MAX_PORT = 65_535;

    public RequestMatch {
        fields = List.copyOf(fields);
        custom = List.copyOf(custom);
        from = Set.copyOf(from);
        hosts = hosts.stream().map(host -> host.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
        if (method != null && !(HttpText.isToken(method) && method.equals(method.toUpperCase(Locale.ROOT)))) {
            throw new IllegalArgumentException("method: \"" + method + "\" (expected: a method in capitals)");
        }
        if (fields.size() > MAX_FIELDS) {
            throw new IllegalArgumentException(
                    fields.size() + " headers, cookies and query parameters (expected: at most " + MAX_FIELDS + ")");
        }
        if (port < 0 || port > MAX_PORT) {
            throw new IllegalArgumentException("port: " + port + " (expected: 1 to " + MAX_PORT + ")");
        }
    }

    public RequestMatch withPath(PathMatch newPath) {
        return new RequestMatch(newPath, method, fields, from, port, hosts, custom);
    }

    public RequestMatch withMethod(@Nullable String newMethod) {
        return new RequestMatch(path, newMethod, fields, from, port, hosts, custom);
    }

    public RequestMatch withFields(List<FieldMatch> newFields) {
        return new RequestMatch(path, method, newFields, from, port, hosts, custom);
    }

    public RequestMatch withFrom(Set<ServiceName> newFrom) {
        return new RequestMatch(path, method, fields, newFrom, port, hosts, custom);
    }

    public RequestMatch withPort(int newPort) {
        return new RequestMatch(path, method, fields, from, newPort, hosts, custom);
    }

    public RequestMatch withHosts(Set<String> newHosts) {
        return new RequestMatch(path, method, fields, from, port, newHosts, custom);
    }

    public RequestMatch withCustom(List<CustomMatch> newCustom) {
        return new RequestMatch(path, method, fields, from, port, hosts, newCustom);
    }

    /** Every regular expression in it. */
    public Stream<Expression> expressions() {
        Stream<Expression> values = fields.stream()
                .map(FieldMatch::value)
                .filter(ValueMatch.Regex.class::isInstance)
                .map(value -> ((ValueMatch.Regex) value).expression());
        return path instanceof PathMatch.Regex regex ? Stream.concat(Stream.of(regex.expression()), values) : values;
    }

    /** How many headers and cookies it names; what the application provides counts like them. */
    int headers() {
        return fields.size() - queries() + custom.size();
    }

    /** How many query parameters it names. */
    int queries() {
        return (int) fields.stream()
                .filter(field -> field.kind() == FieldMatch.Kind.QUERY)
                .count();
    }

    /** The conditions in words, for people. */
    @Override
    public String toString() {
        Stream<String> conditions = Stream.of(
                        Stream.of(
                                path.equals(PathMatch.ANY) ? "" : path.toString(),
                                method == null ? "" : "method = " + method,
                                from.isEmpty() ? "" : "from " + sorted(from),
                                port == 0 ? "" : "port = " + port,
                                hosts.isEmpty() ? "" : "host " + sorted(hosts)),
                        fields.stream().map(FieldMatch::toString),
                        custom.stream().map(CustomMatch::toString))
                .flatMap(its -> its);
        String all = conditions.filter(condition -> !condition.isEmpty()).collect(Collectors.joining(" and "));
        return all.isEmpty() ? "every request" : all;
    }

    static String sorted(Set<?> names) {
        return names.stream().map(Object::toString).sorted().collect(Collectors.joining(" or "));
    }
}
