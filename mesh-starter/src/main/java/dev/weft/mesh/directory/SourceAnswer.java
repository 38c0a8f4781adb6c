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
 * @param partial services that may have more endpoints than are named: of these none is missing
 * @param repeated whether the source tells again what it has told before, so that it confirms what is still missing
 */
public record SourceAnswer(
        Map<ServiceName, List<Endpoint>> services,
        boolean complete,
        Set<Endpoint.Key> cancelled,
        Set<ServiceName> partial,
        boolean repeated) {

    public SourceAnswer {
        services = Map.copyOf(services);
        cancelled = Set.copyOf(cancelled);
        partial = Set.copyOf(partial);
    }

    /** What a source tells that is asked again and again. */
    public SourceAnswer(Map<ServiceName, List<Endpoint>> services, boolean complete, Set<Endpoint.Key> cancelled) {
        this(services, complete, cancelled, Set.of(), true);
    }

    /** Everything that the source knows. */
    public static SourceAnswer everything(Map<ServiceName, List<Endpoint>> services) {
        return new SourceAnswer(services, true, Set.of());
    }

    /** Whether what was missing before and still is counts as confirmed: an answer without any endpoint confirms nothing. */
    boolean confirms() {
        return repeated && !services.values().stream().allMatch(List::isEmpty);
    }
}
