package dev.weft.registry.store;

import dev.weft.mesh.model.ServiceName;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What holds at one moment. Immutable.
 *
 * @param store which store it is of: numbers of different stores can't be compared
 * @param revision the number of the latest revision, or {@link Revision#NONE}
 * @param latest revision of each service, by name
 */
public record Snapshot(String store, long revision, Map<ServiceName, Revision> latest) {

    public Snapshot {
        latest = Map.copyOf(latest);
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
        return new Snapshot(store, newer.get(newer.size() - 1).number(), next);
    }
}
