package dev.weft.mesh.sim;

import dev.weft.mesh.model.CallRequest;
import dev.weft.mesh.model.Endpoint;
import dev.weft.mesh.model.ServiceName;
import dev.weft.mesh.rules.ServiceRules;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Three tiers: edges that call the middle, which calls the backend; each instance with an engine of its own. */
final class Chain {

    static final ServiceName MIDDLE = ServiceName.of("middle");
    static final ServiceName BACKEND = ServiceName.of("backend");
    private static final ServiceName EDGE = ServiceName.of("edge");

    private final Simulation simulation;
    private final List<Client> edges = new ArrayList<>();
    private final List<Client> callersOfBackend = new ArrayList<>();

    /**
     * @param rules that all of them go by
     * @param marks whether answers say that retries were spent below
     */
    Chain(long seed, int edges, int middles, int backends, ServiceRules rules, boolean marks) {
        simulation = new Simulation(seed);
        for (int i = 0; i < backends; i++) {
            simulation.add(BACKEND, endpoint("backend", 3, i), Behaviour.answersIn(Duration.ofMillis(5)));
        }
        for (int i = 0; i < middles; i++) {
            Client below = simulation.client(MIDDLE, BACKEND, null, "middle-" + i, rules);
            callersOfBackend.add(below);
            simulation
                    .add(MIDDLE, endpoint("middle", 2, i), Behaviour.answersIn(Duration.ofMillis(1)))
                    .relay(new Relay(below, BACKEND, marks));
        }
        List<Endpoint> own = new ArrayList<>();
        for (int i = 0; i < edges; i++) {
            this.edges.add(simulation.client(EDGE, MIDDLE, null, "edge-" + i, rules));
            own.add(endpoint("edge", 1, i));
        }
        simulation.directory().set(EDGE, own);
        simulation.publish();
    }

    private static Endpoint endpoint(String service, int net, int number) {
        return Endpoint.of(service + "-" + number, "10." + net + "." + number / 256 + "." + number % 256, 8080);
    }

    /** So many GETs a second at the edges, from the start until then. */
    Chain load(int perSecond, Duration end) {
        edges.forEach(edge -> edge.load(
                (double) perSecond / edges.size(), () -> CallRequest.of(MIDDLE, "GET", "/"), Duration.ZERO, end));
        return this;
    }

    Simulation simulation() {
        return simulation;
    }

    List<Peer> backends() {
        return simulation.peers(BACKEND);
    }

    List<Peer> middles() {
        return simulation.peers(MIDDLE);
    }

    /** The breaker and the limit by which an instance in the middle calls the backend. */
    CountingGuards guards(int middle) {
        return callersOfBackend.get(middle).guards();
    }

    List<Client> edges() {
        return edges;
    }

    /** What the edges' callers got of the calls that began in this time. */
    List<Client.Result> results(Duration from, Duration to) {
        return edges.stream()
                .flatMap(edge -> edge.results().stream())
                .filter(result -> result.startedNanos() >= from.toNanos() && result.startedNanos() < to.toNanos())
                .toList();
    }

    /** The share of them that failed. */
    double failureRate(Duration from, Duration to) {
        List<Client.Result> results = results(from, to);
        return (double) results.stream().filter(Client.Result::isFailure).count() / results.size();
    }

    /** So many percent of them took no longer. */
    Duration percentile(double percent, Duration from, Duration to) {
        long[] took = results(from, to).stream()
                .mapToLong(Client.Result::tookNanos)
                .sorted()
                .toArray();
        return Duration.ofNanos(took[(int) Math.ceil(percent / 100 * took.length) - 1]);
    }

    /** Requests that reached these endpoints. */
    static long arrivals(List<Peer> peers, Duration from, Duration to) {
        return peers.stream().mapToLong(peer -> peer.arrivals(from, to)).sum();
    }
}
