package dev.weft.mesh.engine;

import static dev.weft.mesh.sim.Mesh.get;
import static dev.weft.mesh.sim.Mesh.post;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.mesh.model.CallRequest;
import dev.weft.mesh.model.Outcome;
import dev.weft.mesh.resilience.RetryPolicy;
import dev.weft.mesh.rules.ServiceRules;
import dev.weft.mesh.sim.Mesh;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What of a call is sent again, when, and what is not. */
class CallRetriesTests extends CallFixture {

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

        Attempt second = afterThePause(call);
        assertThat(second.number()).isEqualTo(2);
        finish(call, second);
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
}
