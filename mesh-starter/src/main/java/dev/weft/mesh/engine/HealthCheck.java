package dev.weft.mesh.engine;

import dev.weft.mesh.balance.EndpointState;
import dev.weft.mesh.model.Endpoint;
import dev.weft.mesh.model.ServiceName;
import dev.weft.mesh.resilience.Ejection;
import dev.weft.mesh.resilience.HealthPolicy;
import dev.weft.mesh.resilience.OutlierPolicy;
import java.util.concurrent.atomic.AtomicBoolean;

/** A check that has begun: the adapter asks the endpoint, and tells once what came of it. No call, and not counted as one. */
public final class HealthCheck {

    private static final int FIRST_REDIRECT = 300;

    private final HealthChecks checks;
    private final Destination destination;
    private final HealthPolicy policy;
    private final EndpointState state;
    private final boolean probe;
    private final AtomicBoolean over = new AtomicBoolean();

    HealthCheck(HealthChecks checks, Destination destination, HealthPolicy policy, EndpointState state, boolean probe) {
        this.checks = checks;
        this.destination = destination;
        this.policy = policy;
        this.state = state;
        this.probe = probe;
    }

    public ServiceName service() {
        return destination.service();
    }

    public Endpoint endpoint() {
        return state.endpoint();
    }

    /** What to ask for with GET. */
    public String path() {
        return policy.path();
    }

    /** How long it may take until the answer's head, connecting included. */
    public long timeoutNanos() {
        return policy.timeout().toNanos();
    }

    /** The endpoint has answered: 2xx says that it is well. */
    public void answered(int status, long nanos) {
        end(status >= 200 && status < FIRST_REDIRECT, nanos);
    }

    /** The endpoint has not answered, or not in time; what comes after an end counts no more. */
    public void failed(long nanos) {
        end(false, nanos);
    }

    private void end(boolean well, long nanos) {
        if (over.compareAndSet(false, true)) {
            checks.ended(this, well, nanos);
        }
    }

    /** Whether the endpoint is ejected, and this check decides whether it is back. */
    boolean isProbe() {
        return probe;
    }

    Destination destination() {
        return destination;
    }

    HealthPolicy policy() {
        return policy;
    }

    EndpointState state() {
        return state;
    }

    /** How long the endpoint is out after this check. */
    OutlierPolicy penalties() {
        Ejection ejection = state.outlier().ejection();
        return penaltiesFor(ejection == null ? Ejection.Reason.HEALTH_CHECK : ejection.reason());
    }

    /** What requests have found grows worse with each failure; what checks have found is looked at again as they come. */
    OutlierPolicy penaltiesFor(Ejection.Reason reason) {
        OutlierPolicy outliers = destination.rules().outliers();
        return reason == Ejection.Reason.HEALTH_CHECK
                ? outliers.withPenalties(policy.interval(), policy.interval())
                : outliers;
    }
}
