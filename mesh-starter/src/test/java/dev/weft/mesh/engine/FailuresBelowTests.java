package dev.weft.mesh.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.mesh.balance.EndpointState;
import dev.weft.mesh.balance.Pick;
import dev.weft.mesh.model.Outcome;
import dev.weft.mesh.resilience.Ejection;
import dev.weft.mesh.resilience.FailureKind;
import dev.weft.mesh.resilience.OutlierPolicy;
import dev.weft.mesh.rules.ServiceRules;
import dev.weft.mesh.sim.Mesh;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Endpoints that answer after 20 ms, or after one, since what they call is out of their reach. */
class FailuresBelowTests extends CallFixture {

    private static final int WAVE = 30;

    private final Set<String> cutOff = new HashSet<>();

    @Test
    void endpointWhenItAloneFailsBelowIsNotCheapForFailingSoon() {
        mesh = Mesh.with(3, counting(Set.of()));
        waves(2);
        cutOff.add("details-0");

        assertThat(waves(20)).isLessThan(20 * WAVE / 3);
    }

    @Test
    void endpointWhenItAloneFailsBelowIsEjectedOnceTwentyRequestsInARowHaveFailed() {
        assertThat(metUntilEjected()).isGreaterThanOrEqualTo(20);
        assertThat(ejection(0).reason()).isEqualTo(Ejection.Reason.CUT_OFF);
        assertThat(mesh.guards.failed).as("what the breaker counts").hasValue(0);
    }

    @Test
    void endpointWhenItsPeersFailBelowAsOftenIsNotEjected() {
        waves(2);
        cutOff.addAll(Set.of("details-0", "details-1", "details-2"));
        waves(20);

        assertThat(mesh.destination().states())
                .allMatch(state -> state.outlier().ejection() == null);
    }

    @Test
    void endpointWhenSuchStatusesDoNotCountIsNotEjected() {
        mesh = Mesh.with(3, counting(Set.of(FailureKind.CONNECT)));
        waves(2);
        cutOff.add("details-0");
        waves(20);

        assertThat(ejection(0)).isNull();
    }

    @Test
    void probeWhenItFailsBelowAndPeersAreWellLeavesItOut() {
        metUntilEjected();
        mesh.pass(Duration.ofSeconds(2));

        assertThat(call().pick().why()).isEqualTo(Pick.Why.PROBE);
        assertThat(ejection(0).failedProbes()).isEqualTo(1);
        assertThat(ejection(0).probing()).isFalse();
    }

    /** As it is no worse than they are. */
    @Test
    void probeWhenItFailsBelowAsPeersDoBringsItBackAndNotAsACheapOne() {
        metUntilEjected();
        cutOff.addAll(Set.of("details-1", "details-2"));
        while (ejection(0).dueNanos(true) > mesh.now) {
            waves(1);
        }

        assertThat(call().pick().why()).isEqualTo(Pick.Why.PROBE);
        assertThat(ejection(0)).isNull();
        assertThat(state(0).latencyNanos(mesh.now)).isGreaterThan(15e6);
    }

    private static ServiceRules counting(Set<FailureKind> kinds) {
        return ServiceRules.defaults().withOutliers(OutlierPolicy.defaults().withFailures(kinds));
    }

    /** How many requests the first endpoint fails, which alone is cut off, until it is ejected. */
    private int metUntilEjected() {
        waves(2);
        cutOff.add("details-0");
        int met = 0;
        while (ejection(0) == null) {
            met += waves(1);
        }
        return met;
    }

    /** So many times thirty requests at once, which probe nothing; says how many of them met an endpoint that is cut off. */
    private int waves(int count) {
        int met = 0;
        for (int i = 0; i < count; i++) {
            List<Call> calls =
                    Stream.generate(() -> mesh.begin(Mesh.post())).limit(WAVE).toList();
            List<Attempt> attempts = calls.stream().map(this::send).toList();
            mesh.pass(Duration.ofMillis(1));
            met += answer(calls, attempts, true);
            mesh.pass(Duration.ofMillis(19));
            answer(calls, attempts, false);
            mesh.pass(Duration.ofMillis(200));
        }
        return met;
    }

    /** Those that are cut off answer, or those that are not. */
    private int answer(List<Call> calls, List<Attempt> attempts, boolean cut) {
        int answered = 0;
        for (int i = 0; i < WAVE; i++) {
            if (isCutOff(attempts.get(i)) == cut) {
                answer(calls.get(i), attempts.get(i));
                answered++;
            }
        }
        return answered;
    }

    private Attempt call() {
        Call call = mesh.begin(Mesh.get());
        Attempt attempt = send(call);
        mesh.pass(Duration.ofMillis(1));
        answer(call, attempt);
        return attempt;
    }

    private void answer(Call call, Attempt attempt) {
        boolean cut = isCutOff(attempt);
        Map<String, String> headers = cut ? Map.of(Call.RETRY_HEADER, "no") : Map.of();
        assertThat(answer(call, attempt, cut ? 503 : 200, headers)).isEqualTo(Verdict.DELIVER);
        call.ended(attempt, Outcome.COMPLETED, mesh.now);
    }

    private boolean isCutOff(Attempt attempt) {
        return cutOff.contains(attempt.endpoint().id());
    }

    private EndpointState state(int number) {
        return mesh.destination().states().stream()
                .filter(state -> state.endpoint().id().equals("details-" + number))
                .findFirst()
                .orElseThrow();
    }

    private Ejection ejection(int number) {
        return state(number).outlier().ejection();
    }
}
