package dev.weft.mesh.directory;

import dev.weft.mesh.model.Endpoint;
import dev.weft.mesh.model.ServiceName;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a source says at one time.
 *
 * @param services each service that is named, with all of its endpoints, whatever their status
 * @param complete whether a service that is not named has no endpoints; otherwise nothing is said about it
 * @param cancelled endpoints that left on purpose since the answer before, so that their absence needs no confirmation
 */
public record SourceAnswer(Map<ServiceName, List<Endpoint>> services, boolean complete, Set<Endpoint.Key> cancelled) {

    public SourceAnswer {
        services = Map.copyOf(services);
        cancelled = Set.copyOf(cancelled);
    }

    /** Everything that the source knows. */
    public static SourceAnswer everything(Map<ServiceName, List<Endpoint>> services) {
        return new SourceAnswer(services, true, Set.of());
    }

    /** Whether the answer has no endpoint at all. */
    public boolean isEmpty() {
        return services.values().stream().allMatch(List::isEmpty);
    }
}
