package dev.weft.mesh.rules;

import dev.weft.mesh.model.CallRequest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the route for a request by its Host, then by its path: the very host first, then wildcards, the longest first,
 * then the routes for every host. A wildcard takes names of any depth below it, not the name that it hangs from.
 */
final class HostIndex {

    private final Map<String, PathIndex> exact = new HashMap<>();
    private final List<Wildcard> wildcards = new ArrayList<>();
    private final PathIndex any;

    HostIndex(List<CompiledRoute> routes) {
        Map<String, List<CompiledRoute>> byHost = new HashMap<>();
        List<CompiledRoute> everywhere = new ArrayList<>();
        for (CompiledRoute route : routes) {
            route.match()
                    .hosts()
                    .forEach(host -> byHost.computeIfAbsent(host, its -> new ArrayList<>())
                            .add(route));
            if (route.match().hosts().isEmpty()) {
                everywhere.add(route);
            }
        }
        byHost.forEach((host, its) -> {
            if (host.startsWith("*.")) {
                wildcards.add(new Wildcard(host.substring(1), new PathIndex(its)));
            } else {
                exact.put(host, new PathIndex(its));
            }
        });
        wildcards.sort(Comparator.comparing(wildcard -> -wildcard.suffix.length()));
        any = new PathIndex(everywhere);
    }

    /** The route that takes the request, or null. */
    @Nullable
    CompiledRoute find(CallRequest request) {
        CompiledRoute found = exact.isEmpty() && wildcards.isEmpty() ? null : byHost(request);
        return found != null ? found : any.find(request);
    }

    private @Nullable CompiledRoute byHost(CallRequest request) {
        String host = host(request);
        if (host == null) {
            return null;
        }
        PathIndex here = exact.get(host);
        CompiledRoute found = here == null ? null : here.find(request);
        for (int i = 0; found == null && i < wildcards.size(); i++) {
            Wildcard wildcard = wildcards.get(i);
            boolean below = host.length() > wildcard.suffix.length() && host.endsWith(wildcard.suffix);
            found = below ? wildcard.index.find(request) : null;
        }
        return found;
    }

    private static @Nullable String host(CallRequest request) {
        String host = request.headers().first("Host");
        if (host == null) {
            return null;
        }
        int colon = host.lastIndexOf(':');
        boolean port = colon > 0 && host.indexOf(']', colon) < 0;
        return (port ? host.substring(0, colon) : host).toLowerCase(Locale.ROOT);
    }

    private record Wildcard(String suffix, PathIndex index) {}
}
