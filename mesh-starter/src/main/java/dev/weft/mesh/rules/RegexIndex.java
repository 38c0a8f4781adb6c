package dev.weft.mesh.rules;

import com.google.re2j.Pattern;
import dev.weft.mesh.model.CallRequest;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the route for a path by regular expressions, the longest first, then as they were written.
 *
 * <p>Idea: most expressions begin with plain text ({@code /pet/[0-9]+}). They stand in a table by it; one walk over the
 * path finds those whose text it begins with, and only these are tried.
 */
final class RegexIndex {

    private final Regex[] regexes;
    private final BitSet lengths = new BitSet();
    private final TextTable<int[]> byBeginning;

    /**
     * @param routes by expression, in the order in which they were written
     */
    RegexIndex(Map<Expression, List<CompiledRoute>> routes) {
        regexes = routes.entrySet().stream()
                .sorted(Comparator.comparing(entry -> -entry.getKey().source().length()))
                .map(entry -> new Regex(
                        entry.getKey().beginning(), entry.getKey().compile(), new RouteList(entry.getValue())))
                .toArray(Regex[]::new);
        Map<String, List<Integer>> places = new HashMap<>();
        for (int i = 0; i < regexes.length; i++) {
            String beginning = regexes[i].beginning;
            lengths.set(beginning.length());
            places.computeIfAbsent(beginning, its -> new ArrayList<>()).add(i);
        }
        Map<String, int[]> arrays = new HashMap<>();
        places.forEach((beginning, its) ->
                arrays.put(beginning, its.stream().mapToInt(Integer::intValue).toArray()));
        byBeginning = new TextTable<>(arrays);
    }

    /** The route that takes the request, or null. */
    @Nullable
    CompiledRoute find(CallRequest request) {
        if (regexes.length == 0) {
            return null;
        }
        String path = request.path();
        CompiledRoute found = null;
        int first = regexes.length;
        int hash = 0;
        for (int end = 0; end < lengths.length() && end <= path.length(); end++) {
            int[] places = lengths.get(end) ? byBeginning.get(path, end, hash) : null;
            for (int i = 0; places != null && i < places.length && places[i] < first; i++) {
                CompiledRoute taking = regexes[places[i]].find(request);
                if (taking != null) {
                    found = taking;
                    first = places[i];
                }
            }
            hash = end < path.length() ? TextTable.hash(hash, path.charAt(end)) : hash;
        }
        return found;
    }

    /**
     * An expression with its routes.
     *
     * @param beginning the text that every path begins with that the expression matches
     */
    private record Regex(String beginning, Pattern pattern, RouteList routes) {

        @Nullable
        CompiledRoute find(CallRequest request) {
            return pattern.matches(request.path()) ? routes.find(request) : null;
        }
    }
}
