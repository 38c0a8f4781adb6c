package dev.weft.mesh.testkit;

import dev.weft.mesh.engine.EndpointDirectory;
import dev.weft.mesh.model.Endpoint;
import dev.weft.mesh.model.EndpointSet;
import dev.weft.mesh.model.ServiceName;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** A directory that says what the test told it. */
public final class FixedDirectory implements EndpointDirectory {

    private final Map<ServiceName, EndpointSet> sets = new ConcurrentHashMap<>();
    private final Map<ServiceName, List<Consumer<EndpointSet>>> listeners = new ConcurrentHashMap<>();

    /** Replaces the service's endpoints. */
    public FixedDirectory put(String service, Endpoint... endpoints) {
        ServiceName name = ServiceName.of(service);
        EndpointSet set = new EndpointSet(name, List.of(endpoints), "test");
        sets.put(name, set);
        listeners.getOrDefault(name, List.of()).forEach(listener -> listener.accept(set));
        return this;
    }

    @Override
    public void watch(ServiceName service, Consumer<EndpointSet> listener) {
        listeners.computeIfAbsent(service, name -> new CopyOnWriteArrayList<>()).add(listener);
        listener.accept(sets.getOrDefault(service, EndpointSet.empty(service)));
    }

    @Override
    public EndpointSet endpoints(ServiceName service) {
        return sets.getOrDefault(service, EndpointSet.empty(service));
    }

    @Override
    public boolean knows(ServiceName service) {
        return sets.containsKey(service);
    }

    @Override
    public boolean answered() {
        return true;
    }

    @Override
    public Collection<ServiceName> known() {
        return sets.keySet();
    }
}
