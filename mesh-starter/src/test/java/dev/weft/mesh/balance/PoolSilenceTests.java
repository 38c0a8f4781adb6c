package dev.weft.mesh.balance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where a pool's requests go when attempts have timed out at some of its endpoints. */
class PoolSilenceTests extends PoolFixture {

    private static final int PICKS = 20_000;

    /** Nobody is nearer to a hole than others: else the one beside would be the next that times out. */
    @ParameterizedTest
    @CsvSource({"10, 5", "10, 7", "40, 20", "200, 100"})
    void pickWhenManyBesideEachOtherAreSilentSpreadsOverTheOthers(int size, int silent) {
        List<EndpointState> states = states(size);
        states.subList(0, silent).forEach(PoolTests::timeOut);

        Map<EndpointState, Integer> picks = picks(pool(states));

        double fair = (double) PICKS / (size - silent);
        assertThat(picks.keySet()).doesNotContainAnyElementsOf(states.subList(0, silent));
        assertThat(Collections.max(picks.values())).isLessThan((int) (1.3 * fair));
    }

    /** What is new, slow or light among those that answer gets no more for it. */
    @Test
    void pickWhenManyAreSilentGoesByCostAmongTheOthers() {
        List<EndpointState> states = states(10);
        states.subList(0, 5).forEach(PoolTests::timeOut);
        states.subList(6, 10).forEach(state -> state.observeLatency(2 * MILLI, SECOND));
        EndpointState slow = states.get(5);
        slow.observeLatency(50 * MILLI, SECOND);

        assertThat(picks(pool(states))).doesNotContainKey(slow);
    }

    @Test
    void pickWhenAllAreSilentOrLeavingTakesOneThatIsLeaving() {
        List<EndpointState> states = states(3);
        states.subList(0, 2).forEach(PoolTests::timeOut);
        states.get(2).leave(SECOND);
        states.get(2).observeLatency(SECOND, SECOND);

        assertThat(pool(List.of(states.get(1), states.get(2)))
                        .pick(Tried.NONE, true, SECOND, random)
                        .chosen())
                .isSameAs(states.get(2));
    }

    @Test
    void pickInPanicGoesByCost() {
        List<EndpointState> states = states(10);
        for (EndpointState state : states.subList(0, 6)) {
            fail(state, 5, SECOND);
            pool(states).ejectIfOutlier(state, OUTLIERS.withMaxEjectedPercent(100), SECOND, random);
        }
        states.subList(6, 10).forEach(PoolTests::timeOut);

        assertThat(picks(pool(states)).keySet()).hasSize(10);
    }

    /** However many it has under way: it may be busy, the silent one has not answered. */
    @Test
    void pickWhenTheOtherKeepsRequestsWaitingLeavesTheSilentOneAlone() {
        EndpointState hole = timedOut();
        EndpointState busy = state(endpoint(2));
        busy.observeLatency(2 * MILLI, SECOND);
        busy.begin(SECOND);

        assertThat(pool(List.of(hole, busy))
                        .pick(Tried.NONE, true, SECOND + 400 * MILLI, random)
                        .chosen())
                .isSameAs(busy);
    }

    @Test
    void pickWhenTheSilenceIsOverGoesByCostAndLetsOneThrough() {
        EndpointState hole = timedOut();
        EndpointState dear = state(endpoint(2));
        dear.observeLatency(60 * SECOND, SECOND);
        Pool pool = pool(List.of(hole, dear));

        Pick pick = pool.pick(Tried.NONE, true, 3 * SECOND, random);
        assertThat(pick.chosen()).isSameAs(hole);
        assertThat(pick.why()).isEqualTo(Pick.Why.CHEAPER);
        hole.begin(3 * SECOND);

        assertThat(pool.pick(Tried.NONE, true, 20 * SECOND, random).chosen()).isSameAs(dear);
    }

    /** It would be lost if the endpoint is a hole still. */
    @Test
    void pickWhenTheRequestMustNotBeRepeatedLeavesItToOthersToFindOut() {
        List<EndpointState> states = states(3);
        PoolTests.timeOut(states.get(0));
        Pool pool = new Pool(states, List.of(), epoch, Locality.UNKNOWN, POLICY, true);
        states.subList(1, 3).forEach(state -> state.observeLatency(60 * SECOND, SECOND));

        for (int i = 0; i < 200; i++) {
            long now = (3 + i % 80) * SECOND;
            assertThat(pool.pick(Tried.NONE, false, now, random).chosen()).isNotSameAs(states.get(0));
            assertThat(pool.pick(i, Tried.NONE, false, now, random).chosen()).isNotSameAs(states.get(0));
        }
        assertThat(picks(pool, 95 * SECOND, false)).containsKey(states.get(0));
    }

