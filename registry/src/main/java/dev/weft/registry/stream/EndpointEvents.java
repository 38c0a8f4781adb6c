package dev.weft.registry.stream;

import dev.weft.mesh.model.ServiceName;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A service's endpoints at one moment as events, each made once for all who get the same. Thread-safe. */
final class EndpointEvents {

    /** Of somebody who knows nothing. */
    static final long NONE = -1;

    private final ServiceName service;
    private final Versions versions;
    private final EndpointSet endpoints;
    private final Map<Long, byte[]> events = new ConcurrentHashMap<>();

    EndpointEvents(ServiceName service, Versions versions, EndpointSet endpoints) {
        this.service = service;
        this.versions = versions;
        this.endpoints = endpoints;
    }

    EndpointSet endpoints() {
        return endpoints;
    }

    long version() {
        return endpoints.version();
    }

    /** What somebody is to be told who knows a version, or {@link #NONE}. */
    byte[] since(long known) {
        EndpointSet.Change change = known == NONE ? null : endpoints.since(known);
        return events.computeIfAbsent(change == null ? NONE : known, same -> encode(change));
    }

    private byte[] encode(EndpointSet.@Nullable Change change) {
        String version = versions.text(endpoints.version());
        return Events.encode(
                "endpoints",
                change == null
                        ? new Wire.Endpoints(service.value(), version, true, endpoints.all(), List.of(), List.of())
                        : new Wire.Endpoints(
                                service.value(), version, false, change.put(), change.gone(), change.lapsed()));
    }
}
