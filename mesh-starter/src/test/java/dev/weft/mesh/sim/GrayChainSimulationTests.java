package dev.weft.mesh.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.mesh.rules.ServiceRules;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * One instance of five, or many of hundreds, is bad in one way or another: what callers two tiers above notice of it. Each
 * line is a seed; how many instances call, are in the middle and at the end; one of how many at the end is bad; and a load.
 */
@Tag("same-everywhere")
class GrayChainSimulationTests {

    private static final Behaviour FAST = Behaviour.answersIn(Duration.ofMillis(5));
    private static final Behaviour SLOW = Behaviour.answersIn(Duration.ofMillis(50));
    private static final Duration SETTLED = Duration.ofSeconds(10);
    private static final Duration END = Duration.ofSeconds(40);

    @ParameterizedTest
    @CsvSource({
        "1, 10, 20, 5, 5, 500",
        "2, 20, 100, 5, 5, 2000",
        "3, 20, 50, 40, 20, 2000",
        "4, 20, 20, 100, 20, 2000",
        "5, 20, 100, 200, 20, 2000"
    })
    void instanceWhenItIsTenTimesSlowerIsAvoided(
            long seed, int edges, int middles, int backends, int oneIn, int perSecond) {
        Chain healthy = run(seed, edges, middles, backends, oneIn, perSecond, FAST);
        Chain chain = run(seed, edges, middles, backends, oneIn, perSecond, SLOW);

        assertThat(shareOfBad(chain, oneIn)).isLessThanOrEqualTo(0.01);
        assertThat(p99(chain)).isLessThanOrEqualTo((long) (1.3 * p99(healthy)));
        assertThat(chain.failureRate(Duration.ZERO, END)).isZero();
    }

    /** One request in 25 draws two of them, and has no other choice: they get that, and no more. */
    @Test
    void oneOfFiveOfAHundredWhenTheyAreTenTimesSlowerGetNoMoreThanTwoChoicesLeaveThem() {
        Chain chain = run(6, 20, 20, 100, 5, 2000, SLOW);

        assertThat(shareOfBad(chain, 5)).isLessThanOrEqualTo(0.05);
        assertThat(chain.failureRate(Duration.ZERO, END)).isZero();
    }

    @ParameterizedTest
    @CsvSource({"1, 10, 20, 5, 5, 500", "2, 20, 100, 5, 5, 2000", "3, 20, 20, 100, 5, 2000", "4, 20, 100, 200, 5, 2000"
    })
    void instanceWhenHalfOfItsAnswersAre503IsHardlyNoticed(
            long seed, int edges, int middles, int backends, int oneIn, int perSecond) {
        Chain chain = run(seed, edges, middles, backends, oneIn, perSecond, FAST.failing(50, 503));

        assertThat(chain.failureRate(Duration.ZERO, END)).isLessThan(0.005);
    }

    private static Chain run(
            long seed, int edges, int middles, int backends, int oneIn, int perSecond, Behaviour badly) {
        Chain chain = new Chain(seed, edges, middles, backends, ServiceRules.defaults(), true).load(perSecond, END);
        chain.backends().forEach(peer -> peer.behave(FAST));
        bad(chain, oneIn).forEach(peer -> peer.behave(badly));
        chain.simulation().runUntil(END.plusSeconds(30));
        assertThat(chain.simulation().isQuiet()).isTrue();
        return chain;
    }

    private static List<Peer> bad(Chain chain, int oneIn) {
        List<Peer> bad = new ArrayList<>();
        for (int i = 0; i < chain.backends().size(); i += oneIn) {
            bad.add(chain.backends().get(i));
        }
        return bad;
    }

    private static double shareOfBad(Chain chain, int oneIn) {
        return (double) Chain.arrivals(bad(chain, oneIn), SETTLED, END)
                / Chain.arrivals(chain.backends(), SETTLED, END);
    }

    private static long p99(Chain chain) {
        return chain.percentile(99, SETTLED, END).toNanos();
    }
}
