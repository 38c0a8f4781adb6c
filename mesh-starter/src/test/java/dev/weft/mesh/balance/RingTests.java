package dev.weft.mesh.balance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.mesh.model.Endpoint;
import dev.weft.mesh.resilience.OutlierPolicy;
import dev.weft.mesh.sim.Cases;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Requests with a key, as a pool treats them. */
class RingTests {

    private static final int KEYS = 20_000;

    private final AtomicLong epoch = new AtomicLong();
    private final RandomGenerator random = new SplittableRandom(42);

    @Test
    void pickWhenTheKeyIsTheSameIsTheSameForEveryClient() {
        List<EndpointState> states = states(50);
        List<EndpointState> shuffled = new ArrayList<>(states);
        Collections.shuffle(shuffled, new Random(1));
        Pool one = pool(states);
        Pool other = pool(shuffled);

        for (int i = 0; i < 1_000; i++) {
            Pick pick = pick(one, key(i));
            assertThat(pick.why()).isEqualTo(Pick.Why.KEY);
            assertThat(pick(other, key(i)).chosen()).isSameAs(pick.chosen());
        }
    }

    @Test
    void pickWhenThereIsNoKeyTakesTheCheaperOfTwo() {
        assertThat(pick(pool(states(10)), Pool.NO_KEY).why()).isEqualTo(Pick.Why.CHEAPER);
    }

    @Test
    void keysAreSpreadByWeight() {
        List<EndpointState> states = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            states.add(state(endpoint(i).withWeight(i < 10 ? 1 : 3)));
        }

        Map<EndpointState, Integer> owned = owned(pool(states));

