package dev.weft.mesh.engine;

import static dev.weft.mesh.sim.Mesh.get;
import static dev.weft.mesh.sim.Mesh.post;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.mesh.model.Endpoint;
import dev.weft.mesh.model.Outcome;
import dev.weft.mesh.resilience.RetryPolicy;
import dev.weft.mesh.rules.ServiceRules;
import dev.weft.mesh.sim.Mesh;
import java.time.Duration;
import java.util.Comparator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One call, step by step: what the adapter is told, and what is given back when it is over. */
class CallTests extends CallFixture {

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
                .startsWith("petdetails: the caller gave up after 70 ms, after 1 attempt")
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
        assertThat(failure.message()).isEqualTo("petdetails: no time was left; no attempt was made");
        assertThat(mesh.guards.failed).hasValue(0);
    }

    @Test
    void endedWhenTheWholeTimeIsUpIsADeadlineAndNotAnAttemptsFailure() {
        Call call = mesh.begin(post());
        Attempt attempt = send(call);
        mesh.now += attempt.headTimeoutNanos();
        call.ended(attempt, Outcome.TIMEOUT, mesh.now);

        Failure failure = failure(call);
        assertThat(failure.reason()).isEqualTo(Failure.Reason.DEADLINE);
        assertThat(failure.message()).startsWith("petdetails: the time of 15000 ms ran out, after 1 attempt: ");
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
}
