package dev.weft.mesh.rules;

import com.google.re2j.Pattern;
import dev.weft.mesh.model.CallRequest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the route for a path: exact paths first, then regular expressions, then prefixes, the longest first.
 *
 * <p>Idea: exact paths stand in a hash table. Of the prefixes each knows the next shorter one that is registered; one walk
 * over the path hashes every prefix of it that ends at an element, finds the longest that is registered, and follows the
 * chain from there. So the cost is that of the path's length and of the matches that share its path, however many routes
 * there are; nothing is allocated. Only regular expressions are tried one after the other.
 */
final class PathIndex {

    private final Map<String, CompiledRoute[]> exact;
    private final Map<Integer, Prefix[]> prefixes;
    private final Regex[] regexes;
    private final @Nullable Prefix root;

    PathIndex(Collection<CompiledRoute> routes) {
        Map<String, List<CompiledRoute>> byPath = new HashMap<>();
        Map<String, List<CompiledRoute>> byPrefix = new HashMap<>();
        Map<Expression, List<CompiledRoute>> byExpression = new HashMap<>();
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
        this.exact = new HashMap<>();
        byPath.forEach((path, its) -> exact.put(path, sorted(its)));
        this.regexes = byExpression.entrySet().stream()
                .sorted(Comparator.comparing(entry -> -entry.getKey().source().length()))
                .map(entry -> new Regex(entry.getKey().compile(), sorted(entry.getValue())))
                .toArray(Regex[]::new);
        Map<String, Prefix> known = chain(byPrefix);
        this.root = known.remove("/");
        Map<Integer, List<Prefix>> byHash = new HashMap<>();
        known.values()
                .forEach(prefix -> byHash.computeIfAbsent(prefix.path.hashCode(), hash -> new ArrayList<>())
                        .add(prefix));
        this.prefixes = new HashMap<>();
        byHash.forEach((hash, its) -> prefixes.put(hash, its.toArray(Prefix[]::new)));
    }

    /** Shorter ones first, so that each finds the one that it continues. */
    private static Map<String, Prefix> chain(Map<String, List<CompiledRoute>> byPrefix) {
        Map<String, Prefix> known = new HashMap<>();
        byPrefix.entrySet().stream()
                .sorted(Comparator.comparingInt(entry -> entry.getKey().length()))
                .forEach(entry -> {
                    String path = entry.getKey();
                    known.put(path, new Prefix(path, sorted(entry.getValue()), shorter(path, known)));
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

    private static CompiledRoute[] sorted(List<CompiledRoute> routes) {
        return routes.stream().sorted().toArray(CompiledRoute[]::new);
    }

    /** The route that takes the request, or null. */
    @Nullable
    CompiledRoute find(CallRequest request) {
        String path = request.path();
        CompiledRoute found = exact.isEmpty() ? null : first(exact.get(path), request);
        for (int i = 0; found == null && i < regexes.length; i++) {
            found = regexes[i].pattern.matches(path) ? first(regexes[i].routes, request) : null;
        }
        for (Prefix prefix = found == null ? longest(path) : null; prefix != null && found == null; ) {
            found = first(prefix.routes, request);
            prefix = prefix.shorter;
        }
        return found;
    }

    private @Nullable Prefix longest(String path) {
        Prefix longest = root;
        if (prefixes.isEmpty()) {
            return longest;
        }
        // As String.hashCode has it.
        int hash = 0;
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c == '/' && i > 0) {
                longest = at(path, i, hash, longest);
            }
            hash = 31 * hash + c;
        }
        return path.endsWith("/") ? longest : at(path, path.length(), hash, longest);
    }

    private @Nullable Prefix at(String path, int end, int hash, @Nullable Prefix otherwise) {
        Prefix[] candidates = prefixes.get(hash);
        if (candidates != null) {
            for (Prefix candidate : candidates) {
                if (candidate.path.length() == end && path.startsWith(candidate.path)) {
                    return candidate;
                }
            }
        }
        return otherwise;
    }

    private static @Nullable CompiledRoute first(CompiledRoute @Nullable [] routes, CallRequest request) {
        if (routes != null) {
            for (CompiledRoute route : routes) {
                if (route.takes(request)) {
                    return route;
                }
            }
        }
        return null;
    }

    private record Prefix(
            String path, CompiledRoute[] routes, @Nullable Prefix shorter) {}

    private record Regex(Pattern pattern, CompiledRoute[] routes) {}
}
