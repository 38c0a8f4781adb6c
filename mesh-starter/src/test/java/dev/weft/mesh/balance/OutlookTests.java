package dev.weft.mesh.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.weft.mesh.extend.EndpointPolicy;
import dev.weft.mesh.model.Endpoint;
import dev.weft.mesh.model.ServiceName;
import dev.weft.mesh.sim.Cases;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What is told of a pick beforehand, held against the picks. */
class OutlookTests extends PoolFixture {

    private static final int PICKS = 4_000;

    @Test
    void outlookWhenPoolsAreRandomHasTheChancesThatPicksHave() {
        Cases.run(60, seeded -> {
            int size = seeded.nextInt(1, 12);
            List<EndpointState> states = states(size, "a", "b", "c");
            states.forEach(state -> {
                for (int i = seeded.nextInt(3); i > 0; i--) {
                    state.begin(0);
                }
            });
            Locality locality = seeded.nextBoolean() ? new Locality("a", Map.of("a", 2, "b", 1)) : Locality.UNKNOWN;
            Pool pool = new Pool(states, List.of(), epoch, locality, POLICY, false);
            if (size > 1 && seeded.nextBoolean()) {
                ejected(pool, states.get(0), 0);
            }

            Outlook outlook = pool.outlook(Pool.NO_KEY, true, 0);

            Map<EndpointState, Integer> picked = new IdentityHashMap<>();
            for (int i = 0; i < PICKS; i++) {
                Pick pick = pool.pick(Tried.NONE, true, 0, seeded);
                picked.merge(pick.chosen(), 1, Integer::sum);
                assertThat(pick.why()).isEqualTo(outlook.why());
            }
            assertThat(outlook.candidates()).hasSize(size).allSatisfy(candidate -> {
                double share = picked.getOrDefault(candidate.state(), 0) / (double) PICKS;
                assertThat(candidate.chance()).isCloseTo(share, within(0.04));
                assertThat(candidate.eligible() || candidate.chance() == 0).isTrue();
            });
        });
    }

    @Test
    void outlookWhenSomeHaveStoppedAnsweringHasTheChancesThatPicksHave() {
        Cases.run(60, seeded -> {
            List<EndpointState> states = states(seeded.nextInt(2, 8));
            for (EndpointState state : states) {
                state.observeLatency(seeded.nextLong(MILLI, 40 * MILLI), SECOND);
                for (int i = seeded.nextInt(3); i > 0; i--) {
                    state.begin(seeded.nextBoolean() ? SECOND : SECOND / 2);
                }
                if (seeded.nextInt(3) == 0) {
                    PoolTests.timeOut(state);
                }
                if (seeded.nextInt(4) == 0) {
                    state.leave(SECOND);
                }
            }
            Pool pool = pool(states);

            Outlook outlook = pool.outlook(Pool.NO_KEY, true, SECOND);

            Map<EndpointState, Integer> picked = new IdentityHashMap<>();
            for (int i = 0; i < PICKS; i++) {
                picked.merge(pool.pick(Tried.NONE, true, SECOND, seeded).chosen(), 1, Integer::sum);
            }
            assertThat(outlook.candidates()).allSatisfy(candidate -> {
                double share = picked.getOrDefault(candidate.state(), 0) / (double) PICKS;
                assertThat(candidate.chance()).isCloseTo(share, within(0.04));
                assertThat(candidate.why().contains("has stopped answering"))
                        .isEqualTo(candidate.state().isOverdue(SECOND));
            });
        });
    }

    @Test
    void outlookWhenAProbeIsDueNamesItAndLeavesItToTheNextRequest() {
        List<EndpointState> states = states(3);
        Pool pool = pool(states);
        assertThat(ejected(pool, states.get(0), 0)).isTrue();

        Outlook before = pool.outlook(Pool.NO_KEY, true, 0);
        Outlook due = pool.outlook(Pool.NO_KEY, true, 2 * SECOND);
        Outlook again = pool.outlook(Pool.NO_KEY, true, 2 * SECOND);

        assertThat(before.candidates().get(0).why()).isEqualTo("ejected: failures in a row");
        assertThat(due.why()).isEqualTo(Pick.Why.PROBE).isEqualTo(again.why());
        assertThat(due.chosen()).isSameAs(states.get(0)).isSameAs(again.chosen());
        assertThat(pool.pick(Tried.NONE, true, 2 * SECOND, random).why()).isEqualTo(Pick.Why.PROBE);
    }

