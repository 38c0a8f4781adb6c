package dev.weft.mesh.sim;

import dev.weft.mesh.model.Endpoint;
import dev.weft.mesh.model.ServiceName;
import dev.weft.mesh.rules.ServiceRules;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Clients with real engines, endpoints with behaviours, and nothing else that is real: a queue of events is the clock.
 * One thread, one seed, the same story each time.
 */
final class Simulation {

    static final ServiceName SERVICE = Mesh.SERVICE;

    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::nanos).thenComparingLong(Event::order));
    private final SplittableRandom random;
    private final FakeDirectory directory = new FakeDirectory();
    private final Map<String, Peer> peers = new LinkedHashMap<>();
    private final Map<ServiceName, List<Peer>> services = new LinkedHashMap<>();
    private final Set<Peer> forgotten = new HashSet<>();
    private final List<Client> clients = new ArrayList<>();
    private long now;
    private long order;

    Simulation(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /** So many endpoints, all of which the directory knows from the start. */
    Simulation peers(int count, Behaviour behaviour) {
        for (int i = 0; i < count; i++) {
            add(Mesh.endpoint(i), behaviour);
        }
        publish();
        return this;
    }

    Peer add(Endpoint endpoint, Behaviour behaviour) {
        return add(SERVICE, endpoint, behaviour);
    }

    Peer add(ServiceName service, Endpoint endpoint, Behaviour behaviour) {
        Peer peer = new Peer(this, endpoint, behaviour);
        peers.put(endpoint.address(), peer);
        services.computeIfAbsent(service, its -> new ArrayList<>()).add(peer);
        return peer;
    }

    /** The directory tells every client of all the peers that are up. */
    void publish() {
        services.forEach((service, its) -> directory.set(
                service,
                its.stream()
                        .filter(peer -> !forgotten.contains(peer))
                        .map(Peer::endpoint)
                        .toList()));
    }

    /** The directory forgets a peer; what is on its way there stays on its way. */
    void forget(Peer peer) {
        forgotten.add(peer);
        publish();
    }

    Client client() {
        return client(null, ServiceRules.defaults());
    }

    Client client(@Nullable String zone, ServiceRules rules) {
        return client(Mesh.SELF, SERVICE, zone, "client-" + clients.size(), rules);
    }

    /** A process that is this instance of the caller. */
    Client client(ServiceName caller, ServiceName callee, @Nullable String zone, String instance, ServiceRules rules) {
        Client client = new Client(this, directory, caller, callee, zone, instance, rules, random.split());
        clients.add(client);
        return client;
    }

    FakeDirectory directory() {
        return directory;
    }

    Peer peer(int number) {
        return new ArrayList<>(peers.values()).get(number);
    }

    Peer peer(Endpoint endpoint) {
        return peers.get(endpoint.address());
    }

    List<Peer> peers() {
        return List.copyOf(peers.values());
    }

    List<Peer> peers(ServiceName service) {
        return List.copyOf(services.getOrDefault(service, List.of()));
    }

    long now() {
        return now;
    }

    void at(Duration time, Runnable what) {
        events.add(new Event(time.toNanos(), order++, what));
    }

    void after(long nanos, Runnable what) {
        events.add(new Event(now + Math.max(0, nanos), order++, what));
    }

    /** Lets everything happen until this moment. */
    void runUntil(Duration end) {
        while (!events.isEmpty() && events.peek().nanos() <= end.toNanos()) {
            Event next = events.remove();
            now = next.nanos();
            next.what().run();
        }
        now = end.toNanos();
    }

    /** Whether every call that ended gave back all that it held; call it when the load is over. */
    boolean isQuiet() {
        return clients.stream()
                .allMatch(client -> client.guards().breakerHeld.get() == 0
                        && client.guards().bulkheadHeld.get() == 0
                        && client.destination().inFlight() == 0);
    }

    /** The share of all requests that this peer got in this time. */
    double share(Peer peer, Duration from, Duration to) {
        double all = peers.values().stream()
                .mapToLong(other -> other.arrivals(from, to))
                .sum();
        return peer.arrivals(from, to) / all;
    }

    private record Event(long nanos, long order, Runnable what) {}
}
