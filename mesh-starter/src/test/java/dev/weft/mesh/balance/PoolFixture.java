package dev.weft.mesh.balance;

import dev.weft.mesh.model.Endpoint;
import dev.weft.mesh.resilience.Ejection;
import dev.weft.mesh.resilience.OutlierPolicy;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/** Pools of endpoints that a test makes good or bad. */
abstract class PoolFixture {

    static final long MILLI = 1_000_000;
    static final long SECOND = 1_000 * MILLI;
    static final OutlierPolicy OUTLIERS = OutlierPolicy.defaults();
    static final BalancePolicy POLICY = BalancePolicy.defaults();

    final AtomicLong epoch = new AtomicLong();
    final RandomGenerator random = new SplittableRandom(42);

    double shareOfPriority(Pool pool, int priority) {
        int hits = 0;
        for (int i = 0; i < 10_000; i++) {
            Pick pick = pool.pick(Tried.NONE, true, 0, random);
            hits += pick.chosen().endpoint().priority() == priority ? 1 : 0;
        }
        return hits / 10_000.0;
    }

    Set<String> zones(Pool pool) {
        Set<String> zones = new HashSet<>();
        for (int i = 0; i < 200; i++) {
            zones.add(zone(pool.pick(Tried.NONE, true, 0, random)));
        }
        return zones;
    }

    static String zone(Pick pick) {
        return pick.chosen().endpoint().zone();
    }

    Pool zoned(int size, BalancePolicy policy) {
        return zoned(states(size, "a", "b"), policy);
    }

    Pool zoned(List<EndpointState> states, BalancePolicy policy) {
        return new Pool(states, List.of(), epoch, new Locality("a", Map.of("a", 1, "b", 1)), policy, false);
    }

    static List<EndpointState> states(int size, String... zones) {
        List<EndpointState> states = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            states.add(state(endpoint(i).withZone(zones[i % zones.length])));
        }
        return states;
    }

    boolean ejected(Pool pool, EndpointState state, long now) {
        fail(state, 5, now);
        return pool.ejectIfOutlier(state, OUTLIERS, now, random) == Ejection.Reason.CONSECUTIVE_FAILURES;
    }

    static void fail(EndpointState state, int times, long now) {
        for (int i = 0; i < times; i++) {
            state.outlier().failed(now);
        }
    }

    Pool pool(List<EndpointState> states) {
        return new Pool(states, List.of(), epoch, Locality.UNKNOWN, POLICY, false);
    }

    static List<EndpointState> states(int size) {
        List<EndpointState> states = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            states.add(state(endpoint(i)));
        }
        return states;
    }

    static EndpointState state(Endpoint endpoint) {
        return new EndpointState(endpoint, 2_000_000, false, "", 0);
    }

    static Endpoint endpoint(int number) {
        return Endpoint.of("i" + number, "10.0.0." + number, 8080);
    }
}
