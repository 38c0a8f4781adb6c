package dev.weft.mesh.rules;

import dev.weft.mesh.model.CallRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The routes of one path in order of precedence, of which the first that takes a request gets it.
 *
 * <p>Idea: many routes that ask for one value each (a route for every tenant, say) are not tried in turn. Each stands
 * under the value that it asks for, by the header, cookie or query parameter that tells most of the routes apart; the
 * request's own value names the few that are worth trying, and the first of them wins. So the cost is that of the names
 * that the routes look at, not of the routes. Those that ask for no exact value are tried in turn.
 */
final class RouteList {

    /** So few are tried in turn. */
    private static final int FEW = 8;

    private static final int[] NONE = {};

    private final CompiledRoute[] routes;
    private final ByValue[] byValue;
    private final int[] others;

    RouteList(List<CompiledRoute> given) {
        this.routes = given.stream().sorted().toArray(CompiledRoute[]::new);
        if (routes.length <= FEW) {
            byValue = new ByValue[0];
            others = NONE;
            return;
        }
        Map<Name, Map<String, List<Integer>>> places = new HashMap<>();
        List<Integer> rest = new ArrayList<>();
        Map<Name, Set<String>> values = values();
        for (int i = 0; i < routes.length; i++) {
            FieldMatch telling = telling(routes[i], values);
            if (telling == null) {
                rest.add(i);
            } else {
                places.computeIfAbsent(Name.of(telling), its -> new HashMap<>())
                        .computeIfAbsent(value(telling), its -> new ArrayList<>())
                        .add(i);
            }
        }
        byValue = places.entrySet().stream()
                .map(entry -> ByValue.of(entry.getKey(), entry.getValue()))
                .toArray(ByValue[]::new);
        others = array(rest);
    }

    /** The values that the routes ask for, by the name that they ask for them by. */
    private Map<Name, Set<String>> values() {
        Map<Name, Set<String>> values = new HashMap<>();
        for (CompiledRoute route : routes) {
            for (FieldMatch field : exact(route)) {
                values.computeIfAbsent(Name.of(field), its -> new HashSet<>()).add(value(field));
            }
        }
        return values;
    }

    private static @Nullable FieldMatch telling(CompiledRoute route, Map<Name, Set<String>> values) {
        FieldMatch best = null;
        int most = 0;
        for (FieldMatch field : exact(route)) {
            int size = values.getOrDefault(Name.of(field), Set.of()).size();
            if (size > most) {
                most = size;
                best = field;
            }
        }
        return best;
    }

    private static List<FieldMatch> exact(CompiledRoute route) {
        return route.match().fields().stream()
                .filter(field -> field.value() instanceof ValueMatch.Exact)
                .toList();
    }

    private static String value(FieldMatch field) {
        return ((ValueMatch.Exact) field.value()).value();
    }

    private static int[] array(List<Integer> places) {
        return places.stream().mapToInt(Integer::intValue).toArray();
    }

    /** The route that takes the request, or null. */
    @Nullable
    CompiledRoute find(CallRequest request) {
        if (routes.length <= FEW) {
            return inTurn(request);
        }
        int first = firstOf(others, routes.length, request);
        for (ByValue its : byValue) {
            first = firstOf(its.places(request), first, request);
        }
        return first == routes.length ? null : routes[first];
    }

    private @Nullable CompiledRoute inTurn(CallRequest request) {
        for (CompiledRoute route : routes) {
            if (route.takes(request)) {
                return route;
            }
        }
        return null;
    }

    /** The first of these places, before the one that is known, whose route takes the request. */
    private int firstOf(int[] places, int known, CallRequest request) {
        for (int place : places) {
            if (place >= known) {
                break;
            }
            if (routes[place].takes(request)) {
                return place;
            }
        }
        return known;
    }

    /** What routes look at; a header's name in lower case. */
    private record Name(FieldMatch.Kind kind, String name) {

        static Name of(FieldMatch field) {
            boolean header = field.kind() == FieldMatch.Kind.HEADER;
            return new Name(field.kind(), header ? field.name().toLowerCase(Locale.ROOT) : field.name());
        }
    }

    /** The places of the routes that ask for a value of this name, by that value. */
    private record ByValue(Name name, Map<String, int[]> byValue) {

        static ByValue of(Name name, Map<String, List<Integer>> places) {
            Map<String, int[]> arrays = new HashMap<>();
            places.forEach((value, its) -> arrays.put(value, array(its)));
            return new ByValue(name, arrays);
        }

        int[] places(CallRequest request) {
            String value = RequestFields.first(request, name.kind, name.name);
            int[] places = value == null ? null : byValue.get(value);
            return places == null ? NONE : places;
        }
    }
}
