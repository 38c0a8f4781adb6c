package dev.weft.mesh.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.mesh.extend.OutcomeClassifier;
import dev.weft.mesh.extend.OutcomeClassifier.Result;
import dev.weft.mesh.extend.OutcomeClassifier.Verdict;
import dev.weft.mesh.model.Endpoint;
import dev.weft.mesh.model.Headers;
import dev.weft.mesh.model.Outcome;
import dev.weft.mesh.resilience.Ejection;
import dev.weft.mesh.rules.ServiceRules;
import dev.weft.mesh.sim.Mesh;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the application says of attempts holds for retries, ejection, cost and breaker alike. */
class OutcomeClassifierTests {

    private final List<Result> asked = new ArrayList<>();

    @Test
    void answerWhenItIsRetryableIsTriedElsewhereAndCountsAsAFailure() {
        Mesh mesh = mesh(result ->
                result.status() == 200 && "yes".equals(result.headers().first("x-stale")) ? Verdict.RETRYABLE : null);
        Call call = mesh.begin(Mesh.get());

        Attempt first = attempt(mesh, call);
        assertThat(call.head(first, 200, name -> "x-stale".equals(name) ? "yes" : null, mesh.now))
                .isEqualTo(dev.weft.mesh.engine.Verdict.DISCARD);
        Attempt second = attempt(mesh, call);
        assertThat(second.endpoint()).isNotEqualTo(first.endpoint());
        finish(mesh, call, second, 200);

        assertThat(mesh.guards.succeeded).hasValue(1);
        assertNothingHeld(mesh);
        assertThat(asked).extracting(Result::endpoint).containsExactly(first.endpoint(), second.endpoint());
        assertThat(asked).allSatisfy(result -> {
            assertThat(result.service()).isEqualTo(Mesh.SERVICE);
            assertThat(result.method()).isEqualTo("GET");
            assertThat(result.outcome()).isNull();
        });
    }

    @Test
    void answerWhenItIsRetryableButTheRequestMayNotBeRepeatedIsHandedOn() {
        Mesh mesh = mesh(result -> Verdict.RETRYABLE);
        Call call = mesh.begin(Mesh.post());

        Attempt only = attempt(mesh, call);

        assertThat(call.head(only, 200, Headers.NONE, mesh.now)).isEqualTo(dev.weft.mesh.engine.Verdict.DELIVER);
        call.ended(only, Outcome.COMPLETED, mesh.now);
        assertThat(mesh.guards.failed).hasValue(1);
        assertNothingHeld(mesh);
    }

    @Test
    void answerWhenItIsAFailureByTheApplicationEjectsAndCountsInTheBreaker() {
        Mesh mesh = mesh(result ->
                result.status() == 418 && result.endpoint().id().equals("details-0") ? Verdict.FAILURE : null);

        for (int i = 0; i < 60; i++) {
            Call call = mesh.begin(Mesh.post());
            finish(mesh, call, attempt(mesh, call), 418);
            // Long enough for the failures to be forgotten by the cost, so that the endpoint is chosen again.
            mesh.pass(Duration.ofSeconds(60));
        }

        assertThat(ejected(mesh)).containsExactly("details-0");
        assertThat(mesh.guards.failed).hasValueGreaterThanOrEqualTo(5);
        assertNothingHeld(mesh);
    }

    @Test
    void answerWhenItIsASuccessByTheApplicationNeitherEjectsNorIsRetriedNorCounts() {
        Mesh mesh = mesh(result -> result.status() == 503 ? Verdict.SUCCESS : null);

        for (int i = 0; i < 60; i++) {
            Call call = mesh.begin(Mesh.get());
            Attempt attempt = attempt(mesh, call);
            assertThat(call.head(attempt, 503, Headers.NONE, mesh.now)).isEqualTo(dev.weft.mesh.engine.Verdict.DELIVER);
            call.ended(attempt, Outcome.COMPLETED, mesh.now);
        }

        assertThat(ejected(mesh)).isEmpty();
        assertThat(mesh.guards.failed).hasValue(0);
        assertThat(mesh.guards.succeeded).hasValue(60);
        assertNothingHeld(mesh);
    }

