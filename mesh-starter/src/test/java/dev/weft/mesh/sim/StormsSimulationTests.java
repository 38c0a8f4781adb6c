package dev.weft.mesh.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients must not make a bad day worse: retries stay within their budget, and nobody returns in a herd. */
@Tag("same-everywhere")
class StormsSimulationTests {

    private static final Behaviour FAST = Behaviour.answersIn(Duration.ofMillis(2));

    @ParameterizedTest
    @CsvSource({"1, 5", "2, 50", "3, 200", "4, 2000"})
    void loadWhenEverythingFailsGrowsByAFifthAndTheFloor(long seed, int perSecond) {
        Simulation sim = new Simulation(seed).peers(10, FAST.failing(100, 503));
        Client client = sim.client().load(perSecond, Mesh::get, seconds(0), seconds(60));
        sim.runUntil(seconds(90));

        int floorOfSevenWindows = 70;
        assertThat((double) client.attempts())
                .isLessThanOrEqualTo(1.2 * client.results().size() + floorOfSevenWindows);
        assertThat(client.failures()).isEqualTo(client.results().size());
        assertThat(sim.isQuiet()).isTrue();
    }

    /** Every endpoint fails a third, since all lean on one database: nobody is worse than its peers, most stay in use. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void endpointsWhenAllFailAlikeStayInUse(long seed) {
        Simulation sim = new Simulation(seed).peers(10, FAST.failing(33, 500));
        Client client = sim.client().load(500, Mesh::get, seconds(0), seconds(60));
        for (int t = 10; t < 60; t++) {
            sim.at(
                    seconds(t),
                    () -> assertThat(client.destination().states().stream()
                                    .filter(state -> state.outlier().ejection() != null))
                            .hasSizeLessThanOrEqualTo(5));
        }
        sim.runUntil(seconds(70));

        assertThat(client.destination().isPanic()).isFalse();
        assertThat((double) client.failures() / client.results().size()).isBetween(0.30, 0.36);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void fiftyClientsWhenAnEndpointIsBackReturnGently(long seed) {
        Simulation sim = new Simulation(seed).peers(4, FAST);
        List<Client> clients = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            clients.add(sim.client().load(20, Mesh::get, seconds(0), seconds(140)));
        }
        Peer back = sim.peer(0);
        sim.at(seconds(10), () -> back.behave(Behaviour.refuses()));
        sim.at(seconds(60), () -> back.behave(FAST));
        sim.runUntil(seconds(180));

        // Its fair share is 250 a second.
        for (int second = 60; second < 140; second++) {
            assertThat(back.arrivals(seconds(second), seconds(second + 1)))
                    .as("requests in second %d", second)
                    .isLessThan(500);
        }
        assertThat(back.arrivals(seconds(60), seconds(61)))
                .as("in the first second")
                .isLessThan(50);
        assertThat(sim.share(back, seconds(120), seconds(140))).isBetween(0.15, 0.35);
        assertThat(clients).allMatch(client -> client.failures() == 0);
        assertThat(sim.isQuiet()).isTrue();
    }

    /** Everything is down and comes back: callers get answers again at once, from all of it. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void serviceWhenItIsBackAfterAnOutageServesEverybodyAgain(long seed) {
        Simulation sim = new Simulation(seed).peers(6, FAST);
        Client client = sim.client().load(200, Mesh::get, seconds(0), seconds(180));
        sim.at(seconds(10), () -> sim.peers().forEach(peer -> peer.behave(Behaviour.refuses())));
        sim.at(seconds(60), () -> sim.peers().forEach(peer -> peer.behave(FAST)));
        sim.runUntil(seconds(200));

        assertThat(client.results().stream()
                        .filter(result -> result.startedNanos() > seconds(61).toNanos())
                        .filter(Client.Result::isFailure))
                .isEmpty();
        for (Peer peer : sim.peers()) {
            assertThat(sim.share(peer, seconds(120), seconds(180))).isBetween(0.4 / 6, 1.6 / 6);
        }
    }

    private static Duration seconds(int seconds) {
        return Duration.ofSeconds(seconds);
    }
}