    @Test
    void outlookWhenTheRequestHasAKeyNamesItsEndpoint() {
        List<EndpointState> states = states(5);
        Pool pool = new Pool(states, List.of(), epoch, Locality.UNKNOWN, POLICY, true);

        for (int key = 1; key < 50; key++) {
            Outlook outlook = pool.outlook(key, true, 0);
            Pick pick = pool.pick(key, Tried.NONE, true, 0, random);

            assertThat(outlook.why()).isEqualTo(Pick.Why.KEY).isEqualTo(pick.why());
            assertThat(outlook.chosen()).isSameAs(pick.chosen());
        }
    }

    @Test
    void outlookWhenAnEndpointWarmsUpSaysSo() {
        EndpointState warming = state(endpoint(1));
        warming.warmUp(0);

        Outlook outlook = pool(List.of(warming, state(endpoint(2)))).outlook(Pool.NO_KEY, true, 3 * SECOND);

        assertThat(outlook.candidates().get(0).why()).isEqualTo("eligible, slow start at 30% of its weight");
    }

    @Test
    void pickWhenTheApplicationKeepsEndpointsOutNeverChoosesThem() {
        Cases.run(200, seeded -> {
            List<EndpointState> states = states(seeded.nextInt(2, 10), "a", "b");
            Pool pool = preferring(states, odd(), seeded.nextBoolean());
            if (seeded.nextBoolean()) {
                ejected(pool, states.get(seeded.nextInt(states.size())), 0);
            }
            for (int i = 0; i < 100; i++) {
                int key = seeded.nextInt(3);
                Pick pick = pool.pick(key, Tried.NONE, true, seeded.nextLong(5 * SECOND), seeded);
                assertThat(number(pick.chosen()) % 2).isEqualTo(1);
            }
        });
    }

    @Test
    void pickWhenTheApplicationKeepsEveryEndpointOutIsNone() {
        List<EndpointState> states = List.of(state(endpoint(2)), state(endpoint(4)));
        Pool pool = preferring(states, odd(), true);

        assertThat(pool.pick(Tried.NONE, true, 0, random)).isNull();
        assertThat(pool.pick(7, Tried.NONE, true, 0, random)).isNull();
        Outlook outlook = pool.outlook(Pool.NO_KEY, true, 0);
        assertThat(outlook.why()).isNull();
        assertThat(outlook.candidates()).allSatisfy(candidate -> {
            assertThat(candidate.eligible()).isFalse();
            assertThat(candidate.why()).isEqualTo("kept out by an EndpointPolicy of the application");
        });
    }

    @Test
    void pickWhenTheApplicationSaysWhatEndpointsCostGoesByThat() {
        EndpointPolicy firstIsCheap = new EndpointPolicy() {
            @Override
            public double cost(ServiceName service, Endpoint endpoint, double cost) {
                return endpoint.id().equals("i0") ? 0 : cost;
            }
        };
        List<EndpointState> states = states(2);
        states.get(0).begin(0);
        Pool pool = preferring(states, firstIsCheap, false);

        for (int i = 0; i < 20; i++) {
            Pick pick = pool.pick(Tried.NONE, true, 0, new SplittableRandom(i));
            assertThat(pick.chosen()).isSameAs(states.get(0));
            assertThat(pick.cost()).isZero();
        }
    }

    private static EndpointPolicy odd() {
        return new EndpointPolicy() {
            @Override
            public boolean eligible(ServiceName service, Endpoint endpoint) {
                return Integer.parseInt(endpoint.id().substring(1)) % 2 == 1;
            }
        };
    }

    private Pool preferring(List<EndpointState> states, EndpointPolicy policy, boolean keyed) {
        Preferences preferences = new Preferences(ServiceName.of("petdetails"), policy);
        return new Pool(states, List.of(), epoch, Locality.UNKNOWN, POLICY, keyed, preferences);
    }

    private static int number(EndpointState state) {
        return Integer.parseInt(state.endpoint().id().substring(1));
    }
}
