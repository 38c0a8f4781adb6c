package dev.weft.mesh.document.service;

import dev.weft.mesh.model.ServiceName;
import dev.weft.mesh.rules.Conditions;
import dev.weft.mesh.rules.Expression;
import dev.weft.mesh.rules.FieldMatch;
import dev.weft.mesh.rules.PathMatch;
import dev.weft.mesh.rules.RequestMatch;
import dev.weft.mesh.rules.ValueMatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Turns conditions as they are written into rules. */
public final class MatchMapper {

    private MatchMapper() {}

    /**
     * The conditions.
     *
     * @param conditions that the application provides
     * @throws IllegalArgumentException if they can't be used
     */
    public static RequestMatch match(MatchProperties from, Conditions conditions) {
        List<FieldMatch> fields = new ArrayList<>();
        add(fields, FieldMatch.Kind.HEADER, from.getHeaders(), ValueMatch.Exact::new);
        add(fields, FieldMatch.Kind.HEADER, from.getHeaderPatterns(), MatchMapper::pattern);
        add(fields, FieldMatch.Kind.COOKIE, from.getCookies(), ValueMatch.Exact::new);
        add(fields, FieldMatch.Kind.COOKIE, from.getCookiePatterns(), MatchMapper::pattern);
        add(fields, FieldMatch.Kind.QUERY, from.getQuery(), ValueMatch.Exact::new);
        add(fields, FieldMatch.Kind.QUERY, from.getQueryPatterns(), MatchMapper::pattern);
        return RequestMatch.ANY
                .withPath(path(from))
                .withMethod(from.getMethod())
                .withFields(fields)
                .withCustom(from.getCustom().entrySet().stream()
                        .map(custom -> conditions.match(custom.getKey(), custom.getValue()))
                        .toList())
                .withFrom(from.getFrom().stream().map(ServiceName::of).collect(Collectors.toSet()))
                .withPort(port(from));
    }

    /** The model's 0 is any port, which nobody means who writes it. */
    private static int port(MatchProperties from) {
        Integer port = from.getPort();
        if (port != null && port == 0) {
            throw new IllegalArgumentException("port: 0 (expected: 1 to 65535)");
        }
        return port == null ? 0 : port;
    }

    private static PathMatch path(MatchProperties from) {
        List<PathMatch> paths = new ArrayList<>();
        if (from.getPath() != null) {
            paths.add(new PathMatch.Exact(from.getPath()));
        }
        if (from.getPathPrefix() != null) {
            paths.add(new PathMatch.Prefix(from.getPathPrefix()));
        }
        if (from.getPathPattern() != null) {
            paths.add(new PathMatch.Regex(new Expression(from.getPathPattern())));
        }
        if (paths.size() > 1) {
            throw new IllegalArgumentException(
                    "path, path-prefix and path-pattern together (expected: at most one of them)");
        }
        return paths.isEmpty() ? PathMatch.ANY : paths.get(0);
    }

    private static void add(
            List<FieldMatch> to, FieldMatch.Kind kind, Map<String, String> from, Function<String, ValueMatch> value) {
        from.forEach((name, text) -> to.add(new FieldMatch(kind, name, value.apply(text))));
    }

    private static ValueMatch pattern(String source) {
        return new ValueMatch.Regex(new Expression(source));
    }
}
