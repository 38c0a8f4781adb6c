package dev.weft.mesh.client.reactive;

import dev.weft.mesh.engine.Destination;
import dev.weft.mesh.engine.Engine;
import dev.weft.mesh.model.Endpoint;
import dev.weft.mesh.model.EndpointSet;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Finds the endpoints of services that have left since it was last run. Run by one thread at a time. The addresses of hosts
 * outside the mesh come and go with each answer of a name server, and say nothing about a connection.
 */
final class Departures implements Runnable {

    private final Engine engine;
    private final Consumer<InetSocketAddress> departed;
    private List<EndpointSet> seen = List.of();
    private Set<InetSocketAddress> present = Set.of();

    /** @param departed told the address, unresolved, of each endpoint that has left or is no longer up */
    Departures(Engine engine, Consumer<InetSocketAddress> departed) {
        this.engine = engine;
        this.departed = departed;
    }

    @Override
    public void run() {
        List<EndpointSet> now = engine.destinations().stream()
                .filter(destination -> !destination.service().isOutside())
                .map(Destination::endpoints)
                .toList();
        if (now.equals(seen)) {
            return;
        }
        Set<InetSocketAddress> before = present;
        seen = now;
        present = addresses(now);
        before.stream().filter(address -> !present.contains(address)).forEach(departed);
    }

    private static Set<InetSocketAddress> addresses(List<EndpointSet> sets) {
        Set<InetSocketAddress> addresses = new HashSet<>();
        for (EndpointSet set : sets) {
            for (Endpoint endpoint : set.endpoints()) {
                if (endpoint.status() == Endpoint.Status.UP) {
                    addresses.add(InetSocketAddress.createUnresolved(endpoint.host(), endpoint.port()));
                }
            }
        }
        return addresses;
    }
}
