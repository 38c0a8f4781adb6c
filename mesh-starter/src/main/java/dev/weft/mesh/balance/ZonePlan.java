package dev.weft.mesh.balance;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which share of a client's requests goes to which zone.
 *
 * <p>Idea: stay in the zone unless its endpoints would then carry more than their share, because the zone has more of the
 * callers than of the endpoints; what is over goes to the zones that have room, in proportion to it (Envoy's zone-aware
 * routing). Cost: O(zones), when endpoints or callers change; a draw is one pass over the zones.
 */
final class ZonePlan {

    private final String[] zones;
    private final double[] upTo;

    private ZonePlan(String[] zones, double[] upTo) {
        this.zones = zones;
        this.upTo = upTo;
    }

    /**
     * The plan of a client, or null where zones don't matter.
     *
     * @param local the client's own zone
     * @param callers instances of the client's own service, by zone; where unknown or without the local zone, every zone
     *     of the endpoints is taken to have as many callers as any other
     * @param endpoints eligible endpoints by zone
     */
    static @Nullable ZonePlan of(String local, Map<String, Integer> callers, Map<String, Integer> endpoints) {
        int localEndpoints = endpoints.getOrDefault(local, 0);
        boolean callersKnown = callers.getOrDefault(local, 0) > 0;
        if (endpoints.size() < 2 || localEndpoints == 0 && !callersKnown) {
            return null;
        }
        Map<String, Double> callerShare = callersKnown ? shares(callers) : evenShares(endpoints.keySet());
        double total = endpoints.values().stream().mapToInt(Integer::intValue).sum();
        double inZone = Math.min(1, localEndpoints / total / callerShare.getOrDefault(local, 1.0));
        Map<String, Double> room = new TreeMap<>();
        endpoints.forEach((zone, count) -> {
            double free = count / total - callerShare.getOrDefault(zone, 0.0);
            if (!zone.equals(local) && free > 0) {
                room.put(zone, free);
            }
        });
        double allRoom = room.values().stream().mapToDouble(Double::doubleValue).sum();
        if (inZone >= 1 || allRoom <= 0) {
            return new ZonePlan(new String[] {local}, new double[] {1});
        }
        String[] zones = new String[room.size() + 1];
        double[] upTo = new double[zones.length];
        zones[0] = local;
        upTo[0] = inZone;
        int i = 1;
        for (Map.Entry<String, Double> zone : room.entrySet()) {
            zones[i] = zone.getKey();
            upTo[i] = upTo[i - 1] + (1 - inZone) * zone.getValue() / allRoom;
            i++;
        }
        return new ZonePlan(zones, upTo);
    }

    private static Map<String, Double> shares(Map<String, Integer> callers) {
        double total = callers.values().stream().mapToInt(Integer::intValue).sum();
        Map<String, Double> shares = new TreeMap<>();
        callers.forEach((zone, count) -> shares.put(zone, count / total));
        return shares;
    }

    private static Map<String, Double> evenShares(Set<String> zones) {
        Map<String, Double> shares = new TreeMap<>();
        zones.forEach(zone -> shares.put(zone, 1.0 / zones.size()));
        return shares;
    }

    /** The zones that get anything, the client's own first. */
    String[] zones() {
        return zones.clone();
    }

    /** The share of each of these {@link #zones}. */
    double[] shares() {
        double[] shares = upTo.clone();
        for (int i = shares.length - 1; i > 0; i--) {
            shares[i] -= shares[i - 1];
        }
        return shares;
    }

    /** The index, into {@link #zones}, of the zone for a draw in [0, 1). */
    int draw(double chance) {
        for (int i = 0; i < upTo.length - 1; i++) {
            if (chance < upTo[i]) {
                return i;
            }
        }
        return upTo.length - 1;
    }
}
