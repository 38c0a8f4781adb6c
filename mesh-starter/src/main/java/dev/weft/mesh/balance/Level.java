package dev.weft.mesh.balance;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The endpoints of one failover priority that may be chosen now: in all, by zone or within an aperture. Immutable. */
final class Level {

    private final EndpointState[] usable;
    private final boolean panic;
    private final boolean aperture;
    private final @Nullable Ring ring;
    private final @Nullable ZonePlan plan;
    private final EndpointState[][] parts;

    private Level(
            EndpointState[] usable,
            boolean panic,
            boolean aperture,
            @Nullable Ring ring,
            @Nullable ZonePlan plan,
            EndpointState[]... parts) {
        this.usable = usable;
        this.panic = panic;
        this.aperture = aperture;
        this.ring = ring;
        this.plan = plan;
        this.parts = parts;
    }

    /** A level of which so little is healthy that all of it is used; neither zones nor the aperture matter then. */
    static Level inPanic(List<EndpointState> all, @Nullable Ring ring) {
        EndpointState[] usable = all.toArray(EndpointState[]::new);
        return new Level(usable, true, false, ring, null, usable);
    }

    /**
     * A level whose zones matter if there is enough of it and the client's zone is known, and of which the client uses its
     * aperture if there is much of it and the client knows its peers: where zones matter, of each zone. Peers are those of
     * the client's own zone, and those of each zone cover every zone evenly.
     *
     * @param all in the order of their hashes, if apertures might matter
     */
    static Level of(List<EndpointState> all, @Nullable Ring ring, Locality locality, BalancePolicy policy) {
        List<EndpointState> healthy =
                all.stream().filter(state -> state.outlier().ejection() == null).toList();
        EndpointState[] usable = healthy.toArray(EndpointState[]::new);
        boolean aperture = policy.apertureFrom() > 0 && all.size() >= policy.apertureFrom() && locality.peers() > 1;
        ZonePlan plan = plan(healthy, locality, policy);
        if (plan == null) {
            return new Level(usable, false, aperture, ring, null, aperture ? part(all, locality) : usable);
        }
        Map<String, List<EndpointState>> zones = byZone(aperture ? all : healthy);
        String[] names = plan.zones();
        EndpointState[][] parts = new EndpointState[names.length][];
        for (int i = 0; i < names.length; i++) {
            List<EndpointState> zone = zones.getOrDefault(names[i], List.of());
            parts[i] = aperture ? part(zone, locality) : zone.toArray(EndpointState[]::new);
        }
        return new Level(usable, false, aperture, ring, plan, parts);
    }

    private static EndpointState[] part(List<EndpointState> all, Locality locality) {
        return Aperture.of(all, locality.index(), locality.peers());
    }

    private static @Nullable ZonePlan plan(List<EndpointState> healthy, Locality locality, BalancePolicy policy) {
        String zone = locality.zone();
        if (zone == null || policy.zoneAwareFrom() == 0 || healthy.size() < policy.zoneAwareFrom()) {
            return null;
        }
        Map<String, Integer> sizes = new TreeMap<>();
        byZone(healthy).forEach((name, members) -> sizes.put(name, members.size()));
        return ZonePlan.of(zone, locality.callers(), sizes);
    }

    private static Map<String, List<EndpointState>> byZone(List<EndpointState> states) {
        Map<String, List<EndpointState>> zones = new LinkedHashMap<>();
        for (EndpointState state : states) {
            String zone = state.endpoint().zone();
            zones.computeIfAbsent(zone == null ? "" : zone, any -> new ArrayList<>())
                    .add(state);
        }
        return zones;
    }

    boolean isPanic() {
        return panic;
    }

    /** Whether requests are divided among zones. */
    boolean hasZones() {
        return plan != null;
    }

    /** Whether requests are divided among zones, and none goes to that of the endpoint. */
    boolean isElsewhere(EndpointState state) {
        return plan != null
                && !List.of(plan.zones())
                        .contains(Objects.requireNonNullElse(state.endpoint().zone(), ""));
    }

    /** What gives keys their endpoints, over all of the level whatever zones and apertures there are; null for none. */
    @Nullable
    Ring ring() {
        return ring;
    }

    EndpointState[] all() {
        return usable;
    }

    /** The endpoints that any request may get to: all, unless an aperture leaves most of them to other clients. */
    EndpointState[] inReach() {
        return aperture && ring == null ? Stream.of(parts).flatMap(Stream::of).toArray(EndpointState[]::new) : usable;
    }

    /** The sets among which requests are divided; one where neither zones nor apertures matter. */
    EndpointState[][] parts() {
        return parts.clone();
    }

    /** The share of the level's requests that goes to each of its {@link #parts}. */
    double[] shares() {
        return plan == null ? new double[] {1} : plan.shares();
    }

    /** The endpoints among which this request is balanced. */
    EndpointState[] candidates(RandomGenerator random) {
        return plan == null ? parts[0] : parts[plan.draw(random.nextDouble())];
    }
}
