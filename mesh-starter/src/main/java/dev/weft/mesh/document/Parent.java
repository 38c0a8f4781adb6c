package dev.weft.mesh.document;

import dev.weft.mesh.model.ServiceName;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whose routes a document's are.
 *
 * @param name of a service or gateway
 * @param service the service of that name, or null for a gateway
 * @param port to which the routes are confined, or 0
 * @param hosts to which the routes are confined; none: any
 */
record Parent(String name, @Nullable ServiceName service, int port, Set<String> hosts) {

    private static final int MAX_PARENTS = 32;
    private static final int MAX_HOSTS = 16;
    private static final int MAX_PORT = 65_535;
    private static final String GATEWAY_GROUP = "gateway.networking.k8s.io";

    /** The parents that a route is attached to: not a gateway whose listeners serve none of its hostnames. */
    static List<Parent> of(Manifest manifest, Listeners listeners) {
        Value spec = manifest.spec();
        Set<String> hosts = Set.copyOf(spec.list("hostnames", MAX_HOSTS).stream()
                .map(host -> host.matching(Listeners.HOST, Listeners.HOST_EXPECTED))
                .toList());
        List<Value> references = spec.get("parentRefs").items(MAX_PARENTS);
        if (references.isEmpty()) {
            throw spec.get("parentRefs").refuse("no parent", "at least one Service or Gateway");
        }
        List<Parent> parents = new ArrayList<>();
        for (Value reference : references) {
            Parent parent = of(reference, manifest, listeners, hosts);
            if (parent != null && !parents.contains(parent)) {
                parents.add(parent);
            }
        }
        return parents;
    }

    /** A service is called by its own name, so hostnames mean nothing to it: who writes some means something else. */
    static void checkHostnames(Manifest manifest, List<Parent> parents) {
        Value hostnames = manifest.spec().find("hostnames");
        boolean services = !parents.isEmpty() && parents.stream().allMatch(parent -> parent.service != null);
        if (hostnames != null && services) {
            throw hostnames.refuse("hostnames for a Service", "none, since a Service is called by its own name");
        }
    }

    private static @Nullable Parent of(Value reference, Manifest route, Listeners listeners, Set<String> hosts) {
        reference.only("group", "kind", "name", "namespace", "sectionName", "port");
        String group = reference.textOr("group", GATEWAY_GROUP);
        String kind = reference.textOr("kind", "Gateway");
        String name = reference.get("name").text();
        String namespace = reference.textOr("namespace", route.namespace());
        Value port = reference.find("port");
        int number = port == null ? 0 : port.number(1, MAX_PORT);
        if (kind.equals("Service") && group.isEmpty()) {
            return new Parent(name, service(reference, route, namespace), number, Set.of());
        }
        if (!kind.equals("Gateway") || !group.equals(GATEWAY_GROUP)) {
            throw reference.refuse(
                    kind + " of group " + Shown.quoted(group), "kind: Service with group: \"\", or kind: Gateway");
        }
        Set<String> served = listeners.hosts(namespace, reference, number, hosts);
        return served == null ? null : new Parent(name, null, number, served);
    }

    private static ServiceName service(Value reference, Manifest route, String namespace) {
        Value section = reference.find("sectionName");
        if (section != null) {
            throw section.refuse("a section of a Service", "its port");
        }
        if (!namespace.equals(route.namespace())) {
            throw reference.refuse(
                    "a Service of namespace " + Shown.quoted(namespace),
                    "one of the route's own: rules for the callers of one namespace are not supported");
        }
        Value name = reference.get("name");
        return name.make(() -> ServiceName.of(name.text()));
    }
}
