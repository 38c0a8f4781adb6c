package dev.weft.mesh.sim;

import dev.weft.mesh.engine.EndpointDirectory;
import dev.weft.mesh.model.Endpoint;
import dev.weft.mesh.model.EndpointSet;
import dev.weft.mesh.model.ServiceName;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** A directory that says what the test tells it to say, at once. */
public class FakeDirectory implements EndpointDirectory {

    private final Map<ServiceName, EndpointSet> sets = new ConcurrentHashMap<>();
    private final Map<ServiceName, List<Consumer<EndpointSet>>> listeners = new ConcurrentHashMap<>();
    private final Set<ServiceName> missed = ConcurrentHashMap.newKeySet();
    private volatile boolean answered = true;

    /** These are the service's endpoints from now on. */
    public void set(ServiceName service, List<Endpoint> endpoints) {
        EndpointSet set = new EndpointSet(service, endpoints, "test");
        sets.put(service, set);
        listeners.getOrDefault(service, List.of()).forEach(listener -> listener.accept(set));
    }

    public void set(ServiceName service, Endpoint... endpoints) {
        set(service, Arrays.asList(endpoints));
    }

    /** No source has answered yet. */
    public void silent() {
        answered = false;
    }

    public void answers() {
        answered = true;
    }

    @Override
    public void watch(ServiceName service, Consumer<EndpointSet> listener) {
        listeners.computeIfAbsent(service, any -> new CopyOnWriteArrayList<>()).add(listener);
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
    public void missed(ServiceName service) {
        missed.add(service);
    }

    /** The names that calls did not find. */
    public Set<ServiceName> missed() {
        return Set.copyOf(missed);
    }

    @Override
    public boolean answered() {
        return answered;
    }

    @Override
    public Collection<ServiceName> known() {
        return new TreeSet<>(new TreeMap<>(sets).keySet());
    }
}
