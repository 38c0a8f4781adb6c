package dev.weft.mesh.resilience;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What active checks have found of one endpoint, and when the next one is due. Checks are spread: the first one comes at a
 * random moment of an interval, each further one up to a tenth of it early or late. Thread-safe; every transition is one
 * compare-and-set.
 */
public final class Checkup {

    private static final double EARLIEST = 0.9;
    private static final double STRAY = 0.2;

    private final AtomicReference<@Nullable State> state = new AtomicReference<>();

    /**
     * What is known.
     *
     * @param dueNanos when the next check is due
     * @param underWay whether one has begun
     * @param failuresInARow how many have failed since one has passed, or a request has succeeded
     * @param passed how many have passed in all
     * @param failed how many have failed in all
     */
    public record State(long dueNanos, boolean underWay, int failuresInARow, long passed, long failed) {

        private State begun() {
            return new State(dueNanos, true, failuresInARow, passed, failed);
        }

        private State next(long nextDueNanos, int nowInARow) {
            return new State(nextDueNanos, false, nowInARow, passed, failed);
        }

        private State counted(boolean well) {
            return new State(
                    dueNanos,
                    underWay,
                    well ? 0 : failuresInARow + 1,
                    well ? passed + 1 : passed,
                    well ? failed : failed + 1);
        }
    }

    /** What is known; null until the endpoint was looked at. */
    public @Nullable State state() {
        return state.get();
    }

    /** How long a check has been due, in nanoseconds; negative until it is, or while one is under way. */
    public long overdueNanos(HealthPolicy policy, long nanos, RandomGenerator random) {
        long interval = policy.interval().toNanos();
        State now = Objects.requireNonNull(state.updateAndGet(was -> {
            // Also when the rules have come to want it much sooner than those by which it was put off.
            boolean unplanned = was == null || !was.underWay() && was.dueNanos() - nanos > 2 * interval;
            long first = nanos + (long) (interval * random.nextDouble());
            return !unplanned
                    ? was
                    : was == null ? new State(first, false, 0, 0, 0) : was.next(first, was.failuresInARow());
        }));
        return now.underWay() ? -1 : nanos - now.dueNanos();
    }

    /** Requests tell that the endpoint is well: no check is needed for another interval. */
    public void postpone(HealthPolicy policy, long nanos, RandomGenerator random) {
        long due = due(policy, nanos, random);
        state.updateAndGet(was -> was == null ? new State(due, false, 0, 0, 0) : was.next(due, 0));
    }

    /** Begins a check: true for the one who then makes it, and tells of its end. */
    public boolean tryBegin() {
        State was = state.get();
        return was != null && !was.underWay() && state.compareAndSet(was, was.begun());
    }

    /**
     * A check is over.
     *
     * @return how many have failed in a row
     */
    public int ended(boolean well, HealthPolicy policy, long nanos, RandomGenerator random) {
        long due = due(policy, nanos, random);
        State now = Objects.requireNonNull(state.updateAndGet(was -> {
            State counted = (was == null ? new State(due, false, 0, 0, 0) : was).counted(well);
            return counted.next(due, counted.failuresInARow());
        }));
        return now.failuresInARow();
    }

    private static long due(HealthPolicy policy, long nanos, RandomGenerator random) {
        return nanos + (long) (policy.interval().toNanos() * (EARLIEST + STRAY * random.nextDouble()));
    }
}
