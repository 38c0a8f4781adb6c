package dev.weft.mesh.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.mesh.rules.ServiceRules;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * An instance in the middle of three tiers that can't call the one below fails at once, and says that to ask another one is no
 * use. That holds where all of the last tier is down. Where it alone is cut off, it must not draw the load for being quick.
 */
@Tag("same-everywhere")
class CutOffChainSimulationTests {

    private static final Duration CUT = Duration.ofSeconds(20);
    private static final Duration MENDED = Duration.ofSeconds(80);
    private static final Duration END = Duration.ofSeconds(160);
    private static final Behaviour WORK = Behaviour.answersIn(Duration.ofMillis(20));

    /** Seed; how many instances call, and are in the middle; a load; and why one of these calls nobody. */
    @ParameterizedTest
    @CsvSource({
        "1, 1, 3, 100, BREAKER_OPEN",
        "2, 1, 2, 100, FULL",
        "3, 10, 3, 500, BREAKER_OPEN",
        "4, 10, 10, 500, FULL",
        "5, 10, 50, 2000, BREAKER_OPEN"
    })
    void instanceWhenItAloneIsCutOffIsAvoidedAndBackOnceItIsNot(
            long seed, int edges, int middles, int perSecond, Cut cut) {
        Chain chain = run(seed, edges, middles, perSecond, cut);
        List<Peer> it = chain.middles().subList(0, 1);

        assertThat(chain.failureRate(CUT, MENDED)).isLessThan(0.03);
        assertThat(chain.failureRate(CUT.plusSeconds(10), MENDED)).isLessThan(0.01);
        assertThat(share(chain, MENDED.plusSeconds(70), END)).as("back in use").isBetween(0.7 / middles, 1.4 / middles);
        assertThat(Chain.arrivals(it, CUT, MENDED)).isPositive();
        assertThat(chain.simulation().isQuiet()).isTrue();
    }

    /** None of them asks it often enough to tell that its peers do better. */
    @ParameterizedTest
    @CsvSource({"1, 50, 3, 100, BREAKER_OPEN", "2, 50, 2, 50, FULL", "3, 100, 10, 200, BREAKER_OPEN"})
    void instanceWhenItAloneIsCutOffAndCallersAskItRarelyGetsHalfItsShareAtMost(
            long seed, int edges, int middles, int perSecond, Cut cut) {
        Chain chain = run(seed, edges, middles, perSecond, cut);

        assertThat(share(chain, CUT, MENDED)).isLessThanOrEqualTo(0.5 / middles);
    }

    /** What all of them need is down: none of them is to blame, and the first to be asked about it is no worse. */
    @ParameterizedTest
    @CsvSource({
        "1, 10, 2, 20, true",
        "2, 10, 2, 200, true",
        "3, 10, 3, 100, true",
        "4, 10, 3, 1000, true",
        "5, 10, 10, 1000, true",
        "6, 20, 50, 2000, true",
        "7, 10, 2, 40, false",
        "8, 10, 3, 100, false",
        "9, 10, 3, 300, false",
        "10, 10, 10, 300, false"
    })
    void instancesWhenAllOfTheLastTierIsDownAreNotEjected(
            long seed, int edges, int middles, int perSecond, boolean refuses) {
        Behaviour down = refuses ? Behaviour.refuses() : Behaviour.answersIn(Duration.ofSeconds(20));
        Chain chain = chain(seed, edges, middles, perSecond);
        chain.simulation().at(CUT, () -> chain.backends().forEach(peer -> peer.behave(down)));
        chain.simulation().at(MENDED, () -> chain.backends().forEach(peer -> peer.behave(WORK)));
        for (Duration time = CUT; time.compareTo(MENDED) <= 0; time = time.plusMillis(500)) {
            chain.simulation().runUntil(time);
            assertThat(ejections(chain)).as("ejections at %s", time).isZero();
        }
        chain.simulation().runUntil(END);

        assertThat(chain.failureRate(CUT, MENDED)).isGreaterThan(0.95);
        assertThat(chain.failureRate(MENDED.plusSeconds(10), END)).isLessThan(0.01);
        for (Peer middle : chain.middles()) {
            assertThat(chain.simulation().share(middle, CUT, MENDED)).isPositive();
        }
    }

    private static long ejections(Chain chain) {
        return chain.edges().stream()
                .flatMap(edge -> chain.middles().stream().filter(edge::hasEjected))
                .count();
    }

    private static Chain run(long seed, int edges, int middles, int perSecond, Cut cut) {
        Chain chain = chain(seed, edges, middles, perSecond);
        chain.simulation().at(CUT, () -> cut.begin(chain.guards(0)));
        chain.simulation().at(MENDED, () -> cut.end(chain.guards(0)));
        chain.simulation().runUntil(END.plusSeconds(30));
        return chain;
    }

    private static Chain chain(long seed, int edges, int middles, int perSecond) {
        Chain chain = new Chain(seed, edges, middles, 10, ServiceRules.defaults(), true).load(perSecond, END);
        chain.backends().forEach(peer -> peer.behave(WORK));
        return chain;
    }

    /** The part of the middle's requests that the one gets. */
    private static double share(Chain chain, Duration from, Duration to) {
        return (double) Chain.arrivals(chain.middles().subList(0, 1), from, to)
                / Chain.arrivals(chain.middles(), from, to);
    }

    private enum Cut {
        BREAKER_OPEN,
        FULL;

        private void begin(CountingGuards guards) {
            if (this == FULL) {
                guards.limit(0);
            } else {
                guards.open();
            }
        }

        private void end(CountingGuards guards) {
            guards.limit(Integer.MAX_VALUE);
            guards.close();
        }
    }
}
