package dev.weft.mesh.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.mesh.model.CallRequest;
import dev.weft.mesh.resilience.OutlierPolicy;
import dev.weft.mesh.resilience.Timeouts;
import dev.weft.mesh.rules.ServiceRules;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Several endpoints stop and none of them may be ejected: what keeps requests away are the attempts that timed out there. */
@Tag("same-everywhere")
class SilenceSimulationTests {

    private static final Behaviour FAST = Behaviour.answersIn(Duration.ofMillis(2));
    private static final Duration STOP = Duration.ofSeconds(10);
    private static final Duration NOTICED = Duration.ofMillis(11_250);
    private static final Duration END = Duration.ofSeconds(100);

    @ParameterizedTest
    @CsvSource({"1, 200, 5", "2, 1000, 5", "3, 200, 7", "4, 2000, 3"})
    void tenEndpointsWhenManyBesideEachOtherStopShareTheLoadOfTheOthersEvenly(long seed, int perSecond, int holes) {
        Simulation sim = new Simulation(seed).peers(10, FAST);
        Client client = sim.client(null, rules()).load(perSecond, Mesh::get, Duration.ZERO, END);
        stopAndCountAnew(sim, sim.peers().subList(0, holes));
        sim.runUntil(END);

        List<Peer> well = sim.peers().subList(holes, 10);
        assertThat(busiest(sim, well)).isLessThan(1.3 / well.size());
        assertThat(sim.peers().subList(0, holes))
                .allSatisfy(hole -> assertThat(hole.mostWaiting()).isLessThanOrEqualTo(1));
        assertThat(client.results().stream()
                        .filter(result -> result.startedNanos() > NOTICED.toNanos())
                        .noneMatch(Client.Result::isFailure))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({"1, 2", "2, 2", "3, 3"})
    void zoneWhenAllOfItStopsIsLeftToTheOthers(long seed, int zones) {
        Simulation sim = new Simulation(seed);
        for (int i = 0; i < 12; i++) {
            sim.add(Mesh.endpoint(i).withZone("z" + i % zones), FAST);
        }
        sim.publish();
        sim.client("z0", rules()).load(200, Mesh::get, Duration.ZERO, END);
        List<Peer> hung = peers(sim, "z0", true);
        stopAndCountAnew(sim, hung);
        sim.runUntil(END);

        List<Peer> well = peers(sim, "z0", false);
        assertThat(hung).allSatisfy(hole -> {
            assertThat(hole.mostWaiting()).isLessThanOrEqualTo(1);
            assertThat(sim.share(hole, NOTICED, END)).isLessThan(0.005);
        });
        assertThat(busiest(sim, well)).isLessThan(1.3 / well.size());
    }

    /** Requests that can be sent elsewhere find out whether it answers again. */
    @ParameterizedTest
    @CsvSource({"1, 2", "2, 20", "3, 50"})
    void postWhenGetsComeAsWellIsNeverLostOnceAnEndpointIsKnownToBeSilent(long seed, int millis) {
        Simulation sim = new Simulation(seed).peers(3, Behaviour.answersIn(Duration.ofMillis(millis)));
        Peer hole = sim.peer(0);
        Supplier<CallRequest> mixed = new Supplier<>() {
            private int calls;

            @Override
            public CallRequest get() {
                return ++calls % 2 == 0 ? Mesh.get() : Mesh.post();
            }
        };
        Duration end = Duration.ofSeconds(300);
        Client client = sim.client(null, rules()).load(100, mixed, Duration.ZERO, end);
        stopAndCountAnew(sim, List.of(hole));
        sim.runUntil(end);

        assertThat(hole.arrivals(Duration.ofSeconds(14), end)).isPositive();
        assertThat(client.results().stream()
                        .filter(result -> result.startedNanos() > NOTICED.toNanos())
                        .noneMatch(Client.Result::isFailure))
                .isTrue();
    }

    /** Each request in fifty is of a route that takes too long, and so are its retries; all others are answered. */
    @ParameterizedTest
    @CsvSource({"1, 100", "2, 500"})
    void fourEndpointsWhenOneRouteIsSlowAreAllInUse(long seed, int perSecond) {
        Behaviour slow = random -> random.nextInt(50) == 0
                ? new Reply.Answer(200, Map.of(), Duration.ofSeconds(20).toNanos())
                : FAST.reply(random);
        Simulation sim = new Simulation(seed).peers(4, slow);
        sim.client(null, rules()).load(perSecond, Mesh::get, Duration.ZERO, END);
        sim.runUntil(END);

        assertThat(sim.peers())
                .allSatisfy(peer -> assertThat(sim.share(peer, STOP, END)).isBetween(0.15, 0.35));
    }

    private static void stopAndCountAnew(Simulation sim, List<Peer> holes) {
        sim.at(STOP, () -> holes.forEach(Peer::stop));
        sim.at(NOTICED, () -> holes.forEach(Peer::countAnew));
    }

    private static double busiest(Simulation sim, List<Peer> peers) {
        return peers.stream()
                .mapToDouble(peer -> sim.share(peer, NOTICED, END))
                .max()
                .orElseThrow();
    }

    private static List<Peer> peers(Simulation sim, String zone, boolean its) {
        return sim.peers().stream()
                .filter(peer -> zone.equals(peer.endpoint().zone()) == its)
                .toList();
    }

    private static ServiceRules rules() {
        Timeouts timeouts = Timeouts.defaults().withTotal(Duration.ofSeconds(3)).withAttempt(Duration.ofMillis(500));
        return ServiceRules.defaults()
                .withTimeouts(timeouts)
                .withOutliers(OutlierPolicy.defaults().withMaxEjectedPercent(0));
    }
}
