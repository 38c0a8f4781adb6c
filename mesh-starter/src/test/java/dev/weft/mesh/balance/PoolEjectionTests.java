package dev.weft.mesh.balance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Endpoints that leave a pool because they fail, and how they come back. */
class PoolEjectionTests extends PoolFixture {

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

    /** Else many clients that each ask rarely would send more probes than they ever sent requests. */
    @Test
    void pickWhenMembersAreAskedRarelyProbesNoSoonerThanItsTurn() {
        List<EndpointState> states = states(20);
        Pool pool = pool(states);
        long now = 60 * SECOND;
        // Half of them are beyond what this client uses. With five failures: 15 requests of ten members in ten seconds.
        states.subList(0, 10).forEach(state -> state.outlier().succeeded(now));
        ejected(pool, states.get(0), now);

        assertThat(pool.pick(Tried.NONE, true, now + 6 * SECOND, random).why()).isNotEqualTo(Pick.Why.PROBE);
        assertThat(pool.pick(Tried.NONE, true, now + 11 * SECOND, random).why()).isEqualTo(Pick.Why.PROBE);
    }

    /** Too little is known of it to say when its turn would come. */
    @Test
    void pickWhenMembersAreNewProbesAfterTheFirstPenalty() {
        List<EndpointState> states = states(20);
        Pool pool = pool(states);
        ejected(pool, states.get(0), SECOND);

        assertThat(pool.pick(Tried.NONE, true, 3 * SECOND, random).why()).isEqualTo(Pick.Why.PROBE);
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
}
