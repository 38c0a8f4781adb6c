package dev.weft.mesh.document;

import dev.weft.mesh.model.Endpoint;
import dev.weft.mesh.model.ServiceName;
import dev.weft.mesh.model.Subset;
import dev.weft.mesh.rules.Actions;
import dev.weft.mesh.rules.Mirror;
import dev.weft.mesh.rules.RouteTarget;
import dev.weft.mesh.rules.Share;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Reads references to services. Only the name counts: a mesh knows its endpoints' ports by itself. A reference to the
 * parent means the service behind the name, not its rules once more.
 */
final class HttpRouteBackends {

    private static final int MAX_FILTERS = 16;
    private static final int MAX_PORT = 65_535;
    private static final int PERCENT = 100;

    private final @Nullable ServiceName parent;
    private final String namespace;
    private final Predicate<ServiceName> exists;

    /**
     * @param namespace of the route
     */
    HttpRouteBackends(Parent parent, String namespace, Predicate<ServiceName> exists) {
        this.parent = parent.service();
        this.namespace = namespace;
        this.exists = exists;
    }

    /** A destination and its share. What can't be reached keeps its share, which then fails. */
    RouteTarget target(Value reference) {
        reference.only("group", "kind", "name", "namespace", "port", "weight", "filters");
        Value weight = reference.find("weight");
        int its = weight == null ? 1 : weight.number(0, Endpoint.MAX_WEIGHT);
        Actions edits = HttpRouteFilters.ofBackend(reference.list("filters", MAX_FILTERS));
        String foreign = foreign(reference);
        if (foreign != null) {
            return RouteTarget.missing(foreign, its);
        }
        ServiceName service = service(reference);
        if (service != null && !exists.test(service)) {
            return RouteTarget.missing("there is no service " + service, its);
        }
        RouteTarget target =
                service == null ? RouteTarget.of(Subset.ALL, its) : RouteTarget.of(service, Subset.ALL, its);
        return target.withEdits(edits.request(), edits.response());
    }

    Mirror mirror(Value mirror) {
        Value reference = mirror.only("backendRef", "percent", "fraction").get("backendRef");
        reference.only("group", "kind", "name", "namespace", "port");
        String foreign = foreign(reference);
        if (foreign != null) {
            throw reference.refuse(foreign, "a Service of the route's namespace");
        }
        return new Mirror(service(reference), Subset.ALL, share(mirror), Set.of());
    }

    private static Share share(Value mirror) {
        Value percent = mirror.find("percent");
        Value fraction = mirror.find("fraction");
        if (percent != null && fraction != null) {
            throw fraction.refuse("a fraction beside a percentage", "one of them");
        }
        if (fraction != null) {
            Value denominator = fraction.only("numerator", "denominator").find("denominator");
            int parts = fraction.get("numerator").number(0, Integer.MAX_VALUE);
            int of = denominator == null ? PERCENT : denominator.number(1, Integer.MAX_VALUE);
            return fraction.make(() -> new Share(parts, of));
        }
        return percent == null ? Share.ALL : new Share(percent.number(0, PERCENT), PERCENT);
    }

    /** Why the reference leads out of the mesh, or null. */
    private @Nullable String foreign(Value reference) {
        String group = reference.textOr("group", "");
        String kind = reference.textOr("kind", "Service");
        String where = reference.textOr("namespace", namespace);
        if (!group.isEmpty() || !kind.equals("Service")) {
            return Shown.told(kind) + " of group " + Shown.quoted(group) + " is no destination: only a Service is";
        }
        return namespace.isEmpty() || where.equals(namespace)
                ? null
                : "the Service is of namespace " + Shown.quoted(where) + ", the route of " + Shown.quoted(namespace);
    }

    /** The service, or null for the parent. */
    private @Nullable ServiceName service(Value reference) {
        reference.get("port").number(1, MAX_PORT);
        Value name = reference.get("name");
        ServiceName service = name.make(() -> ServiceName.of(name.text()));
        return service.equals(parent) ? null : service;
    }
}
