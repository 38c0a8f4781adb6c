package dev.weft.mesh.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.mesh.resilience.BudgetPolicy;
import dev.weft.mesh.resilience.RetryBudget;
import dev.weft.mesh.rules.ServiceRules;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * All instances at the end of three tiers fail for a minute at full load: what reaches them, and how soon callers are well
 * again.
 */
@Tag("same-everywhere")
class OutageChainSimulationTests {

    private static final int EDGES = 100;
    private static final int MIDDLES = 50;
    private static final int HUNDREDS = 200;
    /** What a storm does to each of them it does to fewer, too, and ends sooner. */
    private static final int FEWER = 50;

    private static final int PER_SECOND = 500;

    private static final Duration FAILS = Duration.ofSeconds(20);
    private static final Duration BACK = Duration.ofSeconds(80);
    private static final Duration END = Duration.ofSeconds(110);

    private static final ServiceRules WITHOUT_BUDGET =
            ServiceRules.defaults().withBudget(new BudgetPolicy(1_000, 1_000_000));

    /** Of all instances together: twice as many as they are asked for on a good day. */
    private static final int MOST_PER_SECOND = 2 * PER_SECOND;

    @ParameterizedTest
    @CsvSource({"1, UNAVAILABLE", "2, REFUSING", "3, SLOW"})
    void backendWhenAllOfItFailsSeesAFifthMoreThanItsLoadAndServesEverybodyTenSecondsAfter(long seed, Outage outage) {
        Chain chain = run(seed, HUNDREDS, outage, ServiceRules.defaults(), true);

        assertThat(ratio(chain, chain.backends())).isLessThanOrEqualTo(1.2 + floor());
        assertThat(ratio(chain, chain.middles())).as("who calls the middle").isLessThan(1.01);
        assertThat(chain.failureRate(FAILS, BACK)).isGreaterThan(0.95);
        assertThat(chain.failureRate(BACK.plusSeconds(10), END)).isLessThan(0.01);
        assertThat(chain.simulation().isQuiet()).isTrue();
    }

    /** What the budget is for. Three attempts each, since answers say that retries were spent. */
    @Test
    void backendWhenNobodyHasABudgetSeesTheStorm() {
        assertThat(ratio(run(1, FEWER, Outage.UNAVAILABLE, WITHOUT_BUDGET, true)))
                .isBetween(2.5, 3.0);
    }

    /** What both are for: after a minute of eight times its load, the backend is not well when it should be. */
    @Test
    void backendWhenNobodyHasABudgetAndNoAnswerSaysThatRetriesWereSpentFailsForLonger() {
        Chain chain = run(1, FEWER, Outage.SLOW, WITHOUT_BUDGET, false);

        assertThat(ratio(chain)).isBetween(6.0, 9.0);
        // With both, fewer than one in a hundred does from here on.
        assertThat(chain.failureRate(BACK.plusSeconds(10), BACK.plusSeconds(15)))
                .isGreaterThan(0.1);
    }

    private static Chain run(long seed, int backends, Outage outage, ServiceRules rules, boolean marks) {
        Duration work = Duration.ofSeconds(backends).dividedBy(MOST_PER_SECOND);
        Behaviour well = Behaviour.answersIn(work);
        Behaviour ill = outage.of(work);
        Chain chain = new Chain(seed, EDGES, MIDDLES, backends, rules, marks).load(PER_SECOND, END);
        chain.backends().forEach(peer -> peer.workers(1));
        chain.backends().forEach(peer -> peer.behave(well));
        chain.simulation().at(FAILS, () -> chain.backends().forEach(peer -> peer.behave(ill)));
        chain.simulation().at(BACK, () -> chain.backends().forEach(peer -> peer.behave(well)));
        chain.simulation().runUntil(END.plusSeconds(60));
        return chain;
    }

    private static double ratio(Chain chain) {
        return ratio(chain, chain.backends());
    }

    /** How many times what callers ask for reaches these instances during the outage. */
    private static double ratio(Chain chain, List<Peer> tier) {
        return (double) Chain.arrivals(tier, FAILS, BACK)
                / chain.results(FAILS, BACK).size();
    }

    /** One retry a second for each client of the backend, and ten at once, as a part of the load. */
    private static double floor() {
        long seconds = BACK.minus(FAILS).toSeconds() + RetryBudget.WINDOW_SECONDS;
        return (double) MIDDLES
                * BudgetPolicy.defaults().minPerSecond()
                * seconds
                / (PER_SECOND * BACK.minus(FAILS).toSeconds());
    }

    private enum Outage {
        UNAVAILABLE,
        REFUSING,
        SLOW;

        /** How an instance behaves whose work takes so long on a good day. */
        private Behaviour of(Duration work) {
            return switch (this) {
                case UNAVAILABLE -> Behaviour.answersIn(work).failing(100, 503);
                case REFUSING -> Behaviour.refuses();
                case SLOW -> Behaviour.answersIn(work.multipliedBy(20));
            };
        }
    }
}
