package dev.weft.registry.store;

import dev.weft.mesh.model.ServiceName;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What holds at one moment. Immutable.
 *
 * @param position of the store at that moment
 * @param latest revision of each service from people, by name
 * @param routes the latest revision of each service from HTTPRoutes
 * @param stamps of all revisions, so that what others know can be told from what another history says by the same numbers
 */
public record Snapshot(
        StorePosition position, Map<ServiceName, Revision> latest, Map<ServiceName, Revision> routes, Stamps stamps) {

    public Snapshot {
        latest = Map.copyOf(latest);
        routes = Map.copyOf(routes);
    }

    /** Of a store of which these are the latest revisions of its services, in the order of their numbers. */
    static Snapshot of(StorePosition store, List<Revision> latest, Stamps stamps) {
        return new Snapshot(StorePosition.empty(store.store(), store.generation()), Map.of(), Map.of(), stamps)
                .after(latest);
    }

    /** Which store it is of: numbers of different stores can't be compared. */
    public String store() {
        return position.store();
    }

    /** The number of the latest revision, or {@link Revision#NONE}. */
    public long revision() {
        return position.revision();
    }

    /** The latest revision of the service from people, or null if they never stored anything. */
    public @Nullable Revision of(ServiceName service) {
        return latest.get(service);
    }

    /** The latest revision of the service from HTTPRoutes, or null if there never were any. */
    public @Nullable Revision routesOf(ServiceName service) {
        return routes.get(service);
    }

    /** The services of which HTTPRoutes are kept, in order. */
    public List<ServiceName> servicesWithRoutes() {
        return routes.values().stream()
                .filter(revision -> revision.document() != null)
                .map(Revision::service)
                .sorted()
                .toList();
    }

    /** Where the store was when people last changed the service's rules. */
    public StorePosition at(ServiceName service) {
        return position.at(of(service));
    }

    /** Where the store was when anything that it keeps of the service last changed. */
    public StorePosition lastAt(ServiceName service) {
        Revision people = of(service);
        Revision its = routesOf(service);
        return position.at(people == null || (its != null && its.number() > people.number()) ? its : people);
    }

    /** Whether who knows this position, of a service or of all, may go on by what holds here. */
    public boolean mayFollow(StorePosition known) {
        return position.mayFollow(known, stamps::of);
    }

    /** The same after these revisions. */
    Snapshot after(List<Revision> newer) {
        if (newer.isEmpty()) {
            return this;
        }
        Map<ServiceName, Revision> nextLatest = new TreeMap<>(latest);
        Map<ServiceName, Revision> nextRoutes = new TreeMap<>(routes);
        newer.forEach(revision ->
                (revision.origin() == Origin.PEOPLE ? nextLatest : nextRoutes).put(revision.service(), revision));
        return new Snapshot(position.at(newer.get(newer.size() - 1)), nextLatest, nextRoutes, stamps.with(newer));
    }
}
