package dev.weft.mesh.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.weft.mesh.model.Endpoint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class EndpointStateTests {

    private static final long MILLI = 1_000_000;
    private static final long SECOND = 1_000 * MILLI;
    private static final BalancePolicy POLICY = BalancePolicy.defaults();

    @Test
    void costWhenAttemptsAreInFlightGrowsWithThem() {
        EndpointState state = known(2 * MILLI);
        double idle = state.cost(POLICY, 0);
        state.begin(0);

        assertThat(state.cost(POLICY, 0)).isEqualTo(2 * idle);
    }

    @Test
    void costWhenWeightIsDoubleIsHalf() {
        EndpointState light = known(2 * MILLI);
        EndpointState heavy = new EndpointState(endpoint("heavy").withWeight(2), 2 * MILLI, false, "", 0);

        assertThat(heavy.cost(POLICY, 0)).isEqualTo(light.cost(POLICY, 0) / 2);
    }

    @Test
    void costWhenTheBodyIsStillOnItsWayCountsTheAttemptButNotItsAge() {
        EndpointState state = known(2 * MILLI);
        state.begin(0);
        state.answered(0, 0);

        assertThat(state.inFlight()).isEqualTo(1);
        assertThat(state.cost(POLICY, 5 * SECOND)).isLessThanOrEqualTo(2 * 2 * MILLI);
    }

    @Test
    void hasAnsweredOfLateWhenAHeadHasComeHoldsForTenSeconds() {
        EndpointState state = known(2 * MILLI);
        assertThat(state.hasAnsweredOfLate(0)).isFalse();
        state.begin(0);
        state.answered(0, SECOND);

        assertThat(state.hasAnsweredOfLate(SECOND)).isTrue();
        assertThat(state.hasAnsweredOfLate(10 * SECOND)).isTrue();
        assertThat(state.hasAnsweredOfLate(11 * SECOND)).isFalse();
    }

    /** A stopped process is noticed by the age of what waits in it, long before anything times out. */
    @Test
    void costWhenAttemptsWaitForLongGrowsWithTheirAge() {
        EndpointState state = known(2 * MILLI);
        state.begin(0);

        assertThat(state.cost(POLICY, 100 * MILLI)).isEqualTo(2 * 100 * MILLI);
    }

    @Test
    void costWhenTwoAreIdleForLongIsStillLowerForTheOneWithFewerAttempts() {
        EndpointState idle = known(2 * MILLI);
        EndpointState busy = known(2 * MILLI);
        busy.begin(3600 * SECOND);

        assertThat(idle.cost(POLICY, 3600 * SECOND)).isLessThan(busy.cost(POLICY, 3600 * SECOND));
    }

    @Test
    void warmthWhenNewGrowsFromATenthToTheWhole() {
        EndpointState state = new EndpointState(endpoint("new"), 2 * MILLI, true, "", 0);

        assertThat(state.warmth(POLICY, 0)).isEqualTo(0.1);
        assertThat(state.warmth(POLICY, 5 * SECOND)).isCloseTo(0.5, within(0.001));
        assertThat(state.warmth(POLICY, 10 * SECOND)).isEqualTo(1);
    }

    @Test
    void warmthWhenSlowStartIsOffIsTheWhole() {
        EndpointState state = new EndpointState(endpoint("new"), 2 * MILLI, true, "", 0);

        assertThat(state.warmth(new BalancePolicy(Duration.ZERO, 6, 50, 0), 0)).isEqualTo(1);
    }

    @Test
    void warmthWhenNotANewcomerIsTheWholeFromTheStart() {
        assertThat(known(MILLI).warmth(POLICY, 0)).isEqualTo(1);
    }

    @Test
    void warmthWhenBackFromAnEjectionStartsAnew() {
        EndpointState state = known(MILLI);
        state.warmUp(60 * SECOND);

        assertThat(state.warmth(POLICY, 61 * SECOND)).isCloseTo(0.1, within(0.001));
    }

    /** Else a client would take ten seconds to tell an endpoint of 2 ms from one of 20, since both began at 30. */
    @Test
    void latencyWhenFirstMeasuredForgetsWhatWasAssumed() {
        EndpointState state = known(30 * MILLI);
        state.observeLatency(2 * MILLI, SECOND);

        assertThat(state.latencyNanos(SECOND)).isEqualTo(2 * MILLI);
    }

    /** Of two endpoints the one that fails must not set what its own failures are held against. */
    @Test
    void medianLatencyWhenOneOfTwoIsBadIsThatOfTheGoodOne() {
        EndpointState good = answeredIn(2 * MILLI);
        EndpointState bad = answeredIn(5 * SECOND);

        assertThat(EndpointState.medianLatencyNanos(List.of(good, bad))).isEqualTo(2 * MILLI);
    }

    /** Else in an outage each penalty would be twenty times the one before. */
    @Test
    void medianLatencyWhenAttemptsFailedIsThatOfTheAnswers() {
        EndpointState state = answeredIn(2 * MILLI);
        state.observePenalty(40 * MILLI, SECOND);
        state.observePenalty(800 * MILLI, SECOND);

        assertThat(EndpointState.medianLatencyNanos(List.of(state))).isEqualTo(2 * MILLI);
    }

    @Test
    void medianLatencyAfterAQuietHourIsWhatItWas() {
        EndpointState state = answeredIn(2 * MILLI);

        assertThat(state.latencyNanos(3600 * SECOND)).isLessThan(1);
        assertThat(EndpointState.medianLatencyNanos(List.of(state))).isEqualTo(2 * MILLI);
    }

    @Test
    void medianLatencyWhenNobodyHasAnsweredIsTheDefault() {
        assertThat(EndpointState.medianLatencyNanos(List.of(known(MILLI)))).isEqualTo(30 * MILLI);
    }

    @Test
    void isOverdueWhenAnAttemptTimedOutIsSoUntilTheNextAnswer() {
        EndpointState state = timedOut(5 * SECOND);
        assertThat(state.isOverdue(5 * SECOND)).isTrue();
        state.begin(5 * SECOND);

        state.answered(5 * SECOND, 5 * SECOND + MILLI);

        assertThat(state.isOverdue(5 * SECOND)).isFalse();
    }

    @Test
    void isOverdueWhenAnAttemptTimedOutAndNothingIsSentAnyMoreIsSoForTwiceItsTime() {
        EndpointState state = timedOut(SECOND);

        assertThat(state.isOverdue(2 * SECOND)).isTrue();
        assertThat(state.isOverdue(4 * SECOND)).isFalse();
    }

    /** Somebody who waits for a moment only learns nothing of the endpoint that others should go by. */
    @Test
    void isOverdueWhenTheTimeoutWasTinyIsSoForAMoment() {
        assertThat(timedOut(5 * MILLI).isOverdue(16 * MILLI)).isFalse();
    }

    @Test
    void isOverdueWhenTheTimeoutWasHugeIsSoForFiveSeconds() {
        EndpointState state = timedOut(3600 * SECOND);

        assertThat(state.isOverdue(3604 * SECOND)).isTrue();
        assertThat(state.isOverdue(3606 * SECOND)).isFalse();
    }

    /** One slow route says nothing of the others. */
    @Test
    void isOverdueWhenAnotherWasAnsweredWhileTheAttemptWaitedIsNotSo() {
        EndpointState state = known(MILLI);
        state.begin(0);
        state.begin(SECOND);
        state.answered(SECOND, SECOND + MILLI);
        state.endTimedOut(0, 5 * SECOND);

        assertThat(state.isOverdue(5 * SECOND)).isFalse();
    }

    /** Whichever of the two comes first, the endpoint has answered. */
    @Test
    void isOverdueWhenAHeadRacesTheAlarmOfAnotherAttemptIsNotSo() throws Exception {
        List<EndpointState> states = new ArrayList<>();
        for (int i = 0; i < 200_000; i++) {
            EndpointState state = known(MILLI);
            state.begin(0);
            state.begin(0);
            states.add(state);
        }
        AtomicInteger arrived = new AtomicInteger();
        Thread alarms = new Thread(() -> together(states, arrived, state -> state.endTimedOut(0, 5 * SECOND)));
        alarms.start();
        together(states, arrived, state -> state.answered(0, 5 * SECOND));
        alarms.join();

        assertThat(states).noneMatch(state -> state.isOverdue(5 * SECOND));
    }

    /** One of two threads that come to each of the states at the same time. */
    private static void together(List<EndpointState> states, AtomicInteger arrived, Consumer<EndpointState> what) {
        for (int i = 0; i < states.size(); i++) {
            arrived.incrementAndGet();
            for (int spins = 0; arrived.get() < 2 * (i + 1); spins++) {
                if (spins > 1_000) {
                    Thread.yield();
                }
            }
            what.accept(states.get(i));
        }
    }

    @Test
    void isSilentWhenOneFindsOutWhetherItAnswersIsSoForTheOthersUntilItDoes() {
        EndpointState state = timedOut(5 * SECOND);
        assertThat(state.isSilent(true, 11 * SECOND)).isFalse();
        state.begin(11 * SECOND);
        assertThat(state.isSilent(true, 20 * SECOND)).isTrue();

        state.answered(11 * SECOND, 20 * SECOND);

        assertThat(state.isSilent(true, 20 * SECOND)).isFalse();
    }

    @Test
    void isSilentWhenWhoFindsOutTimesOutIsSoAnew() {
        EndpointState state = timedOut(SECOND);
        state.begin(3 * SECOND);
        state.endTimedOut(3 * SECOND, 4 * SECOND);

        assertThat(state.isSilent(true, 5 * SECOND)).isTrue();
        assertThat(state.isSilent(true, 7 * SECOND)).isFalse();
    }

    /** It may have no limit. */
    @Test
    void isSilentWhenWhoFindsOutNeverEndsIsSoForHalfAMinute() {
        EndpointState state = timedOut(SECOND);
        state.begin(4 * SECOND);

        assertThat(state.isSilent(true, 33 * SECOND)).isTrue();
        assertThat(state.isSilent(true, 35 * SECOND)).isFalse();
    }

    /** Its caller has given up, or there was no connection: the next one finds out. */
    @Test
    void isSilentWhenWhoFindsOutEndsWithoutATimeoutIsSoAsIfItHadNotBeenSent() {
        EndpointState state = timedOut(SECOND);
        state.begin(4 * SECOND);
        state.endUnanswered(4 * SECOND);

        assertThat(state.isSilent(true, 4 * SECOND)).isFalse();
        assertThat(state.isSilent(false, 92 * SECOND)).isTrue();
        assertThat(state.isSilent(false, 94 * SECOND)).isFalse();

        state.begin(5 * SECOND);
        assertThat(state.isSilent(true, 6 * SECOND)).isTrue();
    }

    /** What must not be repeated has waited for a minute and a half already. */
    @Test
    void isSilentForARequestThatMustNotBeRepeatedWhenOneLikeItFoundNothingOutIsNotSo() {
        EndpointState state = timedOut(SECOND);
        state.begin(94 * SECOND);
        state.endUnanswered(94 * SECOND);

        assertThat(state.isSilent(false, 94 * SECOND)).isFalse();
    }

    /** Where all come last, requests go there although another one is finding out. */
    @Test
    void isSilentWhenAnotherEndsThanWhoFindsOutIsSoStill() {
        EndpointState state = timedOut(SECOND);
        state.begin(4 * SECOND);
        state.begin(5 * SECOND);
        state.endUnanswered(5 * SECOND);
        assertThat(state.isSilent(true, 6 * SECOND)).isTrue();

        state.endUnanswered(4 * SECOND);
        assertThat(state.isSilent(true, 6 * SECOND)).isFalse();
    }

    @Test
    void isSilentWhenOneWasSentTooSoonAndFoundNothingOutIsSoForTheRestOfTheTime() {
        EndpointState state = timedOut(5 * SECOND);
        state.begin(6 * SECOND);
        assertThat(state.isSilent(true, 20 * SECOND)).isTrue();
        state.endUnanswered(6 * SECOND);

        assertThat(state.isSilent(true, 9 * SECOND)).isTrue();
        assertThat(state.isSilent(true, 11 * SECOND)).isFalse();
    }

    @Test
    void isSilentWhenALongPollWaitedThereBeforeEndsAsEver() {
        EndpointState state = known(MILLI);
        state.begin(0);
        state.begin(SECOND);
        state.endTimedOut(SECOND, 2 * SECOND);

        assertThat(state.isSilent(true, 3 * SECOND)).isTrue();
        assertThat(state.isSilent(true, 5 * SECOND)).isFalse();
    }

    @Test
    void isSilentForARequestThatMustNotBeRepeatedIsSoForAMinuteAndAHalfMore() {
        EndpointState state = timedOut(SECOND);

        assertThat(state.isSilent(false, 90 * SECOND)).isTrue();
        assertThat(state.isSilent(false, 94 * SECOND)).isFalse();
    }

    /** Nobody is lost for finding out, but whether it answers requests too is yet to be seen. */
    @Test
    void isSilentWhenACheckFoundItWellLetsOneThatMustNotBeRepeatedFindOut() {
        EndpointState state = timedOut(SECOND);
        state.foundWell(MILLI, 2 * SECOND);
        assertThat(state.isSilent(true, 2 * SECOND)).isTrue();
        assertThat(state.isSilent(false, 4 * SECOND)).isTrue();

        state.foundWell(MILLI, 4 * SECOND);
        assertThat(state.isSilent(false, 4 * SECOND)).isFalse();

        state.begin(5 * SECOND);
        state.foundWell(MILLI, 6 * SECOND);
        assertThat(state.isSilent(false, 6 * SECOND)).isTrue();
    }

    /** Five seconds in a hole would keep it idle for another minute. */
    @Test
    void latencyWhenItAnswersAgainForgetsTheTimeout() {
        EndpointState state = answeredIn(20 * MILLI);
        state.begin(SECOND);
        state.endTimedOut(SECOND, 6 * SECOND);
        state.observePenalty(5 * SECOND, 6 * SECOND);
        state.begin(12 * SECOND);
        state.answered(12 * SECOND, 12 * SECOND + 20 * MILLI);
        state.observeLatency(20 * MILLI, 12 * SECOND + 20 * MILLI);

        assertThat(state.latencyNanos(12 * SECOND + 20 * MILLI)).isEqualTo(20 * MILLI);
    }

    @Test
    void isOverdueWhenBackFromAnEjectionIsNotSo() {
        EndpointState state = timedOut(5 * SECOND);
        state.warmUp(6 * SECOND);

        assertThat(state.isOverdue(6 * SECOND)).isFalse();
    }

    @Test
    void isLeavingWhenItHasSaidSoIsSoForHalfAMinute() {
        EndpointState state = known(MILLI);
        state.leave(0);

        assertThat(state.isLeaving(29 * SECOND)).isTrue();
        assertThat(state.isLeaving(31 * SECOND)).isFalse();
    }

    @Test
    void isLeavingWhenTheRegistryDescribesItAnewIsNotSo() {
        EndpointState state = known(MILLI);
        state.leave(0);

        state.describe(state.endpoint());
        assertThat(state.isLeaving(SECOND)).isTrue();

        state.describe(state.endpoint().withWeight(2));
        assertThat(state.isLeaving(SECOND)).isFalse();
    }

    /** From the start on nothing was answered, and an attempt has waited for so long. */
    private static EndpointState timedOut(long after) {
        EndpointState state = known(MILLI);
        state.begin(0);
        state.endTimedOut(0, after);
        return state;
    }

    private static EndpointState answeredIn(long latency) {
        EndpointState state = known(MILLI);
        state.observeLatency(latency, 0);
        return state;
    }

    private static EndpointState known(long latency) {
        return new EndpointState(endpoint("known"), latency, false, "", 0);
    }

    private static Endpoint endpoint(String id) {
        return Endpoint.of(id, "127.0.0.1", 8080);
    }
}
