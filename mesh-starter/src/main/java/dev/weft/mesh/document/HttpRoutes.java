package dev.weft.mesh.document;

import dev.weft.mesh.model.ServiceName;
import dev.weft.mesh.rules.Route;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The routes that one text of Kubernetes HTTPRoutes ({@code gateway.networking.k8s.io/v1}) makes for those that its {@code
 * parentRefs} name. Where a route is refused, whatever else the text has for its parents is refused with it, so that
 * nobody is left with half of their rules; other parents aren't touched.
 *
 * @param services what is attached to services, in order of precedence
 * @param gateways the routes of gateways, by name, in the same order; namespaces are not told apart
 * @param refusals what was refused, and whose routes are missing above because of it
 */
public record HttpRoutes(
        Map<ServiceName, List<AttachedRoutes>> services, Map<String, List<Route>> gateways, List<Refusal> refusals) {

    /**
     * A route that can't be used.
     *
     * @param services whose routes are refused because of it
     * @param gateways whose routes are refused because of it
     * @param reason what is wrong with it
     */
    public record Refusal(Set<ServiceName> services, Set<String> gateways, InvalidDocumentException reason) {

        public Refusal {
            services = Set.copyOf(services);
            gateways = Set.copyOf(gateways);
        }
    }

    public HttpRoutes {
        services = Map.copyOf(services);
        gateways = Map.copyOf(gateways);
        refusals = List.copyOf(refusals);
    }

    /**
     * Reads a text of one or several documents, YAML or JSON. Objects that carry no rules are passed over.
     *
     * @param source where the text comes from, for messages
     * @param exists says of a service whether there is one
     * @throws InvalidDocumentException if the text can't be read, or it isn't clear whose routes are wrong in it
     */
    public static HttpRoutes read(String source, String text, Predicate<ServiceName> exists) {
        List<Manifest> manifests = Documents.read(source, text).stream()
                .flatMap(document -> Manifest.of(document).stream())
                .toList();
        return of(manifests, Listeners.of(manifests), exists);
    }

    /** The same for the objects of one text and the listeners of Gateways, which may stand in others. */
    static HttpRoutes of(List<Manifest> manifests, Listeners listeners, Predicate<ServiceName> exists) {
        Collected collected = new Collected();
        Caps caps = new Caps();
        manifests.stream()
                .filter(Manifest::isHttpRoute)
                .sorted(Comparator.comparing(Manifest::precedence))
                .forEach(manifest -> collected.add(manifest, listeners, new HttpRouteRules(manifest, exists, caps)));
        return collected.routes();
    }

    /** The same, if nothing was refused. */
    public HttpRoutes orThrow() {
        if (!refusals.isEmpty()) {
            throw refusals.get(0).reason();
        }
        return this;
    }

    private static final class Collected {

        private final Map<ServiceName, List<AttachedRoutes>> services = new LinkedHashMap<>();
        private final Map<String, List<Route>> gateways = new LinkedHashMap<>();
        private final List<Refusal> refusals = new ArrayList<>();

        void add(Manifest manifest, Listeners listeners, HttpRouteRules rules) {
            List<Parent> parents = Parent.of(manifest, listeners);
            try {
                Parent.checkHostnames(manifest, parents);
                Map<Parent, List<Route>> routes = new LinkedHashMap<>();
                parents.forEach(parent -> routes.put(parent, rules.read(parent)));
                Precedence precedence = manifest.precedence();
                String source = "HTTPRoute " + manifest.name() + " of "
                        + manifest.value().place();
                routes.forEach((parent, its) -> attach(parent, new AttachedRoutes(precedence, source, its)));
            } catch (InvalidDocumentException e) {
                refusals.add(new Refusal(services(parents), gateways(parents), e));
            }
        }

        private void attach(Parent parent, AttachedRoutes its) {
            if (parent.service() != null) {
                services.computeIfAbsent(parent.service(), service -> new ArrayList<>())
                        .add(its);
            } else {
                gateways.computeIfAbsent(parent.name(), gateway -> new ArrayList<>())
                        .addAll(its.routes());
            }
        }

        HttpRoutes routes() {
            for (Refusal refusal : refusals) {
                services.keySet().removeAll(refusal.services());
                gateways.keySet().removeAll(refusal.gateways());
            }
            services.replaceAll((service, attached) -> List.copyOf(attached));
            gateways.replaceAll((gateway, routes) -> List.copyOf(routes));
            return new HttpRoutes(services, gateways, refusals);
        }

        private static Set<ServiceName> services(List<Parent> parents) {
            return parents.stream()
                    .map(Parent::service)
                    .filter(service -> service != null)
                    .collect(Collectors.toSet());
        }

        private static Set<String> gateways(List<Parent> parents) {
            return parents.stream()
                    .filter(parent -> parent.service() == null)
                    .map(Parent::name)
                    .collect(Collectors.toSet());
        }
    }
}
