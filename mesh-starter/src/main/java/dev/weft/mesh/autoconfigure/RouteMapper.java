package dev.weft.mesh.autoconfigure;

import dev.weft.mesh.autoconfigure.RouteProperties.Destination;
import dev.weft.mesh.autoconfigure.RouteProperties.Edits;
import dev.weft.mesh.autoconfigure.RouteProperties.FallbackTo;
import dev.weft.mesh.autoconfigure.RouteProperties.FaultWith;
import dev.weft.mesh.autoconfigure.RouteProperties.Match;
import dev.weft.mesh.autoconfigure.RouteProperties.RedirectTo;
import dev.weft.mesh.autoconfigure.RouteProperties.RewriteTo;
import dev.weft.mesh.autoconfigure.RouteProperties.StickyBy;
import dev.weft.mesh.client.gateway.EdgeOverrides;
import dev.weft.mesh.context.Overrides;
import dev.weft.mesh.model.ServiceName;
import dev.weft.mesh.model.Subset;
import dev.weft.mesh.rules.Actions;
import dev.weft.mesh.rules.Expression;
import dev.weft.mesh.rules.Fallback;
import dev.weft.mesh.rules.Fault;
import dev.weft.mesh.rules.FieldMatch;
import dev.weft.mesh.rules.HeaderEdits;
import dev.weft.mesh.rules.PathMatch;
import dev.weft.mesh.rules.PathRewrite;
import dev.weft.mesh.rules.Redirect;
import dev.weft.mesh.rules.RequestMatch;
import dev.weft.mesh.rules.Rewrite;
import dev.weft.mesh.rules.Route;
import dev.weft.mesh.rules.RouteTarget;
import dev.weft.mesh.rules.ServiceRules;
import dev.weft.mesh.rules.Share;
import dev.weft.mesh.rules.Sticky;
import dev.weft.mesh.rules.ValueMatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Turns routes as they are configured into rules, and names the property that can't be. */
final class RouteMapper {

    private static final int FOUND = 302;
    private static final int OK = 200;

    private RouteMapper() {}

    /**
     * The routes.
     *
     * @param path the property that holds them
     * @param service the rules that hold where a route says nothing
     */
    static List<Route> routes(String path, List<RouteProperties> from, ServiceRules service) {
        List<Route> routes = new ArrayList<>();
        for (int i = 0; i < from.size(); i++) {
            routes.add(route(path + "[" + i + "]", from.get(i), service));
        }
        return routes;
    }

    /** The edge's rules for requests from outside. */
    static EdgeOverrides overrides(String path, List<MeshProperties.Edge.Override> from) {
        List<EdgeOverrides.Rule> rules = new ArrayList<>();
        for (int i = 0; i < from.size(); i++) {
            MeshProperties.Edge.Override override = from.get(i);
            String where = path + "[" + i + "]";
            rules.add(checked(where, () -> override(override)));
        }
        return new EdgeOverrides(rules);
    }

    private static EdgeOverrides.Rule override(MeshProperties.Edge.Override from) {
        Match match = from.getMatch();
        if (match == null) {
            throw new IllegalArgumentException("match: none (expected: whom it is for)");
        }
        String route = from.getRoute();
        if (route != null && Overrides.parse(route) == null) {
            throw new IllegalArgumentException(
                    "route: \"" + route + "\" (expected: service=version, separated by commas)");
        }
        return new EdgeOverrides.Rule(match(match), route);
    }

    private static Route route(String path, RouteProperties from, ServiceRules service) {
        List<RequestMatch> matches = new ArrayList<>();
        Match match = from.getMatch();
        if (match != null) {
            matches.add(checked(path + ".match", () -> match(match)));
        }
        for (int i = 0; i < from.getMatches().size(); i++) {
            Match alternative = from.getMatches().get(i);
            matches.add(checked(path + ".matches[" + i + "]", () -> match(alternative)));
        }
        List<RouteTarget> to = new ArrayList<>();
        for (int i = 0; i < from.getTo().size(); i++) {
            Destination destination = from.getTo().get(i);
            to.add(checked(path + ".to[" + i + "]", () -> target(destination)));
        }
        boolean timed = from.getTimeout() != null || from.getAttemptTimeout() != null;
        Actions actions = actions(path, from);
        return checked(
                path + ".to",
                () -> new Route(
                        from.getName(),
                        matches,
                        to,
                        optional(path + ".sticky", from.getSticky(), RouteMapper::sticky),
                        actions,
                        timed ? checked(path, () -> RulesMapper.timeouts(from, service.timeouts())) : null,
                        optional(
                                path + ".retry", from.getRetry(), retry -> RulesMapper.retry(retry, service.retry()))));
    }

    private static RequestMatch match(Match from) {
        List<FieldMatch> fields = new ArrayList<>();
        add(fields, FieldMatch.Kind.HEADER, from.getHeaders(), ValueMatch.Exact::new);
        add(fields, FieldMatch.Kind.HEADER, from.getHeaderPatterns(), RouteMapper::pattern);
        add(fields, FieldMatch.Kind.COOKIE, from.getCookies(), ValueMatch.Exact::new);
        add(fields, FieldMatch.Kind.COOKIE, from.getCookiePatterns(), RouteMapper::pattern);
        add(fields, FieldMatch.Kind.QUERY, from.getQuery(), ValueMatch.Exact::new);
        add(fields, FieldMatch.Kind.QUERY, from.getQueryPatterns(), RouteMapper::pattern);
        return RequestMatch.ANY
                .withPath(path(from))
                .withMethod(from.getMethod())
                .withFields(fields)
                .withFrom(from.getFrom().stream().map(ServiceName::of).collect(Collectors.toSet()))
                .withPort(from.getPort() == null ? 0 : from.getPort());
    }

