package dev.weft.registry.kubernetes;

import dev.weft.mesh.model.ServiceName;
import dev.weft.registry.check.DocumentReader;
import dev.weft.registry.check.Problem;
import dev.weft.registry.check.RefusedDocumentException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the HTTPRoutes of one service come to. If one can't be used none is, so that nobody is left with half of their rules:
 * what was good before stays in force.
 *
 * @param routes the names of the routes, in order of precedence
 * @param versions of the same routes
 * @param text all of them, or null if they can't be used
 * @param refused why not, by the names of those that can't be used themselves
 */
record ServiceRoutes(
        List<String> routes,
        List<String> versions,
        @Nullable String text,
        Map<String, String> refused) {

    ServiceRoutes {
        routes = List.copyOf(routes);
        versions = List.copyOf(versions);
        refused = Map.copyOf(refused);
    }

    /** Of every service that routes name. */
    static Map<ServiceName, ServiceRoutes> of(List<HttpRoute> routes, DocumentReader reader) {
        Map<ServiceName, List<HttpRoute>> byService = new TreeMap<>();
        routes.stream()
                .sorted(HttpRoute.PRECEDENCE)
                .forEach(route -> route.parents().stream()
                        .map(HttpRoute.Parent::service)
                        .filter(service -> service != null)
                        .distinct()
                        .forEach(service -> byService
                                .computeIfAbsent(service, its -> new ArrayList<>())
                                .add(route)));
        Map<ServiceName, ServiceRoutes> services = new LinkedHashMap<>();
        byService.forEach((service, its) -> services.put(service, of(service, its, reader)));
        return services;
    }

    private static ServiceRoutes of(ServiceName service, List<HttpRoute> routes, DocumentReader reader) {
        List<String> names = routes.stream().map(HttpRoute::name).toList();
        Map<String, String> refused = new LinkedHashMap<>();
        for (HttpRoute route : routes) {
            String problem = problem(service, route.text(service), reader);
            if (problem != null) {
                refused.put(route.name(), problem);
            }
        }
        String all = routes.stream().map(route -> route.text(service)).collect(Collectors.joining("\n---\n"));
        if (refused.isEmpty()) {
            String problem = problem(service, all, reader);
            if (problem != null) {
                names.forEach(name -> refused.put(name, "all HTTPRoutes of " + service + " together: " + problem));
            }
        }
        List<String> versions = routes.stream().map(HttpRoute::version).toList();
        return new ServiceRoutes(names, versions, refused.isEmpty() ? all : null, refused);
    }

    /** Without lines and columns, which are those of a text that nobody has written. */
    private static @Nullable String problem(ServiceName service, String text, DocumentReader reader) {
        try {
            reader.read("HTTPRoute", service, text);
            return null;
        } catch (RefusedDocumentException e) {
            return e.problems().stream().map(ServiceRoutes::words).collect(Collectors.joining("; "));
        } catch (RuntimeException e) {
            // The reader's own fault: the other services move on all the same.
            return "it can't be read: " + e;
        }
    }

    private static String words(Problem problem) {
        return (problem.path().isEmpty() ? "" : problem.path() + ": ") + problem.problem() + " (expected: "
                + problem.expected() + ")";
    }
}
