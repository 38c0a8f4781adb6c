package dev.weft.mesh.engine;

import dev.weft.mesh.balance.Hash;
import dev.weft.mesh.balance.Locality;
import dev.weft.mesh.model.Endpoint;
import dev.weft.mesh.model.EndpointSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the instances of a client's own service say of its place among them.
 *
 * <p>Each sorts all of them by id, and so all agree on each one's place, but for the time that a change takes to reach
 * them. One that does not find itself takes the place that its id hashes to: others may have the same.
 */
final class Callers {

    private Callers() {}

    /**
     * @param own every instance of the client's own service
     * @param instance the client's id among them
     * @param zone the client's own, or null when unknown
     */
    static Locality of(EndpointSet own, String instance, @Nullable String zone) {
        List<Endpoint> all = own.endpoints().stream()
                .filter(endpoint -> endpoint.status() == Endpoint.Status.UP || isSame(endpoint, instance))
                .toList();
        List<Endpoint> near = all.stream()
                .filter(endpoint -> zone != null && zone.equals(endpoint.zone()))
                .toList();
        // One that says elsewhere where it runs than in its registration would count itself among strangers.
        boolean byZone = near.stream().anyMatch(endpoint -> isSame(endpoint, instance));
        return place(byZone ? near : all, instance, zone, byZone(own));
    }

    private static Locality place(
            List<Endpoint> peers, String instance, @Nullable String zone, Map<String, Integer> byZone) {
        if (peers.isEmpty()) {
            return new Locality(zone, byZone);
        }
        List<String> ids = peers.stream().map(Endpoint::id).sorted().toList();
        int index = ids.indexOf(instance);
        return new Locality(
                zone, byZone, index >= 0 ? index : Math.floorMod(Hash.of(instance), ids.size()), ids.size());
    }

    private static Map<String, Integer> byZone(EndpointSet own) {
        Map<String, Integer> byZone = new TreeMap<>();
        for (Endpoint endpoint : own.endpoints()) {
            if (endpoint.status() == Endpoint.Status.UP && endpoint.zone() != null) {
                byZone.merge(endpoint.zone(), 1, Integer::sum);
            }
        }
        return byZone;
    }

    private static boolean isSame(Endpoint endpoint, String instance) {
        return endpoint.id().equals(instance);
    }
}
