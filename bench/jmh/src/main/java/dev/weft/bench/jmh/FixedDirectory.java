package dev.weft.bench.jmh;

import dev.weft.mesh.engine.EndpointDirectory;
import dev.weft.mesh.model.Endpoint;
import dev.weft.mesh.model.EndpointSet;
import dev.weft.mesh.model.ServiceName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

/** One service with so many endpoints of two versions, for good, and nobody else. */
record FixedDirectory(ServiceName service, int size) implements EndpointDirectory {

    @Override
    public void watch(ServiceName name, Consumer<EndpointSet> listener) {
        listener.accept(endpoints(name));
    }

    @Override
    public EndpointSet endpoints(ServiceName name) {
        if (!knows(name)) {
            return EndpointSet.empty(name);
        }
        List<Endpoint> endpoints = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            endpoints.add(Endpoint.of("i" + i, "10." + (i >> 16) + "." + (i >> 8 & 255) + "." + (i & 255), 8080)
                    .withVersion("v" + (1 + i % 2)));
        }
        return new EndpointSet(name, endpoints, "fixed");
    }

    @Override
    public boolean knows(ServiceName name) {
        return name.equals(service);
    }

    @Override
    public boolean answered() {
        return true;
    }

    @Override
    public Collection<ServiceName> known() {
        return List.of(service);
    }
}