    private static PathMatch path(Match from) {
        List<PathMatch> paths = Stream.of(
                        from.getPath() == null ? null : new PathMatch.Exact(from.getPath()),
                        from.getPathPrefix() == null ? null : new PathMatch.Prefix(from.getPathPrefix()),
                        from.getPathPattern() == null
                                ? null
                                : new PathMatch.Regex(new Expression(from.getPathPattern())))
                .filter(Objects::nonNull)
                .map(PathMatch.class::cast)
                .toList();
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

    private static RouteTarget target(Destination from) {
        return new RouteTarget(
                service(from),
                subset(from),
                from.getWeight() == null ? 1 : from.getWeight(),
                edits(from.getRequestHeaders()),
                edits(from.getResponseHeaders()),
                null);
    }

    private static @Nullable ServiceName service(Destination from) {
        return from.getService() == null ? null : ServiceName.of(from.getService());
    }

    private static Subset subset(Destination from) {
        Map<String, String> labels = new LinkedHashMap<>(from.getMetadata());
        if (from.getVersion() != null) {
            labels.put("version", from.getVersion());
        }
        return new Subset(labels);
    }

    private static HeaderEdits edits(Edits from) {
        return new HeaderEdits(from.getSet(), from.getAdd(), from.getRemove());
    }

    private static Actions actions(String path, RouteProperties from) {
        HeaderEdits request = checked(path + ".request-headers", () -> edits(from.getRequestHeaders()));
        HeaderEdits response = checked(path + ".response-headers", () -> edits(from.getResponseHeaders()));
        Rewrite rewrite = optional(path + ".rewrite", from.getRewrite(), RouteMapper::rewrite);
        Redirect redirect = optional(path + ".redirect", from.getRedirect(), RouteMapper::redirect);
        Fault fault = optional(path + ".fault", from.getFault(), RouteMapper::fault);
        Fallback fallback = optional(path + ".fallback", from.getFallback(), RouteMapper::fallback);
        return checked(path, () -> new Actions(request, response, rewrite, redirect, List.of(), fault, fallback));
    }

    private static Sticky sticky(StickyBy from) {
        List<Sticky> keys = Stream.of(
                        from.getHeader() == null ? null : new Sticky(FieldMatch.Kind.HEADER, from.getHeader()),
                        from.getCookie() == null ? null : new Sticky(FieldMatch.Kind.COOKIE, from.getCookie()),
                        from.getQuery() == null ? null : new Sticky(FieldMatch.Kind.QUERY, from.getQuery()))
                .filter(Objects::nonNull)
                .toList();
        if (keys.size() != 1) {
            throw new IllegalArgumentException(keys.size() + " keys (expected: one of header, cookie and query)");
        }
        return keys.get(0);
    }

    private static Rewrite rewrite(RewriteTo from) {
        return new Rewrite(from.getHost(), path(from.getPath(), from.getPathPrefix()));
    }

    private static @Nullable PathRewrite path(@Nullable String full, @Nullable String prefix) {
        if (full != null && prefix != null) {
            throw new IllegalArgumentException("path and path-prefix together (expected: at most one of them)");
        }
        if (full != null) {
            return new PathRewrite.Full(full);
        }
        return prefix == null ? null : new PathRewrite.ReplacePrefix(prefix);
    }

    private static Redirect redirect(RedirectTo from) {
        return new Redirect(
                from.getScheme(),
                from.getHost(),
                from.getPort() == null ? 0 : from.getPort(),
                path(from.getPath(), from.getPathPrefix()),
                from.getStatus() == null ? FOUND : from.getStatus());
    }

    private static Fault fault(FaultWith from) {
        return new Fault(
                from.getDelay() == null ? Duration.ZERO : from.getDelay(),
                share(from.getDelayPercent()),
                from.getStatus() == null ? 0 : from.getStatus(),
                share(from.getAbortPercent()));
    }

    private static Share share(@Nullable Double percent) {
        return percent == null ? Share.NONE : Share.percent(percent);
    }

    private static Fallback fallback(FallbackTo from) {
        Destination to = from.getTo();
        boolean answers = from.getStatus() != null || from.getBody() != null;
        if ((to != null) == answers) {
            throw new IllegalArgumentException("expected: either to, or status and body");
        }
        return to != null
                ? new Fallback.To(service(to), subset(to))
                : new Fallback.Answer(
                        from.getStatus() == null ? OK : from.getStatus(),
                        from.getHeaders(),
                        from.getBody() == null ? "" : from.getBody());
    }

    private static <F, T> @Nullable T optional(String path, @Nullable F from, Function<F, T> mapping) {
        return from == null ? null : checked(path, () -> mapping.apply(from));
    }

    private static <T> T checked(String path, Supplier<T> mapping) {
        return RulesMapper.checked(path, mapping);
    }
}
