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
 * @param latest revision of each service, by name
 */
public record Snapshot(StorePosition position, Map<ServiceName, Revision> latest) {

    public Snapshot {
        latest = Map.copyOf(latest);
    }

    /** Of a store of which these are the latest revisions of its services, in the order of their numbers. */
    static Snapshot of(StorePosition store, List<Revision> latest) {
        return new Snapshot(new StorePosition(store.store(), store.generation(), Revision.NONE), Map.of())
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

    /** The latest revision of the service, or null if nothing was ever stored. */
    public @Nullable Revision of(ServiceName service) {
        return latest.get(service);
    }

    /** The same after these revisions. */
    Snapshot after(List<Revision> newer) {
        if (newer.isEmpty()) {
            return this;
        }
        Map<ServiceName, Revision> next = new TreeMap<>(latest);
        newer.forEach(revision -> next.put(revision.service(), revision));
        long last = newer.get(newer.size() - 1).number();
        return new Snapshot(new StorePosition(position.store(), position.generation(), last), next);
    }
}
