package dev.weft.mesh.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.mesh.resilience.HealthPolicy;
import dev.weft.mesh.rules.ServiceRules;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A large service and little load: most of its endpoints are idle when some of them die. */
@Tag("same-everywhere")
class HealthCheckSimulationTests {

    private static final Behaviour FAST = Behaviour.answersIn(Duration.ofMillis(2));
    private static final ServiceRules CHECKED =
            ServiceRules.defaults().withHealth(new HealthPolicy("/up", Duration.ofSeconds(10)));

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void idleEndpointsWhenTheyAreKilledAreMetByNoRequestOnceChecksHaveFoundThem(long seed) {
        long met = met(seed, CHECKED);
        long metWithout = met(seed, ServiceRules.defaults());

        assertThat(met).isZero();
        assertThat(metWithout).as("or this tests nothing").isGreaterThan(10);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void endpointsWhenTheyAreBackAreReadmittedByChecks(long seed) {
        Simulation sim = new Simulation(seed).peers(20, FAST);
        Client client = sim.client(null, CHECKED).checkHealth().load(200, Mesh::get, seconds(0), seconds(120));
        List<Peer> killed = sim.peers().subList(0, 8);
        sim.at(seconds(10), () -> killed.forEach(peer -> peer.behave(Behaviour.refuses())));
        sim.at(seconds(40), () -> killed.forEach(peer -> peer.behave(FAST)));
        sim.runUntil(seconds(150));

        // Three dead endpoints in a row, by those calls that came before anything was known of them.
        assertThat(client.failures()).isLessThanOrEqualTo(3);
        for (Peer peer : killed) {
            assertThat(peer.arrivals(seconds(10), seconds(40)))
                    .as("five requests that eject it, and none that probes")
                    .isLessThanOrEqualTo(5);
            assertThat(sim.share(peer, seconds(100), seconds(120)))
                    .as("back in use")
                    .isBetween(0.5 / 20, 1.5 / 20);
        }
    }

    /** How many requests meet those that have died, from a minute after it on. */
    private static long met(long seed, ServiceRules rules) {
        Simulation sim = new Simulation(seed).peers(150, FAST);
        sim.client(null, rules).checkHealth().load(3, Mesh::get, seconds(0), seconds(180));
        List<Peer> killed = sim.peers().subList(0, 50);
        sim.at(seconds(10), () -> killed.forEach(Peer::stop));
        sim.runUntil(seconds(200));
        return Chain.arrivals(killed, seconds(70), seconds(180));
    }

    private static Duration seconds(int seconds) {
        return Duration.ofSeconds(seconds);
    }
}
