package dev.weft.mesh.actuate;

import dev.weft.mesh.balance.BalancePolicy;
import dev.weft.mesh.balance.EndpointState;
import dev.weft.mesh.model.Endpoint;
import dev.weft.mesh.resilience.Checkup;
import dev.weft.mesh.resilience.Ejection;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One endpoint and what was learned of it.
 *
 * @param latencyMillis the moving average of its latency (peak EWMA)
 * @param costMillis what one more request would cost there: the cheaper of two endpoints gets it
 * @param overdue whether what waits there has waited for much longer than answers took of late, or nothing was answered since
 *     an attempt timed out: while that is so, endpoints that answer come first, whatever they cost
 * @param leaving whether its answers have said of late that it is about to go: others come first
 * @param ejected null unless it is out of the balancer
 * @param checks what health checks have found; null if there was none
 */
public record EndpointView(
        String id,
        String address,
        String status,
        @Nullable String zone,
        @Nullable String version,
        int weight,
        int priority,
        int inFlight,
        double latencyMillis,
        double costMillis,
        boolean overdue,
        boolean leaving,
        @Nullable EjectionView ejected,
        @Nullable ChecksView checks) {

    static EndpointView of(EndpointState state, BalancePolicy policy, Moment now) {
        Endpoint endpoint = state.endpoint();
        Ejection ejection = state.outlier().ejection();
        return new EndpointView(
                endpoint.id(),
                endpoint.address(),
                endpoint.status().name(),
                endpoint.zone(),
                endpoint.version(),
                endpoint.weight(),
                endpoint.priority(),
                state.inFlight(),
                Millis.of(state.latencyNanos(now.nanos())),
                endpoint.weight() == 0 ? 0 : Millis.of(state.cost(policy, now.nanos())),
                state.isOverdue(now.nanos()),
                state.isLeaving(now.nanos()),
                ejection == null ? null : EjectionView.of(ejection, now),
                ChecksView.of(state.checkup().state()));
    }

    /**
     * Why an endpoint is out, and until when.
     *
     * @param until from when on one request may probe it
     * @param failedProbes how many probes have failed; each doubles the time
     * @param probing whether a probe is under way
     */
    public record EjectionView(String reason, Instant since, Instant until, int failedProbes, boolean probing) {

        static EjectionView of(Ejection ejection, Moment now) {
            return new EjectionView(
                    ejection.reason().words(),
                    now.at(ejection.sinceNanos()),
                    now.at(ejection.untilNanos()),
                    ejection.failedProbes(),
                    ejection.probing());
        }
    }

    /**
     * How many health checks have passed and failed.
     *
     * @param failedInARow failures since one has passed; three eject
     */
    public record ChecksView(long passed, long failed, int failedInARow) {

        static @Nullable ChecksView of(Checkup.@Nullable State state) {
            return state == null || state.passed() + state.failed() == 0
                    ? null
                    : new ChecksView(state.passed(), state.failed(), state.failuresInARow());
        }
    }
}
