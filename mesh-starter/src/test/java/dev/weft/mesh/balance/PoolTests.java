package dev.weft.mesh.balance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.mesh.resilience.Ejection;
import dev.weft.mesh.resilience.OutlierPolicy;
import dev.weft.mesh.sim.Cases;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PoolTests extends PoolFixture {

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
    void pickWhenTheCheaperHasStoppedAnsweringTakesTheOther() {
        EndpointState silent = answering(1, 2 * MILLI);
        EndpointState slowAMomentAgo = answering(1, 600 * MILLI);
        silent.begin(SECOND);

        Pick pick = pool(List.of(silent, slowAMomentAgo)).pick(Tried.NONE, true, SECOND + 20 * MILLI, random);

        assertThat(pick.chosen()).isSameAs(slowAMomentAgo);
        assertThat(pick.other()).isSameAs(silent);
        assertThat(pick.why()).isEqualTo(Pick.Why.ANSWERS);
        assertThat(pick.cost()).isGreaterThan(pick.otherCost());
    }

    @Test
    void pickWhenTheOneThatAnswersIsBusierForItsWeightGoesByCost() {
        EndpointState heavy = answering(10, 2 * MILLI);
        EndpointState light = answering(1, 600 * MILLI);
        for (int i = 0; i < 8; i++) {
            heavy.begin(SECOND);
        }
        light.begin(SECOND);

        Pick pick = pool(List.of(heavy, light)).pick(Tried.NONE, true, SECOND + 20 * MILLI, random);

        assertThat(pick.chosen()).isSameAs(heavy);
        assertThat(pick.why()).isEqualTo(Pick.Why.CHEAPER);
    }

    @Test
    void pickWhenTheOneThatAnswersIsIdleAndMuchLighterGoesByCost() {
        EndpointState heavy = answering(100, 2 * MILLI);
        EndpointState canary = answering(1, 2 * MILLI);
        for (int i = 0; i < 8; i++) {
            heavy.begin(SECOND);
        }

        Pick pick = pool(List.of(heavy, canary)).pick(Tried.NONE, true, SECOND + 20 * MILLI, random);

        assertThat(pick.chosen()).isSameAs(heavy);
        assertThat(pick.why()).isEqualTo(Pick.Why.CHEAPER);
    }

    @Test
    void pickWhenBothHaveStoppedAnsweringGoesByCost() {
        EndpointState cheap = answering(1, 2 * MILLI);
        EndpointState dear = answering(1, 2 * MILLI);
        cheap.begin(SECOND);
        dear.begin(0);

        Pick pick = pool(List.of(cheap, dear)).pick(Tried.NONE, true, SECOND + 20 * MILLI, random);

        assertThat(pick.chosen()).isSameAs(cheap);
        assertThat(pick.why()).isEqualTo(Pick.Why.CHEAPER);
    }

    @Test
    void pickWhenTheCheaperHasTimedOutTakesTheOtherHoweverBusyThatIs() {
        EndpointState hole = timedOut();
        EndpointState busy = answering(1, 2 * MILLI);
        for (int i = 0; i < 50; i++) {
            busy.begin(SECOND);
        }

        Pick pick = pool(List.of(hole, busy)).pick(Tried.NONE, true, SECOND, random);

        assertThat(pick.chosen()).isSameAs(busy);
        assertThat(pick.why()).isEqualTo(Pick.Why.ANSWERS);
    }

    @Test
    void pickWhenAllHaveTimedOutGoesByCost() {
        EndpointState cheap = timedOut();
        EndpointState dear = timedOut();
        dear.begin(SECOND);
        Pool pool = pool(List.of(cheap, dear));

        for (int i = 0; i < 20; i++) {
            Pick pick = pool.pick(Tried.NONE, true, SECOND, random);
            assertThat(pick.chosen()).isSameAs(cheap);
            assertThat(pick.why()).isEqualTo(Pick.Why.CHEAPER);
        }
    }

    @Test
    void pickWhenBothThatAreDrawnHaveTimedOutTakesOneThatAnswers() {
        List<EndpointState> states = new ArrayList<>(List.of(timedOut(), timedOut(), timedOut()));
        EndpointState well = answering(1, 600 * MILLI);
        states.add(well);
        Pool pool = pool(states);

        for (int i = 0; i < 100; i++) {
            assertThat(pool.pick(Tried.NONE, true, SECOND, random).chosen()).isSameAs(well);
        }
    }

    @Test
    void pickWhenTheCheaperIsLeavingTakesTheOtherWhileThatAnswers() {
        EndpointState leaving = answering(1, 2 * MILLI);
        EndpointState dear = answering(1, 600 * MILLI);
        leaving.leave(SECOND);
        Pool pool = pool(List.of(leaving, dear));

        Pick pick = pool.pick(Tried.NONE, true, SECOND, random);
        assertThat(pick.chosen()).isSameAs(dear);
        assertThat(pick.why()).isEqualTo(Pick.Why.STAYS);
        timeOut(dear);

        assertThat(pool.pick(Tried.NONE, true, SECOND, random).chosen()).isSameAs(leaving);
    }

    @Test
    void pickWhenAllAreLeavingGoesByCost() {
        List<EndpointState> states = states(2);
        states.forEach(state -> state.leave(0));
        states.get(0).begin(0);

        Pick pick = pool(states).pick(Tried.NONE, true, 0, random);

        assertThat(pick.chosen()).isSameAs(states.get(1));
        assertThat(pick.why()).isEqualTo(Pick.Why.CHEAPER);
    }

    @Test
    void pickWhenTheKeysEndpointIsLeavingTakesTheNext() {
        List<EndpointState> states = states(5);
        Pool pool = new Pool(states, List.of(), epoch, Locality.UNKNOWN, POLICY, true);
        EndpointState owner = pool.pick(7, Tried.NONE, true, 0, random).chosen();
        owner.leave(0);

        assertThat(pool.pick(7, Tried.NONE, true, 0, random).chosen()).isNotSameAs(owner);
    }

    /** An attempt has waited there for half a second until now, and nothing else was ever sent. */
    private static EndpointState timedOut() {
        EndpointState state = state(endpoint(1));
        timeOut(state);
        return state;
    }

    static void timeOut(EndpointState state) {
        state.begin(SECOND / 2);
        state.endTimedOut(SECOND / 2, SECOND);
    }

    /** Its answers take 2 ms, the latest of which came now and took so long. */
    private static EndpointState answering(int weight, long latestNanos) {
        EndpointState state = state(endpoint(weight).withWeight(weight));
        for (int i = 0; i < 10; i++) {
            state.observeLatency(2 * MILLI, SECOND);
        }
        state.observeLatency(latestNanos, SECOND);
        return state;
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

    /** Where no request ever finds out, those that are gone would gather. */
    @Test
    void nextWhenSomebodyInDoubtIsNoLongerAMemberForgetsTheDoubt() {
        List<EndpointState> states = states(10);
        EndpointState gone = states.get(3);
        Pool pool = pool(states);
        fail(gone, 1, 0);
        pool.doubt(gone, OUTLIERS);
        List<EndpointState> others =
                states.stream().filter(state -> state != gone).toList();

        assertThat(next(pool, states).outlook(Pool.NO_KEY, true, 0).chosen()).isSameAs(gone);
        Pool back = next(next(pool, others), states);
        assertThat(back.outlook(Pool.NO_KEY, true, 0).chosen()).isNull();
    }

    private static Pool next(Pool pool, List<EndpointState> states) {
        return pool.next(states, List.of(), Locality.UNKNOWN, POLICY, false);
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
}
