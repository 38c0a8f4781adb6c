package dev.weft.mesh.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.mesh.model.CallRequest;
import dev.weft.mesh.model.Outcome;
import dev.weft.mesh.resilience.OutlierPolicy;
import dev.weft.mesh.resilience.Timeouts;
import dev.weft.mesh.rules.ServiceRules;
import java.time.Duration;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One endpoint is bad in one way or another: what its callers notice of it. Each line is a seed and a load. */
@Tag("same-everywhere")
class BadEndpointsSimulationTests {

    private static final Behaviour FAST = Behaviour.answersIn(Duration.ofMillis(2));
    private static final double FAIR = 1.0 / 20;

    @ParameterizedTest
    @CsvSource({"1, 200, false", "2, 1000, false", "3, 1000, true", "4, 200, true", "5, 3000, false"})
    void twentyEndpointsWhenOneIsTenTimesSlowerAndOneFailsHalfSpareBoth(long seed, int perSecond, boolean exact) {
        Behaviour fast = exact ? Behaviour.answersExactlyIn(Duration.ofMillis(2)) : FAST;
        Simulation sim = new Simulation(seed).peers(20, fast);
        Peer slow = sim.peer(0);
        Peer broken = sim.peer(1);
        Duration tenTimes = Duration.ofMillis(20);
        slow.behave(exact ? Behaviour.answersExactlyIn(tenTimes) : Behaviour.answersIn(tenTimes));
        broken.behave(fast.failing(50, 503));
        sim.at(seconds(40), () -> slow.behave(fast));
        Client client = sim.client().load(perSecond, Mesh::get, seconds(0), seconds(90));
        sim.runUntil(seconds(120));

        assertThat(sim.share(slow, seconds(10), seconds(40))).isLessThanOrEqualTo(0.01);
        assertThat(sim.share(broken, seconds(10), seconds(90))).isLessThanOrEqualTo(0.01);
        assertThat(sim.share(slow, seconds(70), seconds(90)))
                .as("back at its fair share")
                .isBetween(0.7 * FAIR, 1.6 * FAIR);
        assertThat(failureRate(client)).isLessThan(0.005);
        for (Peer peer : sim.peers().subList(2, 20)) {
            assertThat(sim.share(peer, seconds(10), seconds(90))).isBetween(0.6 * FAIR, 1.4 * FAIR);
        }
        assertThat(sim.isQuiet()).isTrue();
    }

    /** Server errors of the application are not retried: here only ejection spares the callers. */
    @ParameterizedTest
    @CsvSource({"1, 100", "2, 200", "3, 1000"})
    void getWhenOneOfTwentyAnswersHalfWith500FailsForFewerThanOneInTwoHundred(long seed, int perSecond) {
        Simulation sim = new Simulation(seed).peers(20, FAST);
        sim.peer(0).behave(FAST.failing(50, 500));
        Client client = sim.client().load(perSecond, Mesh::get, seconds(0), seconds(100));
        sim.runUntil(seconds(120));

        assertThat(failureRate(client)).isLessThan(0.005);
    }

    @ParameterizedTest
    @CsvSource({"1, GET", "2, GET", "3, GET", "4, POST", "5, POST", "6, POST"})
    void oneOfTwoWhenStoppedHoldsFewRequestsAndIsAvoidedAtOnce(long seed, String method) {
        Simulation sim = new Simulation(seed).peers(2, FAST);
        Peer hole = sim.peer(0);
        sim.at(seconds(10), hole::stop);
        sim.at(seconds(70), hole::resume);
        Client client = sim.client().load(200, requests(method), seconds(0), seconds(180));
        sim.runUntil(seconds(220));

        assertThat(hole.mostWaiting()).isLessThanOrEqualTo(5);
        // The first attempts that wait there end after 5 s for GET, which is tried elsewhere, after 15 s for POST.
        assertThat(hole.arrivals(Duration.ofMillis(10_100), seconds(70)))
                .as("requests into the hole once it is noticed")
                .isLessThanOrEqualTo(3);
        assertThat(client.failures()).isLessThanOrEqualTo(method.equals("GET") ? 0 : 5);
        assertThat(sim.share(hole, seconds(150), seconds(180)))
                .as("back in use")
                .isBetween(0.2, 0.8);
        assertThat(sim.isQuiet()).isTrue();
    }

