package dev.weft.mesh.rules;

import dev.weft.mesh.model.CallRequest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the route for a path: exact paths first, then regular expressions, then prefixes, the longest first.
 *
 * <p>Idea: exact paths stand in a hash table. Of the prefixes each knows the next shorter one that is registered; one walk
 * over the path hashes every prefix of it that ends at an element, finds the longest that is registered, and follows the
 * chain from there. So the cost is that of the path's length and of the matches that share its path, however many routes
 * there are; nothing is allocated.
 */
final class PathIndex {

    private final Map<String, RouteList> exact = new HashMap<>();
    private final RegexIndex regexes;
    private final TextTable<Prefix> prefixes;
    private final boolean hasPrefixes;
    private final @Nullable Prefix root;

    PathIndex(Collection<CompiledRoute> routes) {
        Map<String, List<CompiledRoute>> byPath = new HashMap<>();
        Map<String, List<CompiledRoute>> byPrefix = new HashMap<>();
        Map<Expression, List<CompiledRoute>> byExpression = new LinkedHashMap<>();
        for (CompiledRoute route : routes) {
            PathMatch path = route.match().path();
            if (path instanceof PathMatch.Exact it) {
                byPath.computeIfAbsent(it.path(), its -> new ArrayList<>()).add(route);
            } else if (path instanceof PathMatch.Prefix it) {
                byPrefix.computeIfAbsent(it.path(), its -> new ArrayList<>()).add(route);
            } else if (path instanceof PathMatch.Regex it) {
                byExpression
                        .computeIfAbsent(it.expression(), its -> new ArrayList<>())
                        .add(route);
            }
        }
        byPath.forEach((path, its) -> exact.put(path, new RouteList(its)));
        this.regexes = new RegexIndex(byExpression);
        Map<String, Prefix> known = chain(byPrefix);
        this.root = known.remove("/");
        this.prefixes = new TextTable<>(known);
        this.hasPrefixes = !known.isEmpty();
    }

    /** Shorter ones first, so that each finds the one that it continues. */
    private static Map<String, Prefix> chain(Map<String, List<CompiledRoute>> byPrefix) {
        Map<String, Prefix> known = new HashMap<>();
        byPrefix.entrySet().stream()
                .sorted(Comparator.comparingInt(entry -> entry.getKey().length()))
                .forEach(entry -> {
                    String path = entry.getKey();
                    known.put(path, new Prefix(new RouteList(entry.getValue()), shorter(path, known)));
                });
        return known;
    }

    private static @Nullable Prefix shorter(String path, Map<String, Prefix> known) {
        for (int end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
            Prefix shorter = known.get(path.substring(0, end));
            if (shorter != null) {
                return shorter;
            }
        }
        return path.equals("/") ? null : known.get("/");
    }

    /** The route that takes the request, or null. */
    @Nullable
    CompiledRoute find(CallRequest request) {
        RouteList here = exact.isEmpty() ? null : exact.get(request.path());
        CompiledRoute found = here == null ? null : here.find(request);
        if (found == null) {
            found = regexes.find(request);
        }
        Prefix prefix = found == null ? longest(request.path()) : null;
        while (found == null && prefix != null) {
            found = prefix.routes.find(request);
            prefix = prefix.shorter;
        }
        return found;
    }

    private @Nullable Prefix longest(String path) {
        Prefix longest = root;
        int hash = 0;
        for (int end = 0; hasPrefixes && end <= path.length(); end++) {
            boolean atElement = end == path.length() ? !path.endsWith("/") : path.charAt(end) == '/';
            Prefix known = atElement ? prefixes.get(path, end, hash) : null;
            longest = known == null ? longest : known;
            hash = end == path.length() ? hash : TextTable.hash(hash, path.charAt(end));
        }
        return longest;
    }

    private record Prefix(RouteList routes, @Nullable Prefix shorter) {}
}
