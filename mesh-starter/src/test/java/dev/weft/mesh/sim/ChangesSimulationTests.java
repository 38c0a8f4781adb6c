package dev.weft.mesh.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.mesh.model.Endpoint;
import dev.weft.mesh.rules.ServiceRules;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Endpoints come, go and move: who gets how much, and that nobody's call is lost by it. */
@Tag("same-everywhere")
class ChangesSimulationTests {

    private static final Behaviour FAST = Behaviour.answersIn(Duration.ofMillis(2));

    @ParameterizedTest
    @CsvSource({"1, 200, 2", "2, 200, 10", "3, 2000, 2", "4, 2000, 10"})
    void newcomerWhenOthersServeIsBroughtUpOverTenSeconds(long seed, int perSecond, int peers) {
        Simulation sim = new Simulation(seed).peers(peers, FAST);
        sim.client().load(perSecond, Mesh::get, seconds(0), seconds(70));
        sim.at(seconds(20), () -> {
            sim.add(Mesh.endpoint(99), FAST);
            sim.publish();
        });
        sim.runUntil(seconds(80));
        Peer newcomer = sim.peer(peers);
        double fair = 1.0 / (peers + 1);

        assertThat(sim.share(newcomer, seconds(20), seconds(22))).isLessThan(0.3 * fair);
        assertThat(sim.share(newcomer, seconds(20), seconds(25))).isLessThan(0.7 * fair);
        assertThat(newcomer.arrivals(seconds(20), seconds(28)))
                .as("some load while it warms up")
                .isPositive();
        assertThat(sim.share(newcomer, seconds(30), seconds(70))).isBetween(0.6 * fair, 1.4 * fair);
    }

    /** Its callers are cut off from their registry: they learn of it from its answers alone. */
    @ParameterizedTest
    @CsvSource({"1, 2", "2, 3", "3, 10"})
    void instanceWhenItSaysInItsAnswersThatItLeavesGetsNothingUntilItIsBack(long seed, int peers) {
        Simulation sim = new Simulation(seed).peers(peers, FAST);
        Peer leaving = sim.peer(0);
        Client client = sim.client().load(200, Mesh::post, seconds(0), seconds(100));
        sim.at(
                seconds(10),
                () -> leaving.behave(random -> new Reply.Answer(200, Map.of("mesh-leaving", "true"), 2_000_000)));
        sim.at(seconds(17), leaving::kill);
        sim.runUntil(seconds(17));

        assertThat(leaving.arrivals(Duration.ofMillis(10_200), seconds(17))).isZero();
        leaving.restart(FAST);
        sim.runUntil(seconds(120));

        assertThat(client.failures()).isZero();
        assertThat(sim.share(leaving, seconds(60), seconds(100)))
                .as("another process at the same address")
                .isBetween(0.6 / peers, 1.4 / peers);
    }

    /** Restarts in place: each instance leaves, and comes back under a new id. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void restartWhenOneAfterTheOtherIsReplacedLosesNoRequest(long seed) {
        Simulation sim = new Simulation(seed).peers(3, FAST);
        Client client = sim.client().load(200, Mesh::get, seconds(0), seconds(60));
        for (int i = 0; i < 3; i++) {
            Peer old = sim.peer(i);
            int number = i;
            sim.at(seconds(10 + 10 * i), () -> {
                old.behave(Behaviour.refuses());
            });
            sim.at(seconds(15 + 10 * i), () -> {
                sim.forget(old);
                sim.add(Endpoint.of("details-" + number + "b", "10.1.0." + number, 8080), FAST);
                sim.publish();
            });
        }
        sim.runUntil(seconds(90));

        assertThat(client.failures()).isZero();
        for (Peer peer : sim.peers().subList(3, 6)) {
            assertThat(sim.share(peer, seconds(50), seconds(60))).isBetween(0.2, 0.5);
        }
        assertThat(sim.isQuiet()).isTrue();
    }

    /** Four callers and eight endpoints: a has more callers than endpoints, b has room. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void zonesWhenOneHasTooManyCallersSpillNoMoreThanTheyMust(long seed) {
        Simulation sim = new Simulation(seed);
        for (int i = 0; i < 8; i++) {
            sim.add(Mesh.endpoint(i).withZone(i < 2 ? "a" : "b"), FAST);
        }
        sim.publish();
        List<Endpoint> callers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            String zone = i < 2 ? "a" : "b";
            callers.add(Mesh.endpoint(200 + i).withZone(zone));
            sim.client(zone, ServiceRules.defaults()).load(300, Mesh::get, seconds(0), seconds(60));
        }
        sim.directory().set(Mesh.SELF, callers);
        sim.runUntil(seconds(90));

        // Each zone's endpoints get the same, so a's callers send half of their calls to b, and b's none to a.
        for (Peer peer : sim.peers()) {
            assertThat(sim.share(peer, seconds(10), seconds(60))).isBetween(0.75 / 8, 1.25 / 8);
        }
        double inA = sim.share(sim.peer(0), seconds(0), seconds(60)) + sim.share(sim.peer(1), seconds(0), seconds(60));
        assertThat(inA).isBetween(0.24, 0.26);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void prioritiesWhenTheFirstBreaksSpillToTheNextAndComeBack(long seed) {
        Simulation sim = new Simulation(seed);
        for (int i = 0; i < 12; i++) {
            sim.add(Mesh.endpoint(i).withPriority(i < 6 ? 0 : 1), FAST);
        }
        sim.publish();
        Client client = sim.client().load(500, Mesh::get, seconds(0), seconds(120));
        List<Peer> first = sim.peers().subList(0, 6);
        sim.at(seconds(10), () -> first.forEach(peer -> peer.behave(FAST.failing(100, 503))));
        sim.at(seconds(40), () -> first.forEach(peer -> peer.behave(FAST)));
        sim.runUntil(seconds(150));

        assertThat(shareOf(sim, first, 0, 10)).isEqualTo(1);
        assertThat(shareOf(sim, first, 15, 40)).isLessThan(0.02);
        assertThat(shareOf(sim, first, 110, 120)).isGreaterThan(0.98);
        assertThat((double) client.failures() / client.results().size()).isLessThan(0.005);
    }

    private static double shareOf(Simulation sim, List<Peer> peers, int from, int to) {
        return peers.stream()
                .mapToDouble(peer -> sim.share(peer, seconds(from), seconds(to)))
                .sum();
    }

    private static Duration seconds(int seconds) {
        return Duration.ofSeconds(seconds);
    }
}