    /** Nothing waits in a hole when an attempt has timed out there: it must not look well for that. */
    @ParameterizedTest
    @CsvSource({
        "1, 2, 200, 2",
        "2, 3, 1000, 2",
        "3, 3, 1000, 20",
        "4, 3, 200, 20",
        "5, 3, 500, 50",
        "6, 10, 2000, 20",
        "7, 2, 500, 50"
    })
    void oneWhenStoppedKeepsOneRequestWaitingAtMostOnceAnAttemptHasTimedOut(
            long seed, int peers, int perSecond, int millis) {
        Simulation sim = new Simulation(seed).peers(peers, Behaviour.answersIn(Duration.ofMillis(millis)));
        Peer hole = sim.peer(0);
        Timeouts timeouts = Timeouts.defaults().withTotal(seconds(3)).withAttempt(Duration.ofMillis(500));
        // What would be ejected soon is not to be a case of this.
        OutlierPolicy outliers = OutlierPolicy.defaults().withMaxEjectedPercent(0);
        Client client = sim.client(
                        null, ServiceRules.defaults().withTimeouts(timeouts).withOutliers(outliers))
                .load(perSecond, Mesh::get, seconds(0), seconds(310));
        sim.at(seconds(10), hole::stop);
        sim.at(Duration.ofMillis(11_250), hole::countAnew);
        sim.runUntil(seconds(190));
        assertThat(hole.mostWaiting()).isLessThanOrEqualTo(1);
        hole.resume();
        sim.runUntil(seconds(340));

        assertThat(hole.arrivals(Duration.ofMillis(11_250), seconds(190)))
                .as("requests that find out whether it answers again")
                .isBetween(1L, 120L);
        assertThat(client.failures()).isZero();
        assertThat(sim.share(hole, seconds(290), seconds(310)))
                .as("back in use")
                .isBetween(0.5 / peers, 1.5 / peers);
    }

    /** What the others took a moment ago must not make a hole look cheap beside them. */
    @ParameterizedTest
    @CsvSource({"1, GET", "2, GET", "3, POST", "4, POST"})
    void oneOfThreeWhenStoppedJustAfterItsPeersWereSlowHoldsFewRequests(long seed, String method) {
        Simulation sim = new Simulation(seed).peers(3, FAST);
        Peer hole = sim.peer(0);
        for (Peer other : sim.peers().subList(1, 3)) {
            sim.at(seconds(8), other::stop);
            sim.at(Duration.ofMillis(8_600), other::resume);
        }
        sim.at(seconds(10), hole::stop);
        Client client = sim.client().load(200, requests(method), seconds(0), seconds(40));
        sim.runUntil(seconds(80));

        assertThat(hole.mostWaiting()).isLessThanOrEqualTo(5);
        // Beside those one that probes it.
        assertThat(client.failures()).isLessThanOrEqualTo(method.equals("GET") ? 0 : 6);
    }

    @ParameterizedTest
    @CsvSource({"1, GET", "2, POST"})
    void onlyOneInTheZoneWhenStoppedHoldsFewRequests(long seed, String method) {
        Simulation sim = new Simulation(seed);
        for (int i = 0; i < 6; i++) {
            sim.add(Mesh.endpoint(i).withZone(i == 0 ? "a" : "b"), FAST);
        }
        sim.publish();
        Client client = sim.client("a", ServiceRules.defaults()).load(200, requests(method), seconds(0), seconds(60));
        Peer hole = sim.peer(0);
        sim.at(seconds(10), hole::stop);
        sim.runUntil(seconds(90));

        assertThat(sim.share(hole, seconds(0), seconds(10))).isGreaterThan(0.3);
        assertThat(hole.mostWaiting()).isLessThanOrEqualTo(5);
        assertThat(client.failures()).isLessThanOrEqualTo(method.equals("GET") ? 0 : 5);
    }

    @ParameterizedTest
    @CsvSource({"1, GET", "2, GET", "3, POST", "4, POST"})
    void oneOfTwoWhenKilledLosesNoRequest(long seed, String method) {
        Simulation sim = new Simulation(seed).peers(2, FAST);
        Peer dead = sim.peer(0);
        sim.at(seconds(10), () -> dead.behave(Behaviour.refuses()));
        sim.at(seconds(60), () -> dead.behave(FAST));
        Client client = sim.client().load(200, requests(method), seconds(0), seconds(120));
        sim.runUntil(seconds(150));

        assertThat(client.failures()).isZero();
        assertThat(dead.arrivals(seconds(10), seconds(60))).isLessThanOrEqualTo(20);
        assertThat(sim.share(dead, seconds(100), seconds(120)))
                .as("back in use")
                .isBetween(0.3, 0.7);
    }

    /** The cost of its first failure must not keep away those that would find out that it is gone. */
    @ParameterizedTest
    @CsvSource({
        "1, 3, 200, 2",
        "2, 3, 20, 2",
        "3, 2, 200, 2",
        "4, 10, 200, 2",
        "5, 20, 200, 2",
        "6, 3, 200, 20",
        "7, 3, 200, 50"
    })
    void oneWhenKilledIsEjectedWithinASecond(long seed, int peers, int perSecond, int millis) {
        Simulation sim = new Simulation(seed).peers(peers, Behaviour.answersIn(Duration.ofMillis(millis)));
        Peer dead = sim.peer(0);
        sim.at(seconds(10), dead::kill);
        Client client = sim.client().load(perSecond, Mesh::get, seconds(0), seconds(15));
        sim.runUntil(seconds(11));

        assertThat(client.hasEjected(dead)).isTrue();
        assertThat(client.failures()).isZero();
    }

