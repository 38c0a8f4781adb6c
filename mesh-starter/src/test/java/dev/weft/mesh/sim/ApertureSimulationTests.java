package dev.weft.mesh.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.mesh.model.Endpoint;
import dev.weft.mesh.rules.ServiceRules;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Twenty callers of a service of two hundred and forty, each with a part of it, when such a part fails. */
@Tag("same-everywhere")
class ApertureSimulationTests {

    private static final int CLIENTS = 20;
    private static final int PEERS = 240;
    private static final Behaviour FAST = Behaviour.answersIn(Duration.ofMillis(2));

    /**
     * Three of twelve: those that are left carry it. More of them: too few are left, so the client goes beyond its part. All or
     * nearly all: a call that begins before anything is known finds three of them, one after the other.
     */
    @ParameterizedTest
    @CsvSource({"1, 3, false", "2, 3, false", "3, 9, true", "4, 12, true"})
    void clientWhenAPartOfItsApertureIsKilledLosesNextToNothingAndTheOthersNothing(
            long seed, int killed, boolean widens) {
        Simulation sim = new Simulation(seed).peers(PEERS, FAST);
        List<Client> clients = clients(sim);
        clients.forEach(client -> client.load(50, Mesh::get, seconds(0), seconds(140)));
        Client victim = clients.get(7);
        sim.runUntil(seconds(60));
        List<Peer> part = met(sim, victim);
        assertThat(part).hasSize(12);
        assertThat(clients).allSatisfy(client -> assertThat(met(sim, client)).hasSize(12));

        part.subList(0, killed).forEach(peer -> peer.behave(Behaviour.refuses()));
        sim.runUntil(seconds(170));

        assertThat(victim.failures()).isLessThanOrEqualTo(killed == 3 ? 0 : 20);
        assertThat(clients).filteredOn(client -> client != victim).allSatisfy(client -> {
            assertThat(client.failures()).isZero();
            assertThat(met(sim, client)).hasSize(12);
        });
        assertThat(met(sim, victim).size() > 100).isEqualTo(widens);
        double mean = 50.0 * CLIENTS / PEERS;
        for (Peer peer : sim.peers()) {
            assertThat(peer.arrivals(seconds(80), seconds(140)) / 60.0).isLessThan(1.9 * mean);
        }
        assertThat(sim.isQuiet()).isTrue();
    }

    private static List<Client> clients(Simulation sim) {
        List<Endpoint> callers = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            callers.add(Endpoint.of("client-" + i, "10.1.0." + i, 8080));
        }
        sim.directory().set(Mesh.SELF, callers);
        List<Client> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            clients.add(sim.client(null, ServiceRules.defaults()));
        }
        return clients;
    }

    private static List<Peer> met(Simulation sim, Client client) {
        return sim.peers().stream().filter(peer -> peer.knows(client)).toList();
    }

    private static Duration seconds(int seconds) {
        return Duration.ofSeconds(seconds);
    }
}
