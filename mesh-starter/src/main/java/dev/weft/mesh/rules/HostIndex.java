package dev.weft.mesh.rules;

import dev.weft.mesh.model.CallRequest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
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
            found = isBelow(host, wildcard.suffix) ? wildcard.index.find(request) : null;
        }
        return found;
    }

    /** Whether routes for these hosts may take the request. */
    static boolean takes(Set<String> hosts, CallRequest request) {
        String host = host(request);
        return hosts.isEmpty() || host != null && hosts.stream().anyMatch(its -> takes(its, host));
    }

    private static boolean takes(String wanted, String host) {
        return wanted.startsWith("*.") ? isBelow(host, wanted.substring(1)) : wanted.equals(host);
    }

    private static boolean isBelow(String host, String suffix) {
        return host.length() > suffix.length() && host.endsWith(suffix);
    }

    /** The Host that the request names, in lower case and without port, or null. */
    static @Nullable String host(CallRequest request) {
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
