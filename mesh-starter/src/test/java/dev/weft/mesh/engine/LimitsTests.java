package dev.weft.mesh.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.mesh.model.Headers;
import dev.weft.mesh.model.Outcome;
import dev.weft.mesh.resilience.LimitPolicy;
import dev.weft.mesh.resilience.RetryPolicy;
import dev.weft.mesh.rules.ServiceRules;
import dev.weft.mesh.sim.Mesh;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How much of a service may be used at once. */
class LimitsTests {

    private static final LimitPolicy DEFAULTS = LimitPolicy.defaults();

    private final List<Call> calls = new ArrayList<>();

    @Test
    void requestsWhenThereAreAsManyAsTheRulesAllowFailAtOnceAndSaySo() {
        Mesh mesh = mesh(DEFAULTS.withRequests(2));
        send(mesh);
        send(mesh);

        Failure refused = refused(mesh);

        assertThat(refused.reason()).isEqualTo(Failure.Reason.LIMIT);
        assertThat(refused.message())
                .isEqualTo("petdetails: already 2 calls under way, which is the limit (limits.requests of petdetails)");
        calls.get(0).cancel(mesh.now);
        send(mesh);
        assertThat(refused(mesh).reason()).isEqualTo(Failure.Reason.LIMIT);
    }

    @Test
    void requestsWhenTheLimitChangesFollowIt() {
        Mesh mesh = mesh(DEFAULTS.withRequests(2));
        send(mesh);
        send(mesh);

        change(mesh, DEFAULTS.withRequests(3));
        send(mesh);
        change(mesh, DEFAULTS.withRequests(1));
        calls.get(0).cancel(mesh.now);
        calls.get(1).cancel(mesh.now);

        assertThat(mesh.destination().limit().underWay()).isOne();
        assertThat(refused(mesh).message()).contains("already 1 calls under way");
    }

    @Test
    void requestsWhenTheUserHasABulkheadMeetTheSmallerOfTheTwo() {
        Mesh mesh = mesh(DEFAULTS.withConnections(10_000));
        mesh.guards.limit(2_000);
        for (int i = 0; i < 1_500; i++) {
            send(mesh);
        }
        assertThat(mesh.destination().limit().limit()).isEqualTo(2_000);

        change(mesh, DEFAULTS.withRequests(10));
        assertThat(refused(mesh).message()).contains("(limits.requests of petdetails)");

        mesh.guards.limit(5);
        change(mesh, DEFAULTS.withRequests(2_000));
        assertThat(refused(mesh).message())
                .contains("already 5 calls", "(resilience4j.bulkhead.instances.petdetails.max-concurrent-calls)");
    }

    @Test
    void connectionsWhenOneEndpointHasNoneLeftAreThoseOfAnother() {
        Mesh mesh = mesh(DEFAULTS.withConnections(3));
        for (int i = 0; i < 6; i++) {
            send(mesh);
        }

        assertThat(mesh.destination().states()).allMatch(state -> state.inFlight() == 3);
    }

    @Test
    void connectionsWhenNoneIsLeftFailTheCallAndBlameNobody() {
        Mesh mesh = mesh(DEFAULTS.withConnections(1));
        mesh.destination()
                .rules(mesh.destination()
                        .rules()
                        .withRetry(RetryPolicy.defaults().withAttempts(2)));
        send(mesh);
        send(mesh);

        Failure refused = refused(mesh);

        assertThat(refused.reason()).isEqualTo(Failure.Reason.ATTEMPTS_FAILED);
        assertThat(refused.message()).contains("all 1 connections in use (limits.connections)");
        assertThat(mesh.guards.failed).hasValue(0);
        assertThat(mesh.destination().states()).allSatisfy(state -> {
            assertThat(state.outlier().ejection()).isNull();
            assertThat(state.inFlight()).isOne();
        });
        finish(mesh, calls.get(0));
        send(mesh);
    }

    @Test
    void connectionsWhenTheLimitChangesFollowIt() {
        Mesh mesh = mesh(DEFAULTS.withConnections(1));
        send(mesh);
        send(mesh);

        change(mesh, DEFAULTS.withConnections(2));

        send(mesh);
        send(mesh);
        assertThat(refused(mesh).message()).contains("all 2 connections in use");
    }

    private static Mesh mesh(LimitPolicy limits) {
        return Mesh.with(2, ServiceRules.defaults().withLimits(limits));
    }

    private static void change(Mesh mesh, LimitPolicy limits) {
        mesh.destination().rules(mesh.destination().rules().withLimits(limits));
    }

    private void send(Mesh mesh) {
        Call call = mesh.begin(Mesh.get());
        assertThat(step(mesh, call)).isInstanceOf(Attempt.class);
        calls.add(call);
    }

    private static Failure refused(Mesh mesh) {
        return ((Step.Fail) step(mesh, mesh.begin(Mesh.get()))).failure();
    }

    /** What comes after all pauses. */
    private static Step step(Mesh mesh, Call call) {
        Step step = call.next(mesh.now);
        while (step instanceof Step.Wait wait) {
            mesh.now += wait.nanos();
            step = call.next(mesh.now);
        }
        return step;
    }

    private static void finish(Mesh mesh, Call call) {
        Attempt attempt = call.latest();
        call.head(attempt, 200, Headers.NONE, mesh.now);
        call.ended(attempt, Outcome.COMPLETED, mesh.now);
    }
}
