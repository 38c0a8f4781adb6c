package dev.weft.registry.kubernetes;

import dev.weft.mesh.model.ServiceName;
import dev.weft.registry.store.Revision;
import dev.weft.registry.store.StorePosition;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * When a registry may write what it sees of a service's HTTPRoutes over what is stored of them.
 *
 * <p>Peers that see different things, since they read other namespaces or are of other versions, would else write over each
 * other without rest. So each writes once at most of what it has found at the API server, and whoever did so last has the
 * last word until something changes there. And whatever changes there how often: between two revisions of a service is some
 * time, whoever has written them. Time is handed in. Of the looking thread.
 */
final class Writes {

    /**
     * What a registry goes by when it writes.
     *
     * @param store and its generation: one that was restored has to be written anew
     * @param doubts how often something may have come and gone again unseen
     * @param versions of the service's routes
     */
    record Seen(String store, long generation, long doubts, List<String> versions) {

        Seen {
            versions = List.copyOf(versions);
        }

        static Seen of(StorePosition store, long doubts, @Nullable ServiceRoutes its) {
            return new Seen(store.store(), store.generation(), doubts, its == null ? List.of() : its.versions());
        }
    }

    private record Known(long number, long since) {}

    private final Duration apart;
    private final Map<ServiceName, Seen> written = new HashMap<>();
    private final Map<ServiceName, Known> known = new HashMap<>();
    private boolean begun;

    Writes(Duration apart) {
        this.apart = apart;
    }

    /** Looks at the latest revisions of all services. What is there already when this begins is taken for old. */
    void observe(Map<ServiceName, Revision> routes, long nanos) {
        long since = begun ? nanos : nanos - apart.toNanos();
        routes.forEach((service, revision) -> observe(service, revision, since));
        begun = true;
    }

    private void observe(ServiceName service, Revision revision, long since) {
        Known its = known.get(service);
        if (its == null || its.number != revision.number()) {
            known.put(service, new Known(revision.number(), since));
        }
    }

    /** Whether this would be the first time that it is written. */
    boolean isNew(ServiceName service, Seen seen) {
        return !seen.equals(written.get(service));
    }

    /** How long the next revision has to wait; zero if it may be written. */
    Duration pause(ServiceName service, long nanos) {
        Known its = known.get(service);
        long left = its == null ? 0 : apart.toNanos() - (nanos - its.since);
        return Duration.ofNanos(Math.max(0, left));
    }

    /** That it was written. */
    void wrote(ServiceName service, Seen seen, Revision revision, long nanos) {
        written.put(service, seen);
        observe(service, revision, nanos);
    }
}
