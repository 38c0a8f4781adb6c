package dev.weft.mesh.engine;

import dev.weft.mesh.balance.EndpointState;
import dev.weft.mesh.balance.Pool;
import dev.weft.mesh.model.Endpoint;
import dev.weft.mesh.resilience.Ejection;
import dev.weft.mesh.resilience.HealthPolicy;
import dev.weft.mesh.resilience.Outlier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Decides which endpoints are to be checked now: active health.
 *
 * <p>Idea: requests tell most ({@link Health}). They tell nothing of an endpoint that gets none, so that the next one may
 * meet a dead endpoint; and of an ejected endpoint only at the expense of the one that probes. These two are checked, where
 * the rules say how: whatever has served a request of late is not. Thread-safe.
 */
public final class HealthChecks {

    /** How often to ask what is due. */
    public static final long TICK_NANOS = 200_000_000;

    /** So many checks are under way at most, of all services together: threads and connections are as many. */
    public static final int MOST = 16;

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final Collection<Destination> destinations;
    private final RandomGenerator random;
    private final AtomicInteger underWay = new AtomicInteger();

    /** @param destinations every service that was called, as it is at any time */
    HealthChecks(Collection<Destination> destinations, RandomGenerator random) {
        this.destinations = destinations;
        this.random = random;
    }

    /** Begins the checks that are due, those first that have been for longest. Whoever asks carries out each, to its end. */
    public synchronized List<HealthCheck> due(long nanos) {
        List<Due> due = new ArrayList<>();
        for (Destination destination : destinations) {
            HealthPolicy policy = destination.healthPolicy();
            if (policy != null) {
                collect(destination, policy, nanos, due);
            }
        }
        due.sort(Comparator.comparingLong(Due::overdueNanos).reversed());
        List<HealthCheck> begun = new ArrayList<>();
        for (Due next : due) {
            if (underWay.get() >= MOST) {
                break;
            }
            HealthCheck check = begin(next, nanos);
            if (check != null) {
                underWay.incrementAndGet();
                begun.add(check);
            }
        }
        return begun;
    }

    private void collect(Destination destination, HealthPolicy policy, long nanos, List<Due> due) {
        Set<EndpointState> inReach = new LinkedHashSet<>();
        destination.world().pools().forEach(pool -> inReach.addAll(pool.inReach()));
        for (EndpointState state : inReach) {
            long overdue = overdueNanos(state, policy, nanos);
            if (overdue >= 0) {
                due.add(new Due(destination, policy, state, overdue));
            }
        }
    }

    /** Negative if no check is due. An endpoint that has asked to be left alone is left to the requests. */
    private long overdueNanos(EndpointState state, HealthPolicy policy, long nanos) {
        Ejection ejection = state.outlier().ejection();
        if (ejection == null) {
            return state.checkup().overdueNanos(policy, nanos, random);
        }
        return ejection.reason() != Ejection.Reason.RETRY_AFTER && ejection.isDue(true, nanos)
                ? nanos - ejection.untilNanos()
                : -1;
    }

    private @Nullable HealthCheck begin(Due due, long nanos) {
        Outlier outlier = due.state.outlier();
        if (outlier.ejection() != null) {
            if (!outlier.tryProbe(true, nanos)) {
                return null;
            }
            due.destination.ejectionsChanged();
            return new HealthCheck(this, due.destination, due.policy, due.state, true);
        }
        if (outlier.hasSucceeded(windowSeconds(due.policy), nanos)) {
            due.state.checkup().postpone(due.policy, nanos, random);
            return null;
        }
        return due.state.checkup().tryBegin()
                ? new HealthCheck(this, due.destination, due.policy, due.state, false)
                : null;
    }

    private static int windowSeconds(HealthPolicy policy) {
        return (int) Math.min(Outlier.WINDOW_SECONDS, policy.interval().toNanos() / NANOS_PER_SECOND);
    }

    /** A check is over; told once. */
    void ended(HealthCheck check, boolean well, long nanos) {
        underWay.decrementAndGet();
        Destination destination = check.destination();
        EndpointState state = check.state();
        destination.meters().checked(well);
        int failures = state.checkup().ended(well, check.policy(), nanos, random);
        if (check.isProbe()) {
            probed(check, well, nanos);
        } else if (well && state.isSilent(false, nanos)) {
            state.foundWell(EndpointState.medianLatencyNanos(destination.states()), nanos);
        } else if (failures >= HealthPolicy.MOST_FAILURES
                && !state.outlier().hasSucceeded(windowSeconds(check.policy()), nanos)) {
            eject(check, nanos);
        }
    }

    private void probed(HealthCheck check, boolean well, long nanos) {
        EndpointState state = check.state();
        if (well) {
            // Of how long requests take there a check tells nothing. Warm-up first: whoever finds it back must find it
            // warming.
            state.warmUp(EndpointState.medianLatencyNanos(check.destination().states()), nanos);
            state.outlier().checkSucceeded(nanos);
        } else {
            state.outlier().probeFailed(check.penalties(), nanos, random);
        }
        check.destination().ejectionsChanged();
    }

    private void eject(HealthCheck check, long nanos) {
        Endpoint endpoint = check.endpoint();
        List<Pool> pools = check.destination().world().pools();
        boolean ejected = !pools.isEmpty()
                && Pool.eject(
                        check.state(),
                        pools,
                        Ejection.Reason.HEALTH_CHECK,
                        check.penaltiesFor(Ejection.Reason.HEALTH_CHECK),
                        nanos,
                        random);
        if (ejected) {
            check.destination().meters().ejected(endpoint, Ejection.Reason.HEALTH_CHECK);
        }
    }

    /** An endpoint that may be checked now. */
    private record Due(Destination destination, HealthPolicy policy, EndpointState state, long overdueNanos) {}
}
