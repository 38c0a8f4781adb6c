package dev.weft.mesh.control;

import dev.weft.mesh.directory.InstanceMapping;
import dev.weft.mesh.directory.RegistrySource;
import dev.weft.mesh.model.Endpoint;
import dev.weft.mesh.model.ServiceName;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Who is there, as streams have said it, for the directory. What is known outlives a stream, so that the next one can go on
 * from there. Confined to one thread, but for {@link #versions}.
 */
final class StreamedEndpoints {

    private final RegistrySource directory;
    private final InstanceMapping mapping;
    private final Map<ServiceName, Known> known = new ConcurrentHashMap<>();
    private boolean settled;

    /**
     * What is known of a service.
     *
     * @param current whether it was said, or said to be still so, on the stream that is open now
     * @param partial whether the registry did not know everybody when it said so
     */
    private record Known(String version, Map<String, Endpoint> byId, boolean current, boolean partial) {}

    StreamedEndpoints(RegistrySource directory, InstanceMapping mapping) {
        this.directory = directory;
        this.mapping = mapping;
    }

    /** A stream begins, of a registry that knows everybody, or does not yet. */
    void begin(boolean itsSettled) {
        settled = itsSettled;
        known.replaceAll((service, its) -> new Known(its.version, its.byId, false, !itsSettled));
        if (itsSettled) {
            directory.streamSettled();
        }
    }

    /** The stream has ended. */
    void end() {
        directory.streamEnded();
    }

    /** From now on the registry says who is there, and not only who is there as well. */
    void settle() {
        settled = true;
    }

    /** What was said of services before the registry was settled, and not again since, is all there is. */
    void closePartial() {
        known.forEach((service, its) -> {
            if (its.current && its.partial) {
                tell(service, new Known(its.version, its.byId, true, false), Set.of());
            }
        });
        directory.streamSettled();
    }

    void take(Incoming.Endpoints said) {
        Known before = known.get(said.service());
        Map<String, Endpoint> byId = new LinkedHashMap<>();
        if (before != null && !said.whole()) {
            byId.putAll(before.byId);
        }
        Set<Endpoint.Key> left = keys(said.gone(), before == null ? Map.of() : before.byId);
        byId.keySet().removeAll(said.gone());
        byId.keySet().removeAll(said.lapsed());
        for (Incoming.Instance instance : said.put()) {
            // At the end, so that of two instances at one address the newer one counts.
            byId.remove(instance.id());
            Endpoint endpoint = endpoint(instance);
            if (endpoint != null) {
                byId.put(endpoint.id(), endpoint);
            }
        }
        boolean partial = said.whole() || before == null ? !settled : before.partial;
        tell(said.service(), new Known(said.version(), byId, true, partial), left);
    }

    private void tell(ServiceName service, Known now, Set<Endpoint.Key> left) {
        known.put(service, now);
        directory.streamed(service, now.byId.values(), now.partial, left);
    }

    private static Set<Endpoint.Key> keys(Collection<String> ids, Map<String, Endpoint> byId) {
        Set<Endpoint.Key> keys = new HashSet<>();
        for (String id : ids) {
            Endpoint endpoint = byId.get(id);
            if (endpoint != null) {
                keys.add(endpoint.key());
            }
        }
        return keys;
    }

    private @Nullable Endpoint endpoint(Incoming.Instance said) {
        return mapping.endpoint(
                said.id(), said.host(), said.port(), said.secure(), Endpoint.Status.UP, said.zone(), said.metadata());
    }

    /** The version of what is known of a service, or null if nothing is. */
    @Nullable
    String version(ServiceName service) {
        Known its = known.get(service);
        return its == null ? null : its.version;
    }

    /** Of every service of which something is known. */
    Map<ServiceName, String> versions() {
        Map<ServiceName, String> versions = new TreeMap<>();
        known.forEach((service, its) -> versions.put(service, its.version));
        return versions;
    }
}
