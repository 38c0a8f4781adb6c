package dev.weft.mesh.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.mesh.balance.EndpointState;
import dev.weft.mesh.model.Outcome;
import dev.weft.mesh.sim.Mesh;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Answers whose bodies take long, or break off: what their endpoint is thought of meanwhile. */
class BodiesTests extends CallFixture {

    private final List<Runnable> open = new ArrayList<>();

    /** Between the failures there were answers, though none of them has ended. */
    @Test
    void endpointWhenStreamsOpenWellBetweenItsFailuresIsNotEjected() {
        int answers = 0;
        for (int failures = 0; failures < 6; ) {
            Call call = mesh.begin(Mesh.post());
            Attempt attempt = send(call);
            if (!isBad(attempt) || answers % 20 != 19) {
                answer(call, attempt, 200);
                open.add(() -> call.ended(attempt, Outcome.COMPLETED, mesh.now));
            } else {
                answer(call, attempt, 503);
                call.ended(attempt, Outcome.COMPLETED, mesh.now);
                failures++;
                // Until its cost is forgotten.
                mesh.pass(Duration.ofMinutes(10));
            }
            answers += isBad(attempt) ? 1 : 0;
            mesh.pass(Duration.ofMillis(1));
        }

        assertThat(bad().outlier().ejection()).isNull();
        assertThat(open).hasSizeGreaterThan(100);
        open.forEach(Runnable::run);
    }

    /** So few that the success rate says nothing. */
    @Test
    void endpointWhenFiveOfItsBodiesInARowBreakOffIsEjected() {
        assertThat(brokenUntilEjected(Integer.MAX_VALUE)).isEqualTo(5);
    }

    @Test
    void endpointWhenABodyNowAndThenBreaksOffIsNotEjected() {
        assertThat(brokenUntilEjected(4)).isEqualTo(-1);
    }

    /** How many bodies of the one have broken off when it is ejected, if one of so many is whole; -1 if it never is. */
    private int brokenUntilEjected(int oneIsWhole) {
        int answers = 0;
        int broken = 0;
        while (answers < 100) {
            Call call = mesh.begin(Mesh.post());
            Attempt attempt = send(call);
            answer(call, attempt, 200);
            boolean breaks = isBad(attempt) && answers % oneIsWhole != oneIsWhole - 1;
            call.ended(attempt, breaks ? Outcome.TRUNCATED : Outcome.COMPLETED, mesh.now);
            answers += isBad(attempt) ? 1 : 0;
            broken += breaks ? 1 : 0;
            if (bad().outlier().ejection() != null) {
                return broken;
            }
            mesh.pass(Duration.ofSeconds(5));
        }
        return -1;
    }

    private static boolean isBad(Attempt attempt) {
        return attempt.endpoint().id().equals("details-0");
    }

    private EndpointState bad() {
        return mesh.destination().states().stream()
                .filter(state -> state.endpoint().id().equals("details-0"))
                .findFirst()
                .orElseThrow();
    }
}
