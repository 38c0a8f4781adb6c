package dev.weft.mesh.balance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.mesh.model.Endpoint;
import dev.weft.mesh.resilience.OutlierPolicy;
import dev.weft.mesh.sim.Cases;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ApertureTests {

    private static final OutlierPolicy OUTLIERS = OutlierPolicy.defaults();

    /** What the aperture is for, with any number of clients and endpoints: few each, and the same for all. */
    @Test
    void aperturesOfAllClientsAreBoundedAndLoadEveryEndpointAlike() {
        Cases.run(300, seeded -> {
            int size = seeded.nextInt(1, 700);
            int clients = seeded.nextInt(1, 300);
            List<EndpointState> ring = states(size);
            Map<EndpointState, Double> load = new HashMap<>();
            for (int i = 0; i < clients; i++) {
                EndpointState[] aperture = Aperture.of(ring, i, clients);
                assertThat(aperture)
                        .doesNotHaveDuplicates()
                        .hasSizeGreaterThanOrEqualTo(Math.min(size, Aperture.LEAST))
                        .hasSizeLessThanOrEqualTo(Math.min(size, Aperture.LEAST + size / clients + 1));
                for (EndpointState state : aperture) {
                    load.merge(state, 1.0 / aperture.length, Double::sum);
                }
            }
            double mean = clients / (double) size;
            assertThat(load).hasSize(size);
            assertThat(load.values()).allSatisfy(its -> assertThat(its / mean).isBetween(0.92, 1.09));
        });
    }

    @Test
    void apertureWhenSomeAreEjectedLeavesThemOutAndStaysWhereItIs() {
        Cases.run(100, seeded -> {
            List<EndpointState> ring = states(300);
            Set<EndpointState> before = Set.of(Aperture.of(ring, 7, 70));
            Set<EndpointState> out = new HashSet<>();
            for (EndpointState state : before) {
                if (out.size() < 2 && seeded.nextInt(4) == 0) {
                    out.add(eject(state, seeded));
                }
            }

            Set<EndpointState> expected = new HashSet<>(before);
            expected.removeAll(out);
            assertThat(Aperture.of(ring, 7, 70)).containsExactlyInAnyOrderElementsOf(expected);
        });
    }

    @Test
    void apertureWhenWhatIsLeftCannotCarryItsShareWidensToAllThatAreHealthy() {
        List<EndpointState> ring = states(300);
        SplittableRandom random = new SplittableRandom(1);
        EndpointState[] before = Aperture.of(ring, 7, 70);
        for (int i = 0; i < 5; i++) {
            eject(before[2 * i], random);
        }

        assertThat(Aperture.of(ring, 7, 70)).hasSize(295).doesNotContain(before[0], before[8]);
    }

    @Test
    void apertureWhenTheClientIsAloneIsEverything() {
        assertThat(Aperture.of(states(300), 0, 1)).hasSize(300);
    }

    private static EndpointState eject(EndpointState state, SplittableRandom random) {
        for (int i = 0; i < 5; i++) {
            state.outlier().failed(0);
        }
        assertThat(state.outlier().eject(state.outlier().suspicion(OUTLIERS, 0), OUTLIERS, 0, random))
                .isTrue();
        return state;
    }

    private static List<EndpointState> states(int size) {
        List<EndpointState> states = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            states.add(new EndpointState(Endpoint.of("i" + i, "10.0.0.1", 1 + i), 2_000_000, false, "", 0));
        }
        return states;
    }
}
