package dev.weft.mesh.actuate;

import dev.weft.mesh.engine.CallTrace;
import dev.weft.mesh.engine.Destination;
import dev.weft.mesh.engine.Engine;
import dev.weft.mesh.model.ServiceName;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;

/** Shows the mesh as this process sees it. Reading it changes nothing and costs the callers nothing. */
@Endpoint(id = "mesh")
public final class MeshEndpoint {

    private static final int MAX_CALLS = 100;

    private final Engine engine;
    private final ServiceName self;
    private final @Nullable String zone;

    /**
     * @param self the service that this process is
     * @param zone where it runs, or null when unknown
     */
    public MeshEndpoint(Engine engine, ServiceName self, @Nullable String zone) {
        this.engine = engine;
        this.self = self;
        this.zone = zone;
    }

    /** Every service that was called so far, and the last hundred calls to any of them. */
    @ReadOperation
    public MeshView mesh() {
        Moment now = Moment.now();
        Collection<Destination> destinations = engine.destinations();
        List<CallView> calls = destinations.stream()
                .flatMap(destination -> destination.recentCalls().stream())
                .sorted(Comparator.comparingLong((CallTrace call) -> call.startedNanos() - now.nanos())
                        .reversed())
                .limit(MAX_CALLS)
                .map(call -> CallView.of(call, now))
                .toList();
        return new MeshView(
                self.value(),
                zone,
                destinations.stream()
                        .map(destination -> DestinationView.of(destination, now))
                        .toList(),
                calls);
    }

    /** One service, and the last hundred calls to it; nothing if it was never called. */
    @ReadOperation
    public @Nullable ServiceView service(@Selector String service) {
        Moment now = Moment.now();
        for (Destination destination : engine.destinations()) {
            if (destination.service().value().equalsIgnoreCase(service)) {
                List<CallView> calls = destination.recentCalls().stream()
                        .map(call -> CallView.of(call, now))
                        .toList();
                return new ServiceView(DestinationView.of(destination, now), calls);
            }
        }
        return null;
    }

    /**
     * The mesh as a process sees it.
     *
     * @param service what the process is
     * @param zone where it runs, or null when unknown
     * @param calls the newest first
     */
    public record MeshView(
            String service, @Nullable String zone, List<DestinationView> destinations, List<CallView> calls) {}

    /**
     * One service as a process sees it.
     *
     * @param calls the newest first
     */
    public record ServiceView(DestinationView destination, List<CallView> calls) {}
}
