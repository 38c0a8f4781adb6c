package dev.weft.mesh.directory;

import dev.weft.mesh.engine.EndpointDirectory;
import dev.weft.mesh.model.EndpointSet;
import dev.weft.mesh.model.ServiceName;
import java.util.Collection;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Everybody who can be called: services as the mesh's directory knows them, hosts outside by the addresses of their names.
 *
 * @param services the mesh's directory
 * @param outside the rest of the world
 */
public record WholeDirectory(EndpointDirectory services, OutsideHosts outside) implements EndpointDirectory {

    @Override
    public void watch(ServiceName service, Consumer<EndpointSet> listener) {
        if (service.isOutside()) {
            outside.watch(service, listener);
        } else {
            services.watch(service, listener);
        }
    }

    @Override
    public EndpointSet endpoints(ServiceName service) {
        return service.isOutside() ? outside.endpoints(service) : services.endpoints(service);
    }

    @Override
    public boolean knows(ServiceName service) {
        return service.isOutside() || services.knows(service);
    }

    @Override
    public boolean answered() {
        return services.answered();
    }

    @Override
    public Collection<ServiceName> known() {
        return services.known();
    }

    @Override
    public void missed(ServiceName service) {
        if (!service.isOutside()) {
            services.missed(service);
        }
    }

    @Override
    public boolean isPending(ServiceName service) {
        return service.isOutside() ? outside.isPending(service) : services.isPending(service);
    }

    @Override
    public @Nullable String refusal(ServiceName service) {
        return service.isOutside() ? outside.refusal(service) : services.refusal(service);
    }

    @Override
    public void refused(ServiceName service) {
        if (service.isOutside()) {
            outside.refused(service);
        } else {
            services.refused(service);
        }
    }
}
