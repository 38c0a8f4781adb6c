package dev.weft.bench.lincheck;

import dev.weft.mesh.engine.EndpointDirectory;
import dev.weft.mesh.model.EndpointSet;
import dev.weft.mesh.model.ServiceName;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

/** A directory of one service, which tells what it is told to. */
final class OneService implements EndpointDirectory {

    private final EndpointSet first;
    private Consumer<EndpointSet> listener = set -> {};

    OneService(EndpointSet first) {
        this.first = first;
    }

    void tell(EndpointSet set) {
        listener.accept(set);
    }

    @Override
    public void watch(ServiceName service, Consumer<EndpointSet> newListener) {
        if (service.equals(first.service())) {
            listener = newListener;
            newListener.accept(first);
        }
    }

    @Override
    public EndpointSet endpoints(ServiceName service) {
        return first;
    }

    @Override
    public boolean knows(ServiceName service) {
        return service.equals(first.service());
    }

    @Override
    public boolean answered() {
        return true;
    }

    @Override
    public Collection<ServiceName> known() {
        return List.of(first.service());
    }
}