    /** In a rolling deployment there is hardly a moment without a change. */
    @ParameterizedTest
    @CsvSource({"1, 3", "2, 3", "3, 10", "4, 10"})
    void oneWhenKilledWhileEndpointsChangeAllTheTimeIsEjectedWithinASecondOfItsFirstRequest(long seed, int peers) {
        Simulation sim = new Simulation(seed).peers(peers, FAST);
        Peer dead = sim.peer(0);
        sim.at(seconds(10), dead::kill);
        for (int i = 0; i < 300; i++) {
            sim.at(Duration.ofMillis(200 * i), sim::publish);
        }
        Client client = sim.client().load(20, Mesh::get, seconds(0), seconds(60));
        Duration now = seconds(10);
        while (dead.arrivals(seconds(10), now) == 0 && now.compareTo(seconds(50)) < 0) {
            now = now.plusMillis(100);
            sim.runUntil(now);
        }
        sim.runUntil(now.plusSeconds(1));

        assertThat(client.hasEjected(dead)).isTrue();
        assertThat(client.failures()).isZero();
    }

    /** The request that finds out whether it answers again meets nobody, and the next ones must not wait for that one. */
    @ParameterizedTest
    @CsvSource({"1, 2, 100", "2, 3, 200", "3, 3, 1000", "4, 10, 500"})
    void oneThatHungWhenKilledIsEjectedWithinASecondOfItsNextRequest(long seed, int peers, int perSecond) {
        Simulation sim = new Simulation(seed).peers(peers, FAST);
        Peer dead = sim.peer(0);
        sim.at(seconds(10), dead::stop);
        sim.at(seconds(11), () -> {
            dead.kill();
            dead.resume();
        });
        Timeouts timeouts = Timeouts.defaults().withTotal(seconds(3)).withAttempt(Duration.ofMillis(500));
        Client client = sim.client(null, ServiceRules.defaults().withTimeouts(timeouts))
                .load(perSecond, Mesh::get, seconds(0), seconds(120));
        Duration now = seconds(11);
        while (dead.arrivals(seconds(11), now) == 0 && now.compareTo(seconds(120)) < 0) {
            now = now.plusMillis(100);
            sim.runUntil(now);
        }
        assertThat(dead.arrivals(seconds(11), now)).isPositive();

        sim.runUntil(now.plusSeconds(1));

        assertThat(client.hasEjected(dead)).isTrue();
        assertThat(client.failures()).isZero();
    }

    /** A service whose connections break now and then has not died of it. */
    @ParameterizedTest
    @CsvSource({"1, 20", "2, 200", "3, 1000"})
    void oneOfThreeWhenItLosesAConnectionNowAndThenIsNotEjected(long seed, int perSecond) {
        Simulation sim = new Simulation(seed).peers(3, FAST);
        Peer fair = sim.peer(0);
        Behaviour breaks =
                random -> random.nextInt(100) < 2 ? new Reply.Broken(Outcome.RESET, 1_000_000) : FAST.reply(random);
        sim.peers().forEach(peer -> peer.behave(breaks));
        Client client = sim.client().load(perSecond, Mesh::get, seconds(0), seconds(60));
        sim.runUntil(seconds(60));

        assertThat(client.hasEjected(fair)).isFalse();
        assertThat(sim.share(fair, seconds(0), seconds(60))).isBetween(0.2, 0.5);
        assertThat(failureRate(client)).isLessThan(0.001);
    }

    @ParameterizedTest
    @CsvSource({"1, 200", "2, 2000"})
    void twentyEndpointsWhenHalfAreKilledAtOnceLoseNextToNothing(long seed, int perSecond) {
        Simulation sim = new Simulation(seed).peers(20, FAST);
        sim.at(seconds(10), () -> sim.peers().subList(0, 10).forEach(peer -> peer.behave(Behaviour.refuses())));
        Client client = sim.client().load(perSecond, Mesh::get, seconds(0), seconds(60));
        sim.runUntil(seconds(90));

        // Three dead endpoints in a row, by those calls that came before anything was known of them.
        assertThat(client.failures()).isLessThanOrEqualTo(3);
    }

    private static Supplier<CallRequest> requests(String method) {
        return method.equals("GET") ? Mesh::get : Mesh::post;
    }

    private static double failureRate(Client client) {
        return (double) client.failures() / client.results().size();
    }

    private static Duration seconds(int seconds) {
        return Duration.ofSeconds(seconds);
    }
}