    @Test
    void lostConnectionWhenTheApplicationSaysFailureIsNotRetried() {
        Mesh mesh = mesh(result -> result.outcome() == Outcome.RESET ? Verdict.FAILURE : null);
        Call call = mesh.begin(Mesh.get());

        call.ended(attempt(mesh, call), Outcome.RESET, mesh.now);

        assertThat(call.next(mesh.now)).isInstanceOf(Step.Fail.class);
        assertThat(mesh.guards.failed).hasValue(1);
        assertNothingHeld(mesh);
    }

    @Test
    void lostConnectionWhenTheApplicationSaysSuccessIsNobodysFault() {
        Mesh mesh = mesh(result -> result.outcome() == Outcome.RESET ? Verdict.SUCCESS : null);

        for (int i = 0; i < 60; i++) {
            Call call = mesh.begin(Mesh.get());
            call.ended(attempt(mesh, call), Outcome.RESET, mesh.now);
            assertThat(call.next(mesh.now)).isInstanceOf(Step.Fail.class);
        }

        assertThat(ejected(mesh)).isEmpty();
        assertThat(mesh.guards.failed).hasValue(0);
        assertNothingHeld(mesh);
    }

    @Test
    void bodyWhenItBreaksOffIsClassifiedOnItsOwn() {
        Mesh mesh = mesh(result -> result.outcome() == null ? Verdict.SUCCESS : null);

        for (int i = 0; i < 60; i++) {
            Call call = mesh.begin(Mesh.get());
            Attempt attempt = attempt(mesh, call);
            call.head(attempt, 200, Headers.NONE, mesh.now);
            boolean broken = attempt.endpoint().id().equals("details-0");
            call.ended(attempt, broken ? Outcome.TRUNCATED : Outcome.COMPLETED, mesh.now);
        }

        assertThat(ejected(mesh)).containsExactly("details-0");
    }

    @Test
    void answerWhenRetriesWereSpentBelowItIsNotAskedAbout() {
        Mesh mesh = mesh(result -> Verdict.RETRYABLE);
        Call call = mesh.begin(Mesh.get());
        Attempt attempt = attempt(mesh, call);

        assertThat(call.head(attempt, 503, name -> Call.RETRY_HEADER.equals(name) ? "no" : null, mesh.now))
                .isEqualTo(dev.weft.mesh.engine.Verdict.DELIVER);
        assertThat(asked).isEmpty();
    }

    @Test
    void cancelledAttemptIsNotAskedAbout() {
        Mesh mesh = mesh(result -> Verdict.FAILURE);
        Call call = mesh.begin(Mesh.get());
        attempt(mesh, call);

        call.cancel(mesh.now);

        assertThat(asked).isEmpty();
        assertNothingHeld(mesh);
    }

    private Mesh mesh(OutcomeClassifier classifier) {
        OutcomeClassifier recording = result -> {
            asked.add(result);
            return classifier.classify(result);
        };
        return Mesh.extended(3, ServiceRules.defaults(), new Extensions(null, recording));
    }

    private static Attempt attempt(Mesh mesh, Call call) {
        Step step = call.next(mesh.now);
        while (step instanceof Step.Wait wait) {
            mesh.now += wait.nanos();
            step = call.next(mesh.now);
        }
        return (Attempt) step;
    }

    private static void finish(Mesh mesh, Call call, Attempt attempt, int status) {
        call.head(attempt, status, Headers.NONE, mesh.now);
        call.ended(attempt, Outcome.COMPLETED, mesh.now);
    }

    private static List<String> ejected(Mesh mesh) {
        List<String> ids = new ArrayList<>();
        mesh.destination().states().forEach(state -> {
            Ejection ejection = state.outlier().ejection();
            Endpoint endpoint = state.endpoint();
            if (ejection != null) {
                ids.add(endpoint.id());
            }
        });
        return ids;
    }

    private static void assertNothingHeld(Mesh mesh) {
        assertThat(mesh.guards.bulkheadHeld).hasValue(0);
        assertThat(mesh.guards.breakerHeld).hasValue(0);
        assertThat(mesh.guards.overdrawn).isEmpty();
    }
}
