package dev.weft.mesh.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.mesh.model.Headers;
import dev.weft.mesh.model.Outcome;
import dev.weft.mesh.sim.Mesh;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;

/** A call that a test drives step by step, over three endpoints. */
abstract class CallFixture {

    Mesh mesh = Mesh.with(3);

    /** Whatever a test did, the call is over at its end. */
    @AfterEach
    void everythingIsGivenBack() {
        assertThat(mesh.guards.breakerHeld).hasValue(0);
        assertThat(mesh.guards.bulkheadHeld).hasValue(0);
        assertThat(mesh.destination().inFlight()).isZero();
    }

    Attempt send(Call call) {
        Step step = call.next(mesh.now);
        assertThat(step).isInstanceOf(Attempt.class);
        return (Attempt) step;
    }

    Attempt afterThePause(Call call) {
        if (call.next(mesh.now) instanceof Step.Wait wait) {
            mesh.now += wait.nanos();
            return send(call);
        }
        throw new AssertionError("no pause");
    }

    Verdict answer(Call call, Attempt attempt, int status) {
        return answer(call, attempt, status, Map.of());
    }

    Verdict answer(Call call, Attempt attempt, int status, Map<String, String> headers) {
        return call.head(attempt, status, headers(headers), mesh.now);
    }

    void finish(Call call, Attempt attempt) {
        assertThat(answer(call, attempt, 200)).isEqualTo(Verdict.DELIVER);
        call.ended(attempt, Outcome.COMPLETED, mesh.now);
    }

    Failure failure(Call call) {
        Step step = call.next(mesh.now);
        assertThat(step).isInstanceOf(Step.Fail.class);
        return ((Step.Fail) step).failure();
    }

    static Headers headers(Map<String, String> values) {
        return values::get;
    }
}
