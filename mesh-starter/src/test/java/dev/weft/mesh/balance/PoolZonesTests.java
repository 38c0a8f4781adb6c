package dev.weft.mesh.balance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.mesh.resilience.OutlierPolicy;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Where a pool's requests go when there are priorities and zones. */
class PoolZonesTests extends PoolFixture {

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
            pick.chosen().answered(second * SECOND, second * SECOND + 2_000_000);
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
}