        double mean = KEYS / 20.0;
        double light = states.subList(0, 10).stream().mapToInt(owned::get).sum();
        assertThat(light / KEYS).isBetween(0.21, 0.29);
        assertThat(owned.values()).allSatisfy(keys -> assertThat((double) keys).isBetween(0.25 * mean, 2.1 * mean));
    }

    @Test
    void keysWhenOneOfTenIsGoneMoveOnlyFromIt() {
        List<EndpointState> states = states(10);
        Pool before = pool(states);
        Pool after = pool(states.subList(1, 10));

        int moved = 0;
        for (int i = 0; i < KEYS; i++) {
            EndpointState was = pick(before, key(i)).chosen();
            if (was == states.get(0)) {
                moved++;
            } else {
                assertThat(pick(after, key(i)).chosen()).isSameAs(was);
            }
        }
        assertThat(moved / (double) KEYS).isBetween(0.07, 0.13);
    }

    @Test
    void pickWhenTheOwnerIsEjectedIsAsIfItWereGone() {
        List<EndpointState> states = states(10);
        Pool all = pool(states);
        Pool without = pool(states.subList(1, 10));
        eject(all, states.get(0));

        for (int i = 0; i < 1_000; i++) {
            Pick pick = pick(all, key(i));
            assertThat(pick.chosen()).isSameAs(pick(without, key(i)).chosen());
        }
    }

    @Test
    void pickWhenTheOwnerWasTriedGoesOnAlongTheRing() {
        List<EndpointState> states = states(10);
        Pool pool = pool(states);
        Set<EndpointState> tried = new HashSet<>();

        for (int i = 0; i < 10; i++) {
            Pick pick = pool.pick(key(7), tried::contains, false, 0, random);
            assertThat(pick.why()).isEqualTo(i == 0 ? Pick.Why.KEY : Pick.Why.NEXT_FOR_KEY);
            assertThat(tried.add(pick.chosen())).isTrue();
        }
        assertThat(pool.pick(key(7), tried::contains, false, 0, random).why()).isEqualTo(Pick.Why.TRIED);
    }

    @Test
    void pickWhenOneKeyIsAllThereIsGivesNobodyMoreThanHalfAboveTheMean() {
        Cases.run(50, seeded -> {
            int size = seeded.nextInt(2, 200);
            List<EndpointState> states = states(size);
            Pool pool = pool(states);
            int requests = size * seeded.nextInt(1, 20);
            for (int i = 0; i < requests; i++) {
                pick(pool, key(1)).chosen().begin(0);
            }

            // Where so many are busy that the ring is left, the cheaper of two is taken.
            int bound = (int) Math.ceil(1.5 * requests / size) + (size < 20 ? 0 : 2);
            assertThat(states).allSatisfy(state -> assertThat(state.inFlight()).isLessThanOrEqualTo(bound));
        });
    }

    @Test
    void pickWhenLoadIsEvenKeepsNearlyEveryKeyAtItsOwner() {
        List<EndpointState> states = states(100);
        Pool pool = pool(states);
        // Ten requests under way at each; the bound is fifteen.
        states.forEach(state -> {
            for (int i = 0; i < 10; i++) {
                state.begin(0);
            }
        });

        for (int i = 0; i < 1_000; i++) {
            assertThat(pick(pool, key(i)).why()).isEqualTo(Pick.Why.KEY);
        }
    }

    @Test
    void pickWhenTheOwnerOfAHeavyWeightIsBusyLetsItHaveItsShare() {
        List<EndpointState> states = List.of(state(endpoint(0).withWeight(9)), state(endpoint(1)));
        Pool pool = pool(states);
        int key = keyOf(pool, states.get(0));

        for (int i = 0; i < 100; i++) {
            pick(pool, key).chosen().begin(0);
        }

        assertThat(states.get(0).inFlight()).isEqualTo(100);
    }

    @Test
    void pickWhenPrioritiesSpillMovesOnlyThoseThatSpill() {
        List<EndpointState> states = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            states.add(state(endpoint(i).withPriority(i < 10 ? 0 : 1)));
        }
        Pool pool = pool(states);
        Map<Integer, EndpointState> before = new HashMap<>();
        for (int i = 0; i < KEYS; i++) {
            before.put(i, pick(pool, key(i)).chosen());
        }
        states.subList(0, 5).forEach(state -> eject(pool, state));

        int spilt = 0;
        Map<EndpointState, Integer> kept = new HashMap<>();
        for (int i = 0; i < KEYS; i++) {
            Pick pick = pick(pool, key(i));
            if (pick.chosen().endpoint().priority() == 1) {
                spilt++;
            } else {
                kept.merge(pick.chosen(), 1, Integer::sum);
                EndpointState was = before.get(i);
                assertThat(was == pick.chosen() || states.indexOf(was) < 5).isTrue();
            }
        }
        assertThat(spilt / (double) KEYS).isBetween(0.28, 0.32);
        assertThat(kept).hasSize(5);
        assertThat(kept.values()).allSatisfy(keys -> assertThat(keys).isBetween(KEYS / 20, KEYS / 4));
    }

    @Test
    void pickWhenLessThanHalfIsHealthyStaysWithTheOwnerAndSaysPanic() {
        List<EndpointState> states = states(10);
        Pool pool = pool(states);
        int key = keyOf(pool, states.get(0));
        states.subList(0, 6).forEach(state -> eject(pool, state));

        Pick pick = pick(pool, key);

        assertThat(pick.chosen()).isSameAs(states.get(0));
        assertThat(pick.why()).isEqualTo(Pick.Why.PANIC);
    }

    @Test
    void pickWhenThereAreTenThousandEndpointsReachesEachOfThem() {
        List<EndpointState> states = states(10_000);
        Pool pool = pool(states);
        Set<EndpointState> chosen = new HashSet<>();
        for (int i = 0; i < 200_000; i++) {
            chosen.add(pick(pool, key(i)).chosen());
        }

        assertThat(chosen).hasSizeGreaterThan(9_900);
    }

    /** Of a thousand endpoints a ring is a megabyte, and calls that are over keep theirs for a while. */
    @Test
    void nextWhenOnlyOtherThingsChangeHandsTheRingOn() {
        List<EndpointState> states = states(10);
        Pool pool = pool(states);
        states.get(3).describe(states.get(3).endpoint().withZone("b").withVersion("v2"));

        assertThat(next(pool, states).rings().get(0)).isSameAs(pool.rings().get(0));
    }

    @Test
    void nextWhateverChangedGivesKeysWhatANewPoolWould() {
        Cases.run(200, seeded -> {
            List<EndpointState> states = states(seeded.nextInt(2, 20));
            Pool pool = pool(states);
            for (int i = 0; i < 5; i++) {
                EndpointState one = states.get(seeded.nextInt(states.size()));
                switch (seeded.nextInt(4)) {
                    case 0 -> one.describe(one.endpoint().withWeight(seeded.nextInt(1, 5)));
                    case 1 -> one.describe(one.endpoint().withPriority(seeded.nextInt(2)));
                    case 2 -> states.set(states.indexOf(one), state(endpoint(100 + i)));
                    default -> Collections.shuffle(states, new Random(seeded.nextLong()));
                }
                pool = next(pool, states);
                Pool fresh = pool(states);
                for (int key = 0; key < 100; key++) {
                    assertThat(pick(pool, key(key)).chosen())
                            .isSameAs(pick(fresh, key(key)).chosen());
                }
            }
        });
    }

    private static Pool next(Pool pool, List<EndpointState> states) {
        return pool.next(states, List.of(), Locality.UNKNOWN, BalancePolicy.defaults(), true);
    }

    /** Load comes and goes, endpoints too: what must hold in every ring. */
    @Test
    void pickWhateverHappenedChoosesOnlyWhatIsLeft() {
        Cases.run(500, seeded -> {
            List<EndpointState> states = states(seeded.nextInt(1, 60));
            Pool pool = pool(states);
            long now = seeded.nextLong();
            for (int i = 0; i < 50; i++) {
                now += seeded.nextLong(20_000_000);
                EndpointState one = states.get(seeded.nextInt(states.size()));
                Set<EndpointState> tried = Set.of(one);
                if (seeded.nextInt(5) == 0) {
                    eject(pool, one);
                }
                Pick pick = pool.pick(seeded.nextInt() | 1, tried::contains, false, now, seeded);
                pick.chosen().begin(now);
                assertThat(states).contains(pick.chosen());
                if (pick.why() == Pick.Why.KEY || pick.why() == Pick.Why.NEXT_FOR_KEY) {
                    assertThat(pick.chosen().outlier().ejection()).isNull();
                    assertThat(pick.chosen()).isNotSameAs(one);
                }
            }
        });
    }

    private Map<EndpointState, Integer> owned(Pool pool) {
        Map<EndpointState, Integer> owned = new HashMap<>();
        for (int i = 0; i < KEYS; i++) {
            owned.merge(pick(pool, key(i)).chosen(), 1, Integer::sum);
        }
        return owned;
    }

    private int keyOf(Pool pool, EndpointState owner) {
        int i = 0;
        while (pick(pool, key(i)).chosen() != owner) {
            i++;
        }
        return key(i);
    }

    private Pick pick(Pool pool, int key) {
        return pool.pick(key, Tried.NONE, false, 0, random);
    }

    private void eject(Pool pool, EndpointState state) {
        for (int i = 0; i < 5; i++) {
            state.outlier().failed(0);
        }
        pool.ejectIfOutlier(state, OutlierPolicy.defaults().withMaxEjectedPercent(100), 0, random);
    }

    private static int key(int number) {
        return (int) Hash.of("user-" + number) | 1;
    }

    private Pool pool(List<EndpointState> states) {
        return new Pool(states, List.of(), epoch, Locality.UNKNOWN, BalancePolicy.defaults(), true);
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
        return Endpoint.of("i" + number, "10.0." + number / 256 + "." + number % 256, 8080);
    }
}