    @Test
    void pickWhenTheKeysEndpointIsSilentTakesTheNextAndLetsOneThroughWhenThatIsOver() {
        List<EndpointState> states = states(5);
        Pool pool = new Pool(states, List.of(), epoch, Locality.UNKNOWN, POLICY, true);
        EndpointState owner = pool.pick(7, Tried.NONE, true, SECOND, random).chosen();
        PoolTests.timeOut(owner);

        Pick pick = pool.pick(7, Tried.NONE, true, SECOND, random);
        assertThat(pick.chosen()).isNotSameAs(owner);
        assertThat(pick.why()).isEqualTo(Pick.Why.NEXT_FOR_KEY);
        assertThat(pool.pick(7, Tried.NONE, true, 3 * SECOND, random).chosen()).isSameAs(owner);
        owner.begin(3 * SECOND);

        assertThat(pool.pick(7, Tried.NONE, true, 3 * SECOND, random).chosen()).isNotSameAs(owner);
    }

    @Test
    void pickWhenAllAreSilentKeepsTheKey() {
        List<EndpointState> states = states(5);
        Pool pool = new Pool(states, List.of(), epoch, Locality.UNKNOWN, POLICY, true);
        states.forEach(PoolTests::timeOut);

        assertThat(pool.pick(7, Tried.NONE, true, SECOND, random).why()).isEqualTo(Pick.Why.KEY);
    }

    /** Or else those that find out whether it is gone would wait in it, one beside the other. */
    @Test
    void pickWhenItIsInDoubtAndSilentGoesElsewhere() {
        EndpointState hole = timedOut();
        Pool pool = pool(List.of(hole, state(endpoint(2))));
        hole.outlier().failed(SECOND);
        pool.doubt(hole, OUTLIERS);

        assertThat(pool.pick(Tried.NONE, true, SECOND, random).chosen()).isNotSameAs(hole);
    }

    /** Or else an instance that hung first and is dead now would be found out by one request in half a minute. */
    @Test
    void pickWhenWhoFindsOutIsRefusedGoesThereAgain() {
        EndpointState dead = timedOut();
        Pool pool = pool(List.of(dead, state(endpoint(2))));
        dead.begin(3 * SECOND);
        dead.endUnanswered(3 * SECOND);
        dead.outlier().failed(3 * SECOND);
        pool.doubt(dead, OUTLIERS);

        Pick pick = pool.pick(Tried.NONE, true, 3 * SECOND, random);

        assertThat(pick.chosen()).isSameAs(dead);
        assertThat(pick.why()).isEqualTo(Pick.Why.DOUBT);
    }

    @ParameterizedTest
    @CsvSource({"a b", "a b c"})
    void pickWhenNobodyAnswersInTheZoneLeavesItAtOnce(String zones) {
        List<EndpointState> states = states(12, zones.split(" "));
        Locality locality = new Locality("a", Map.of("a", 1, "b", 1, "c", 1));
        Pool pool = new Pool(states, List.of(), epoch, locality, POLICY, false);
        assertThat(zones(pool)).containsExactly("a");
        states.stream().filter(state -> "a".equals(state.endpoint().zone())).forEach(PoolTests::timeOut);

        Map<EndpointState, Integer> picks = picks(pool);

        assertThat(picks.keySet())
                .noneMatch(state -> "a".equals(state.endpoint().zone()));
        assertThat(Collections.max(picks.values())).isLessThan((int) (1.3 * PICKS / picks.size()));
    }

    @Test
    void pickWhenOneOfTheZoneIsSilentStaysInTheZone() {
        List<EndpointState> states = states(12, "a", "b");
        PoolTests.timeOut(states.get(0));

        assertThat(picks(zoned(states, POLICY)).keySet())
                .allMatch(state -> "a".equals(state.endpoint().zone()))
                .hasSize(5);
    }

    @Test
    void pickWhenAnEndpointOutsideOfTheZoneIsSilentDoesNotGoThere() {
        List<EndpointState> states = states(6, "a", "b", "b", "b", "b", "b");
        Pool pool = new Pool(
                states,
                List.of(),
                epoch,
                new Locality("a", Map.of("a", 1, "b", 9)),
                new BalancePolicy(Duration.ZERO, 6, 50, 0),
                false);
        states.subList(1, 6).forEach(PoolTests::timeOut);
        states.get(0).observeLatency(2 * MILLI, SECOND / 2);
        states.get(0).begin(SECOND / 2);

        assertThat(picks(pool).keySet()).containsExactly(states.get(0));
    }

    private Map<EndpointState, Integer> picks(Pool pool) {
        return picks(pool, SECOND, true);
    }

    private Map<EndpointState, Integer> picks(Pool pool, long nanos, boolean repeatable) {
        Map<EndpointState, Integer> picks = new IdentityHashMap<>();
        for (int i = 0; i < PICKS; i++) {
            picks.merge(pool.pick(Tried.NONE, repeatable, nanos, random).chosen(), 1, Integer::sum);
        }
        return picks;
    }

    /** An attempt has waited there for half a second until now, and nothing else was ever sent. */
    private static EndpointState timedOut() {
        EndpointState state = state(endpoint(1));
        PoolTests.timeOut(state);
        return state;
    }
}
