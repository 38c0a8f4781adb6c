package dev.weft.mesh.engine;

import static dev.weft.mesh.sim.Mesh.get;
import static dev.weft.mesh.sim.Mesh.post;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.mesh.model.CallRequest;
import dev.weft.mesh.model.Endpoint;
import dev.weft.mesh.model.Headers;
import dev.weft.mesh.model.Outcome;
import dev.weft.mesh.resilience.RetryPolicy;
import dev.weft.mesh.rules.ServiceRules;
import dev.weft.mesh.sim.Mesh;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One call, step by step: what the adapter is told, and what is given back when it is over. */
class CallTests {

    private Mesh mesh = Mesh.with(3);

    /** Whatever a test did, the call is over at its end. */
    @AfterEach
    void everythingIsGivenBack() {
        assertThat(mesh.guards.breakerHeld).hasValue(0);
        assertThat(mesh.guards.bulkheadHeld).hasValue(0);
        assertThat(mesh.destination().inFlight()).isZero();
    }

    @Test
    void callWhenAnsweredIsDeliveredAndOverWithItsBody() {
        Call call = mesh.begin(get());
        Attempt attempt = send(call);

        assertThat(answer(call, attempt, 200)).isEqualTo(Verdict.DELIVER);
        assertThat(mesh.guards.succeeded).hasValue(1);
        assertThat(mesh.guards.bulkheadHeld).hasValue(1);
        assertThat(mesh.destination().inFlight()).isEqualTo(1);

        call.ended(attempt, Outcome.COMPLETED, mesh.now);
        assertThat(call.failure()).isNull();
        assertThat(mesh.destination().recentCalls().get(0).result()).isEqualTo("200");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 100, 130})
    void recentCallsAreTheLastHundredAndEachIsThereOnce(int calls) {
        for (int i = 0; i < calls; i++) {
            Call call = mesh.begin(get());
            Attempt attempt = send(call);
            answer(call, attempt, 200);
            mesh.now++;
            call.ended(attempt, Outcome.COMPLETED, mesh.now);
        }

        assertThat(mesh.destination().recentCalls())
                .hasSize(Math.min(calls, 100))
                .doesNotHaveDuplicates()
                .isSortedAccordingTo(
                        Comparator.comparingLong(CallTrace::startedNanos).reversed());
    }

    @ParameterizedTest
    @ValueSource(ints = {502, 503, 504})
    void headWhenUnavailableAndIdempotentTriesAnotherEndpoint(int status) {
        Call call = mesh.begin(get());
        Attempt first = send(call);

        assertThat(answer(call, first, status)).isEqualTo(Verdict.DISCARD);
        Attempt second = afterThePause(call);

        assertThat(second.number()).isEqualTo(2);
        assertThat(second.endpoint()).isNotEqualTo(first.endpoint());
        finish(call, second);
        assertThat(mesh.guards.succeeded).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 501, 404, 409, 429})
    void headWhenTheApplicationAnsweredDeliversIt(int status) {
        Call call = mesh.begin(get());
        Attempt attempt = send(call);

        assertThat(answer(call, attempt, status)).isEqualTo(Verdict.DELIVER);
        assertThat(mesh.guards.failed).hasValue(0);
        call.ended(attempt, Outcome.COMPLETED, mesh.now);
    }

    /** A default that retried POST cost others real money. */
    @ParameterizedTest
    @EnumSource(
            value = Outcome.class,
            names = {"RESET", "TIMEOUT"})
    void endedWhenAPostMayHaveReachedTheApplicationFails(Outcome outcome) {
        Call call = mesh.begin(post());
        call.ended(send(call), outcome, mesh.now);

        assertThat(failure(call).reason()).isEqualTo(Failure.Reason.ATTEMPTS_FAILED);
        assertThat(mesh.guards.failed).hasValue(1);
    }

    @Test
    void headWhenAPostIsAnsweredWith503DeliversIt() {
        Call call = mesh.begin(post());
        Attempt attempt = send(call);

        assertThat(answer(call, attempt, 503)).isEqualTo(Verdict.DELIVER);
        call.ended(attempt, Outcome.COMPLETED, mesh.now);
        assertThat(mesh.guards.failed).hasValue(1);
    }

    @ParameterizedTest
    @EnumSource(
            value = Outcome.class,
            names = {"CONNECT_FAILED", "CONNECT_TIMEOUT", "REFUSED"})
    void endedWhenAPostWasNotSentTriesAnotherEndpointAtOnce(Outcome outcome) {
        Call call = mesh.begin(post().withReplayable(false));
        Attempt first = send(call);
        call.ended(first, outcome, mesh.now);

        Attempt second = send(call);
        assertThat(second.endpoint()).isNotEqualTo(first.endpoint());

        call.ended(second, outcome, mesh.now);
        assertThat(call.next(mesh.now)).as("the second retry pauses").isInstanceOf(Step.Wait.class);
        finish(call, afterThePause(call));
    }

    @Test
    void endedWhenAPostHasAnIdempotencyKeyIsTriedAgain() {
        Call call = mesh.begin(post().withHeaders(headers(Map.of("Idempotency-Key", "7"))));
        call.ended(send(call), Outcome.RESET, mesh.now);

        finish(call, afterThePause(call));
    }

    @Test
    void endedWhenTheBodyCannotBeSentAgainFails() {
        Call call = mesh.begin(CallRequest.of(Mesh.SERVICE, "PUT", "/big").withReplayable(false));
        call.ended(send(call), Outcome.RESET, mesh.now);

        assertThat(failure(call).reason()).isEqualTo(Failure.Reason.ATTEMPTS_FAILED);
    }

    @Test
    void endedWhenTheResponseHadBegunIsNeverTriedAgain() {
        Call call = mesh.begin(get());
        Attempt attempt = send(call);
        answer(call, attempt, 200);

        call.ended(attempt, Outcome.TRUNCATED, mesh.now);

        assertThat(call.next(mesh.now)).isInstanceOf(Step.Fail.class);
        assertThat(mesh.destination().recentCalls().get(0).result()).isEqualTo("200, response truncated");
    }

    @Test
    void attemptsWhenAllFailAreThreeOnThreeEndpointsAndTheLastAnswerGoesBack() {
        Call call = mesh.begin(get());
        Attempt first = send(call);
        answer(call, first, 503);
        Attempt second = afterThePause(call);
        answer(call, second, 503);
        Attempt third = afterThePause(call);

        assertThat(answer(call, third, 503)).isEqualTo(Verdict.DELIVER);
        assertThat(call.isSpent()).isTrue();
        call.ended(third, Outcome.COMPLETED, mesh.now);
        assertThat(Set.of(first.endpoint(), second.endpoint(), third.endpoint()))
                .hasSize(3);
        assertThat(mesh.guards.failed).hasValue(1);
    }

    @Test
    void isSpentWhenThePolicyAllowsNoRetryIsNo() {
        mesh = Mesh.with(
                3, ServiceRules.defaults().withRetry(RetryPolicy.defaults().withAttempts(1)));
        Call call = mesh.begin(get());
        call.ended(send(call), Outcome.RESET, mesh.now);

        assertThat(failure(call).message()).doesNotContain("no further retry");
        assertThat(call.isSpent()).isFalse();
    }

    /** Retries must not multiply through the tiers. */
    @Test
    void headWhenRetriesWereSpentBelowDeliversAndLeavesTheEndpointInPeace() {
        for (int i = 0; i < 20; i++) {
            Call call = mesh.begin(get());
            Attempt attempt = send(call);

            assertThat(call.head(attempt, 503, headers(Map.of("mesh-retry", "no")), mesh.now))
                    .isEqualTo(Verdict.DELIVER);
            assertThat(call.isSpent()).isTrue();
            call.ended(attempt, Outcome.COMPLETED, mesh.now);
        }
        assertThat(mesh.destination().states())
                .allMatch(state -> state.outlier().ejection() == null);
        assertThat(mesh.guards.failed).as("what the breaker counts").hasValue(0);
    }

    @Test
    void headWhenRetriesWereSpentBelowDoesNotWaitForRetryAfterEither() {
        Call call = mesh.begin(get());
        Attempt attempt = send(call);

        assertThat(answer(call, attempt, 429, Map.of("Retry-After", "1", "mesh-retry", "no")))
                .isEqualTo(Verdict.DELIVER);
        assertThat(call.isSpent()).isTrue();
        call.ended(attempt, Outcome.COMPLETED, mesh.now);
    }

    @Test
    void headWhenRetryAfterFitsWaitsThatLong() {
        Call call = mesh.begin(get());
        answer(call, send(call), 429, Map.of("Retry-After", "2"));

        assertThat(call.next(mesh.now)).isEqualTo(new Step.Wait(2_000_000_000));
        finish(call, afterThePause(call));
    }

    @Test
    void headWhenRetryAfterDoesNotFitDeliversTheAnswer() {
        Call call = mesh.begin(get());
        Attempt attempt = send(call);

        assertThat(answer(call, attempt, 503, Map.of("Retry-After", "30"))).isEqualTo(Verdict.DELIVER);
        call.ended(attempt, Outcome.COMPLETED, mesh.now);
    }

    @Test
    void headWhenAPostIsAskedToComeBackLaterDeliversTheAnswerAndLeavesTheEndpointAlone() {
        Call call = mesh.begin(post());
        Attempt attempt = send(call);

        assertThat(answer(call, attempt, 429, Map.of("Retry-After", "5"))).isEqualTo(Verdict.DELIVER);
        call.ended(attempt, Outcome.COMPLETED, mesh.now);

        for (int i = 0; i < 20; i++) {
            Call next = mesh.begin(get());
            Attempt elsewhere = send(next);
            assertThat(elsewhere.endpoint()).isNotEqualTo(attempt.endpoint());
            finish(next, elsewhere);
        }
    }

    @Test
    void endedWhenTheBudgetIsSpentFailsAndSaysSo() {
        for (int i = 0; i < 30; i++) {
            Call call = mesh.begin(get());
            call.ended(send(call), Outcome.RESET, mesh.now);
            call.cancel(mesh.now);
        }
        Call call = mesh.begin(get());
        call.ended(send(call), Outcome.RESET, mesh.now);

        assertThat(failure(call).message()).contains("after 1 attempt: 10.0.0.").contains("no further retry");
        assertThat(call.isSpent()).isTrue();
    }

    /** A request that nothing was sent for justifies no retry. */
    @Test
    void beginWhenTheBreakerRefusesEarnsNoBudget() {
        long before = mesh.destination().retriesAvailable(mesh.now);
        mesh.guards.open();
        for (int i = 0; i < 100; i++) {
            mesh.begin(get()).next(mesh.now);
        }

        assertThat(mesh.destination().retriesAvailable(mesh.now)).isEqualTo(before);
    }

    @Test
    void nextWhenTheBreakerIsOpenFailsAtOnceAndBlamesNoEndpoint() {
        mesh.guards.open();

        Failure failure = failure(mesh.begin(get()));

        assertThat(failure.reason()).isEqualTo(Failure.Reason.BREAKER_OPEN);
        assertThat(failure.message()).startsWith("petdetails: the circuit breaker is open");
        assertThat(mesh.destination().states())
                .noneMatch(state -> state.outlier()
                                .successPercent(mesh.destination().rules().outliers(), mesh.now)
                        >= 0);
    }

    @Test
    void nextWhenTheBulkheadIsFullFailsAtOnceAndNamesTheLimit() {
        mesh.guards.limit(1);
        Call first = mesh.begin(get());
        Attempt attempt = send(first);

        Failure failure = failure(mesh.begin(get()));
        finish(first, attempt);

        assertThat(failure.reason()).isEqualTo(Failure.Reason.LIMIT);
        assertThat(failure.message()).contains("already 1 calls under way");
    }

    @Test
    void nextWhenNothingIsUpSaysWhatIsRegistered() {
        mesh.directory.set(
                Mesh.SERVICE, Mesh.endpoint(0).withStatus(Endpoint.Status.DOWN).withVersion("v1"));

        Call call = mesh.begin(get());
        Failure failure = failure(call);

        assertThat(failure.reason()).isEqualTo(Failure.Reason.NO_ENDPOINT);
        assertThat(failure.message()).isEqualTo("petdetails: no endpoint is up; registered are details-0 (DOWN, v1)");
        assertThat(call.isSpent())
                .as("whether whoever is above had better not try again")
                .isTrue();
        assertThat(mesh.guards.released).hasValue(1);
    }

    @Test
    void cancelWhileWaitingForTheHeadEndsTheAttemptAndBlamesNobody() {
        Call call = mesh.begin(get());
        Attempt attempt = send(call);
        mesh.pass(Duration.ofMillis(70));

        call.cancel(mesh.now);

        assertThat(attempt.outcome()).isEqualTo(Outcome.CANCELLED);
        assertThat(failure(call).message())
                .startsWith("petdetails: the caller gave up after 70 ms after 1 attempt")
                .endsWith("cancelled after 70 ms");
        assertThat(mesh.guards.released).hasValue(1);
        assertThat(answer(call, attempt, 200)).isEqualTo(Verdict.DISCARD);
    }

    @Test
    void cancelDuringThePauseSendsNothingMore() {
        Call call = mesh.begin(get());
        answer(call, send(call), 503);

        call.cancel(mesh.now);

        assertThat(failure(call).reason()).isEqualTo(Failure.Reason.CANCELLED);
    }

    @Test
    void cancelBeforeTheFirstStepTakesNothing() {
        Call call = mesh.begin(get());
        call.cancel(mesh.now);

        assertThat(failure(call).reason()).isEqualTo(Failure.Reason.CANCELLED);
        assertThat(mesh.guards.released).hasValue(0);
    }

    @Test
    void cancelWhenOverChangesNothing() {
        Call call = mesh.begin(get());
        finish(call, send(call));

        call.cancel(mesh.now);

        assertThat(call.failure()).isNull();
    }

    /** The transport's timer and the response's head may come at the same moment. */
    @Test
    void endedBeforeTheHeadWinsOverTheHead() {
        Call call = mesh.begin(post());
        Attempt attempt = send(call);
        call.ended(attempt, Outcome.TIMEOUT, mesh.now);

        assertThat(answer(call, attempt, 200)).isEqualTo(Verdict.DISCARD);
        assertThat(failure(call).reason()).isEqualTo(Failure.Reason.ATTEMPTS_FAILED);
    }

    @Test
    void nextWhenTheCallersDeadlineHasPassedSendsNothing() {
        mesh.now = 5_000_000_000L;
        Call call = mesh.begin(get().withDeadline(new dev.weft.mesh.model.Deadline(4_000_000_000L)));

        Failure failure = failure(call);

        assertThat(failure.reason()).isEqualTo(Failure.Reason.DEADLINE);
        assertThat(failure.message()).endsWith("no attempt was made");
        assertThat(mesh.guards.failed).hasValue(0);
    }

    @Test
    void endedWhenTheWholeTimeIsUpIsADeadlineAndNotAnAttemptsFailure() {
        Call call = mesh.begin(post());
        Attempt attempt = send(call);
        mesh.now += attempt.headTimeoutNanos();
        call.ended(attempt, Outcome.TIMEOUT, mesh.now);

        assertThat(failure(call).reason()).isEqualTo(Failure.Reason.DEADLINE);
        assertThat(mesh.guards.failed).hasValue(1);
    }

    @Test
    void rulesWhenChangedMeanwhileDoNotTouchTheCall() {
        Call call = mesh.begin(get());
        Attempt first = send(call);
        mesh.destination()
                .rules(ServiceRules.defaults().withRetry(RetryPolicy.defaults().withAttempts(1)));
        mesh.directory.set(Mesh.SERVICE, Mesh.endpoint(77));
        answer(call, first, 503);

        Attempt second = afterThePause(call);

        assertThat(second.endpoint().id()).isNotEqualTo("details-77");
        finish(call, second);
    }

    private Attempt send(Call call) {
        Step step = call.next(mesh.now);
        assertThat(step).isInstanceOf(Attempt.class);
        return (Attempt) step;
    }

    private Attempt afterThePause(Call call) {
        if (call.next(mesh.now) instanceof Step.Wait wait) {
            mesh.now += wait.nanos();
            return send(call);
        }
        throw new AssertionError("no pause");
    }

    private Verdict answer(Call call, Attempt attempt, int status) {
        return answer(call, attempt, status, Map.of());
    }

    private Verdict answer(Call call, Attempt attempt, int status, Map<String, String> headers) {
        return call.head(attempt, status, headers(headers), mesh.now);
    }

    private void finish(Call call, Attempt attempt) {
        assertThat(answer(call, attempt, 200)).isEqualTo(Verdict.DELIVER);
        call.ended(attempt, Outcome.COMPLETED, mesh.now);
    }

    private Failure failure(Call call) {
        Step step = call.next(mesh.now);
        assertThat(step).isInstanceOf(Step.Fail.class);
        return ((Step.Fail) step).failure();
    }

    private static Headers headers(Map<String, String> values) {
        return values::get;
    }
}
