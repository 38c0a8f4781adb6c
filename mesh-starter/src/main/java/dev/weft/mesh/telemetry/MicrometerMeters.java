package dev.weft.mesh.telemetry;

import dev.weft.mesh.engine.MeshMeters;
import dev.weft.mesh.model.ServiceName;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * The engine's meters in Micrometer. Every label is bounded: it has a fixed set of values, or is the name of a service
 * that exists, or a version or zone of which only so many are told apart.
 */
public final class MicrometerMeters implements MeshMeters {

    private final MeterRegistry registry;
    private final ServiceName self;

    /**
     * @param self the service that calls
     */
    public MicrometerMeters(MeterRegistry registry, ServiceName self) {
        this.registry = registry;
        this.self = self;
    }

    @Override
    public OfService service(ServiceName service) {
        return new ServiceMeters(registry, self, service);
    }
}
