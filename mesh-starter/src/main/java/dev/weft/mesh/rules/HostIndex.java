package dev.weft.mesh.rules;

import dev.weft.mesh.model.CallRequest;
import java.util.ArrayList;
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
    private final Map<String, PathIndex> bySuffix = new HashMap<>();
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
                bySuffix.put(host.substring(1), new PathIndex(its));
            } else {
                exact.put(host, new PathIndex(its));
            }
        });
        any = new PathIndex(everywhere);
    }

    /** The route that takes the request, or null. */
    @Nullable
    CompiledRoute find(CallRequest request) {
        CompiledRoute found = exact.isEmpty() && bySuffix.isEmpty() ? null : byHost(request);
        return found != null ? found : any.find(request);
    }

    private @Nullable CompiledRoute byHost(CallRequest request) {
        String host = host(request);
        if (host == null) {
            return null;
        }
        PathIndex here = exact.get(host);
        CompiledRoute found = here == null ? null : here.find(request);
        for (int dot = nextDot(host, 0); found == null && dot >= 0; dot = nextDot(host, dot)) {
            PathIndex below = bySuffix.get(host.substring(dot));
            found = below == null ? null : below.find(request);
        }
        return found;
    }

    /** Where the next shorter suffix of the host begins. */
    private int nextDot(String host, int after) {
        return bySuffix.isEmpty() ? -1 : host.indexOf('.', after + 1);
    }

    /** Whether routes for these hosts may take the request. */
    static boolean takes(Set<String> hosts, CallRequest request) {
        String host = host(request);
        return hosts.isEmpty() || host != null && hosts.stream().anyMatch(its -> takes(its, host));
    }

    private static boolean takes(String wanted, String host) {
        if (!wanted.startsWith("*.")) {
            return wanted.equals(host);
        }
        String suffix = wanted.substring(1);
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
}
