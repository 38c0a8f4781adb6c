package dev.weft.mesh.balance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.mesh.model.Endpoint;
import dev.weft.mesh.resilience.Ejection;
import dev.weft.mesh.resilience.OutlierPolicy;
import dev.weft.mesh.sim.Cases;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class PoolTests {

    private static final long SECOND = 1_000_000_000;
    private static final OutlierPolicy OUTLIERS = OutlierPolicy.defaults();
    private static final BalancePolicy POLICY = BalancePolicy.defaults();

    private final AtomicLong epoch = new AtomicLong();
    private final RandomGenerator random = new SplittableRandom(42);

    @Test
    void pickWhenEmptyIsNull() {
        assertThat(pool(List.of()).pick(Tried.NONE, true, 0, random)).isNull();
    }

    @Test
    void pickWhenTwoDifferTakesTheCheaperAndTellsWhatTheOtherCost() {
        List<EndpointState> states = states(2);
        states.get(0).begin(0);

        Pick pick = pool(states).pick(Tried.NONE, true, 0, random);

        assertThat(pick.chosen()).isSameAs(states.get(1));
        assertThat(pick.other()).isSameAs(states.get(0));
        assertThat(pick.otherCost()).isEqualTo(2 * pick.cost());
    }

    @Test
    void pickWhenCostsAreEqualSpreadsEvenly() {
        List<EndpointState> states = states(10);
        Map<EndpointState, Integer> picks = new HashMap<>();
        Pool pool = pool(states);

        for (int i = 0; i < 20_000; i++) {
            picks.merge(pool.pick(Tried.NONE, true, 0, random).chosen(), 1, Integer::sum);
        }

        assertThat(picks.values())
                .hasSize(10)
                .allSatisfy(count -> assertThat(count).isBetween(1_800, 2_200));
    }

    @Test
    void pickWhenSomethingWasTriedTakesWhatWasNot() {
        List<EndpointState> states = states(10);
        Set<EndpointState> tried = new HashSet<>(states.subList(0, 9));

        for (int i = 0; i < 100; i++) {
            assertThat(pool(states).pick(tried::contains, true, 0, random).chosen())
                    .isSameAs(states.get(9));
        }
    }

    @Test
    void pickWhenEverythingWasTriedTakesSomethingAgain() {
        Pick pick = pool(states(2)).pick(any -> true, true, 0, random);

        assertThat(pick.why()).isEqualTo(Pick.Why.TRIED);
    }

    @Test
    void ejectWhenTwoOfTwoFailEjectsOne() {
        List<EndpointState> states = states(2);
        Pool pool = pool(states);

        assertThat(ejected(pool, states.get(0), 0)).isTrue();
        assertThat(ejected(pool, states.get(1), 0)).isFalse();
    }

    @Test
    void ejectWhenThereIsOnlyOneNeverDoes() {
        List<EndpointState> states = states(1);

        assertThat(ejected(pool(states), states.get(0), 0)).isFalse();
    }

    /** With one v1 and one v2, a rule for v1 must never find it ejected by what all calls together could spare. */
    @Test
    void pickWhenTheOnlyMemberWasEjectedThroughAnotherPoolUsesIt() {
        List<EndpointState> states = states(2);
        assertThat(ejected(pool(states), states.get(0), 0)).isTrue();

        Pick pick = pool(states.subList(0, 1)).pick(Tried.NONE, false, SECOND / 2, random);

        assertThat(pick.chosen()).isSameAs(states.get(0));
        assertThat(pick.why()).isEqualTo(Pick.Why.PANIC);
    }

    @Test
    void pickWhenAPenaltyEndsSendsOneProbeAndNoSecond() {
        List<EndpointState> states = states(2);
        Pool pool = pool(states);
        ejected(pool, states.get(0), 0);

        Pick first = pool.pick(Tried.NONE, true, 2 * SECOND, random);
        Pick second = pool.pick(Tried.NONE, true, 2 * SECOND, random);

        assertThat(first.why()).isEqualTo(Pick.Why.PROBE);
        assertThat(first.chosen()).isSameAs(states.get(0));
        assertThat(second.chosen()).isSameAs(states.get(1));
    }

    /** A lost GET is repeated elsewhere, a lost POST is lost: so POSTs probe only where nothing else does. */
    @Test
    void pickWhenTheRequestCannotBeRepeatedProbesTenSecondsLater() {
        List<EndpointState> states = states(2);
        Pool pool = pool(states);
        ejected(pool, states.get(0), 0);

        assertThat(pool.pick(Tried.NONE, false, 10 * SECOND, random).chosen()).isSameAs(states.get(1));
        assertThat(pool.pick(Tried.NONE, false, 12 * SECOND, random).why()).isEqualTo(Pick.Why.PROBE);
    }

    @Test
    void pickWhenAHoldEndsComesBackByOneProbeOfAnyRequest() {
        List<EndpointState> states = states(2);
        Pool pool = pool(states);
        assertThat(pool.hold(states.get(0), OUTLIERS, 30 * SECOND, 0)).isTrue();

        for (int i = 0; i < 50; i++) {
            assertThat(pool.pick(Tried.NONE, true, 29 * SECOND, random).chosen())
                    .isSameAs(states.get(1));
        }
        assertThat(pool.pick(Tried.NONE, false, 30 * SECOND, random).chosen()).isSameAs(states.get(0));
    }

    @Test
    void holdWhenAlreadyEjectedLastsAsLongAsWasAskedFor() {
        List<EndpointState> states = states(2);
        Pool pool = pool(states);
        ejected(pool, states.get(0), 0);

        assertThat(pool.hold(states.get(0), OUTLIERS, 60 * SECOND, 0)).isFalse();

        assertThat(pool.pick(Tried.NONE, true, 59 * SECOND, random).chosen()).isSameAs(states.get(1));
        assertThat(pool.pick(Tried.NONE, true, 60 * SECOND, random).why()).isEqualTo(Pick.Why.PROBE);
    }

    @Test
    void holdWhenItChangesNothingLeavesEverybodysViewAsItIs() {
        List<EndpointState> states = states(2);
        Pool pool = pool(states);
        pool.hold(states.get(0), OUTLIERS, 30 * SECOND, 0);
        long before = epoch.get();

        pool.hold(states.get(0), OUTLIERS, 20 * SECOND, 0);
        pool.hold(states.get(1), OUTLIERS, 30 * SECOND, 0);

        assertThat(epoch).hasValue(before);
    }

    @Test
    void pickWhenLessThanHalfIsHealthyUsesAllAndSaysPanic() {
        List<EndpointState> states = states(10);
        OutlierPolicy allMayGo = OUTLIERS.withMaxEjectedPercent(100);
        Pool pool = pool(states);
        for (EndpointState state : states.subList(0, 6)) {
            fail(state, 5, 0);
            pool.ejectIfOutlier(state, allMayGo, 0, random);
        }

        Set<EndpointState> chosen = new HashSet<>();
        for (int i = 0; i < 500; i++) {
            Pick pick = pool.pick(Tried.NONE, true, 0, random);
            chosen.add(pick.chosen());
            assertThat(pick.why()).isEqualTo(Pick.Why.PANIC);
        }
        assertThat(chosen).hasSize(10);
    }

    @Test
    void pickWhenFirstPriorityIsHalfEjectedSpillsThreeTenths() {
        List<EndpointState> states = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            states.add(state(endpoint(i).withPriority(i < 10 ? 0 : 1)));
        }
        Pool pool = pool(states);
        states.subList(0, 5)
                .forEach(state -> assertThat(ejected(pool, state, 0)).isTrue());

        assertThat(shareOfPriority(pool, 1)).isBetween(0.28, 0.32);
    }

    @Test
    void pickWhenFirstPriorityIsHalfDownSpillsThreeTenths() {
        List<EndpointState> up = new ArrayList<>();
        List<EndpointState> down = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            (i < 5 ? down : up).add(state(endpoint(i).withPriority(i < 10 ? 0 : 1)));
        }

        assertThat(shareOfPriority(new Pool(up, down, epoch, Locality.UNKNOWN, POLICY, false), 1))
                .isBetween(0.28, 0.32);
    }

    @Test
    void pickWhenFirstPriorityIsHealthyLeavesTheNextAlone() {
        List<EndpointState> states = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            states.add(state(endpoint(i).withPriority(i < 10 ? 0 : 1)));
        }

        assertThat(shareOfPriority(pool(states), 1)).isZero();
    }

    @Test
    void pickWhenZonesAreKnownStaysInTheZone() {
        Pool pool = zoned(6, POLICY);

        for (int i = 0; i < 200; i++) {
            assertThat(zone(pool.pick(Tried.NONE, true, 0, random))).isEqualTo("a");
        }
    }

    @Test
    void pickWhenThereAreFewerThanSixCrossesZones() {
        assertThat(zones(zoned(5, POLICY))).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void pickWhenZoneAwarenessIsOffCrossesZones() {
        assertThat(zones(zoned(6, new BalancePolicy(POLICY.slowStart(), 0, 50, 0))))
                .containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void pickWhenTheZoneWasTriedGoesToAnother() {
        Pool pool = zoned(6, POLICY);

        Pick pick = pool.pick(state -> "a".equals(state.endpoint().zone()), true, 0, random);

        assertThat(zone(pick)).isEqualTo("b");
        assertThat(pick.why()).isNotEqualTo(Pick.Why.TRIED);
    }

    /** Alone in its zone, an endpoint that has stopped would get all that is meant for the zone. */
    @Test
    void pickWhenTheOnlyOneInTheZoneDoesNotAnswerLeavesTheZone() {
        List<EndpointState> states = states(6, "a", "b", "b", "b", "b", "b");
        Pool pool = new Pool(states, List.of(), epoch, new Locality("a", Map.of("a", 1, "b", 9)), POLICY, false);
        assertThat(zone(pool.pick(Tried.NONE, true, 0, random))).isEqualTo("a");

        states.get(0).begin(0);

        assertThat(zone(pool.pick(Tried.NONE, true, SECOND / 50, random))).isEqualTo("b");
    }

    /** What an endpoint costs decays to nothing while nobody asks it; that must not draw requests out of the zone. */
    @Test
    void pickWhenTheOthersAreIdleForLongStaysInTheZone() {
        Pool pool = zoned(6, POLICY);

        for (int second = 0; second < 600; second++) {
            Pick pick = pool.pick(Tried.NONE, true, second * SECOND, random);
            assertThat(zone(pick)).isEqualTo("a");
            pick.chosen().begin(second * SECOND);
            pick.chosen().answered(second * SECOND);
            pick.chosen().observeLatency(2_000_000, second * SECOND + 2_000_000);
            pick.chosen().endAnswered();
        }
    }

    /** A busy client has many requests in its zone and none elsewhere, which is as it should be. */
    @Test
    void pickWhenTheZoneIsBusyButAnswersStaysInTheZone() {
        List<EndpointState> states = states(6, "a", "b");
        Pool pool = zoned(states, POLICY);
        for (EndpointState state : states) {
            state.observeLatency(2_000_000, 0);
        }

        for (int i = 0; i < 200; i++) {
            Pick pick = pool.pick(Tried.NONE, true, 10_000 * i, random);
            assertThat(zone(pick)).isEqualTo("a");
            pick.chosen().begin(10_000 * i);
        }
    }

    /** The one thing that must hold in every pool, whatever happened to it. */
    @Test
    void pickWhateverHappenedChoosesOnlyWhatIsEligible() {
        Cases.run(2_000, seeded -> {
            AtomicLong changes = new AtomicLong();
            List<EndpointState> states = new ArrayList<>();
            int size = seeded.nextInt(1, 30);
            for (int i = 0; i < size; i++) {
                states.add(state(endpoint(i)
                        .withPriority(seeded.nextInt(3))
                        .withZone(seeded.nextBoolean() ? "a" : "b")
                        .withWeight(seeded.nextInt(1, 4))));
            }
            Locality locality = seeded.nextBoolean() ? new Locality("a", Map.of("a", 1, "b", 1)) : Locality.UNKNOWN;
            Pool pool = new Pool(states, List.of(), changes, locality, POLICY, false);
            OutlierPolicy outliers = OUTLIERS.withMaxEjectedPercent(seeded.nextInt(0, 101));
            long now = seeded.nextLong();
            for (int i = 0; i < 100; i++) {
                now += seeded.nextLong(SECOND);
                EndpointState one = states.get(seeded.nextInt(size));
                switch (seeded.nextInt(4)) {
                    case 0 -> {
                        fail(one, 5, now);
                        pool.ejectIfOutlier(one, outliers, now, seeded);
                    }
                    case 1 -> pool.hold(one, outliers, seeded.nextLong(1, 20 * SECOND), now);
                    case 2 -> {
                        if (one.outlier().ejection() != null
                                && one.outlier().ejection().probing()) {
                            one.outlier().probeSucceeded();
                            pool.probed();
                        }
                    }
                    default -> one.begin(now);
                }
                long out = states.stream()
                        .filter(state -> state.outlier().ejection() != null)
                        .count();
                assertThat(out).isLessThanOrEqualTo((long) size * outliers.maxEjectedPercent() / 100);

                Set<EndpointState> tried = new HashSet<>();
                for (int t = seeded.nextInt(3); t > 0; t--) {
                    tried.add(states.get(seeded.nextInt(size)));
                }
                Pick pick = pool.pick(tried::contains, seeded.nextBoolean(), now, seeded);
                assertEligible(pick, states, tried, now);
            }
        });
    }

    private static void assertEligible(Pick pick, List<EndpointState> states, Set<EndpointState> tried, long now) {
        assertThat(states).contains(pick.chosen());
        Ejection ejection = pick.chosen().outlier().ejection();
        switch (pick.why()) {
            case PROBE -> {
                assertThat(ejection.probing()).isTrue();
                assertThat(now - ejection.untilNanos()).isNotNegative();
                assertThat(tried).doesNotContain(pick.chosen());
            }
            case PANIC -> assertThat(states).anyMatch(state -> state.outlier().ejection() != null);
            case TRIED ->
                assertThat(states)
                        .allMatch(state ->
                                tried.contains(state) || state.outlier().ejection() != null);
            default -> {
                assertThat(ejection).isNull();
                assertThat(tried).doesNotContain(pick.chosen());
            }
        }
    }

    private double shareOfPriority(Pool pool, int priority) {
        int hits = 0;
        for (int i = 0; i < 10_000; i++) {
            Pick pick = pool.pick(Tried.NONE, true, 0, random);
            hits += pick.chosen().endpoint().priority() == priority ? 1 : 0;
        }
        return hits / 10_000.0;
    }

    private Set<String> zones(Pool pool) {
        Set<String> zones = new HashSet<>();
        for (int i = 0; i < 200; i++) {
            zones.add(zone(pool.pick(Tried.NONE, true, 0, random)));
        }
        return zones;
    }

    private static String zone(Pick pick) {
        return pick.chosen().endpoint().zone();
    }

    private Pool zoned(int size, BalancePolicy policy) {
        return zoned(states(size, "a", "b"), policy);
    }

    private Pool zoned(List<EndpointState> states, BalancePolicy policy) {
        return new Pool(states, List.of(), epoch, new Locality("a", Map.of("a", 1, "b", 1)), policy, false);
    }

    private static List<EndpointState> states(int size, String... zones) {
        List<EndpointState> states = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            states.add(state(endpoint(i).withZone(zones[i % zones.length])));
        }
        return states;
    }

    private boolean ejected(Pool pool, EndpointState state, long now) {
        fail(state, 5, now);
        return pool.ejectIfOutlier(state, OUTLIERS, now, random) == Ejection.Reason.CONSECUTIVE_FAILURES;
    }

    private static void fail(EndpointState state, int times, long now) {
        for (int i = 0; i < times; i++) {
            state.outlier().failed(now);
        }
    }

    private Pool pool(List<EndpointState> states) {
        return new Pool(states, List.of(), epoch, Locality.UNKNOWN, POLICY, false);
    }

    private static List<EndpointState> states(int size) {
        List<EndpointState> states = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            states.add(state(endpoint(i)));
        }
        return states;
    }

    private static EndpointState state(Endpoint endpoint) {
        return new EndpointState(endpoint, 2_000_000, false, "", 0);
    }

    private static Endpoint endpoint(int number) {
        return Endpoint.of("i" + number, "10.0.0." + number, 8080);
    }
}
