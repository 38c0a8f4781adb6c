package dev.weft.mesh.resilience;

import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What one client knows of one endpoint's failures: passive health.
 *
 * <p>Idea: failures in a row, or a success rate far below the peers', make the endpoint suspect; whoever knows the peers
 * then ejects it. An ejection ends by one probe, a real request: success re-admits, failure doubles the penalty
 * (Linkerd's failure accrual; no thundering return). Every transition is one compare-and-set, so that of many requests
 * that fail together one ejects, and of many that come when the penalty ends one probes. Thread-safe.
 */
public final class Outlier {

    /** The window of the success rate. */
    public static final int WINDOW_SECONDS = 10;

    private static final AtomicIntegerFieldUpdater<Outlier> FAILURES =
            AtomicIntegerFieldUpdater.newUpdater(Outlier.class, "failuresInARow");
    private static final AtomicIntegerFieldUpdater<Outlier> BROKEN =
            AtomicIntegerFieldUpdater.newUpdater(Outlier.class, "brokenInARow");

    private final SlidingWindow results = new SlidingWindow();
    private final AtomicReference<@Nullable Ejection> ejection = new AtomicReference<>();
    // Below zero: so many in a row whose cause lay below the endpoint.
    private volatile int failuresInARow;
    private volatile int brokenInARow;
    private volatile long failingBelowSinceNanos;
    private volatile @Nullable Comeback comeback;

    /** The ejection in force, or null. */
    public @Nullable Ejection ejection() {
        return ejection.get();
    }

    /** Counts a success. */
    public void succeeded(long nanos) {
        if (failuresInARow != 0) {
            failuresInARow = 0;
        }
        results.add(false, nanos);
    }

    /** Counts a failure. */
    public void failed(long nanos) {
        FAILURES.updateAndGet(this, row -> Math.max(0, row) + 1);
        results.add(true, nanos);
    }

    /** The body of an answer that has counted as a success has ended. */
    public void bodyEnded() {
        if (brokenInARow != 0) {
            brokenInARow = 0;
        }
    }

    /**
     * The body of an answer that has counted as a success has broken off: a failure after all. In a row with other bodies only:
     * the next head may be well, and its body break off as this one did.
     */
    public void bodyBrokeOff(long nanos) {
        BROKEN.incrementAndGet(this);
        results.add(true, nanos);
    }

    /**
     * Counts a failure whose cause lies below the endpoint. As far as it is up to the endpoint that is a success: there is
     * somebody who says so. But if most of its peers don't fail, its own way down is broken.
     *
     * @return how many there have been in a row
     */
    public int failedBelow(long nanos) {
        results.add(false, nanos);
        int inARow = -FAILURES.updateAndGet(this, row -> Math.min(0, row) - 1);
        if (inARow == 1) {
            failingBelowSinceNanos = nanos;
        }
        return inARow;
    }

    /** For how long requests have failed below the endpoint, if the last one has. */
    public long failingBelowNanos(long nanos) {
        return nanos - failingBelowSinceNanos;
    }

    /** Whether its last request failed, at the endpoint or below it. */
    public boolean hasFailedLast() {
        return failuresInARow != 0;
    }

    /** Whether its last request failed, and not for what is below it. */
    public boolean isFailing() {
        return failuresInARow > 0;
    }

    /** Why the endpoint should be ejected if its peers do better, or null if it should not. */
    public Ejection.@Nullable Reason suspicion(OutlierPolicy policy, long nanos) {
        int most = Math.max(failuresInARow, brokenInARow);
        if (policy.consecutiveFailures() > 0 && most >= policy.consecutiveFailures()) {
            return Ejection.Reason.CONSECUTIVE_FAILURES;
        }
        int rate = successPercent(policy, nanos);
        return rate >= 0 && rate < policy.minSuccessPercent() ? Ejection.Reason.SUCCESS_RATE : null;
    }

    /** Success rate over the window in percent, or -1 while there are too few requests to tell. */
    public int successPercent(OutlierPolicy policy, long nanos) {
        long events = results.events(WINDOW_SECONDS, nanos);
        if (events == 0 || events < policy.minRequests()) {
            return -1;
        }
        return (int) (100 * (events - results.hits(WINDOW_SECONDS, nanos)) / events);
    }

    /** Requests that were answered, or failed, within the window; one whose body has broken off counts again for that. */
    public long requests(long nanos) {
        return results.events(WINDOW_SECONDS, nanos);
    }

    /** Whether some request has succeeded within the last seconds. */
    public boolean hasSucceeded(int seconds, long nanos) {
        return results.events(seconds, nanos) > results.hits(seconds, nanos);
    }

    /** Ejects the endpoint, unless it is ejected already; the first penalty starts now, after a relapse the next one. */
    public boolean eject(Ejection.Reason reason, OutlierPolicy policy, long nanos, RandomGenerator random) {
        int failed = relapses(policy, nanos);
        long until = nanos + jittered(policy.penaltyNanos(failed), policy, random);
        return ejection.compareAndSet(null, new Ejection(reason, nanos, until, failed, false));
    }

    private int relapses(OutlierPolicy policy, long nanos) {
        Comeback last = comeback;
        return last != null && nanos - last.nanos() < policy.maxPenalty().toNanos() ? last.failedProbes() + 1 : 0;
    }

    /** Leaves the endpoint alone for as long as it has asked for, unless it is ejected already. */
    public boolean hold(long holdNanos, long nanos) {
        return ejection.compareAndSet(
                null, new Ejection(Ejection.Reason.RETRY_AFTER, nanos, nanos + holdNanos, 0, false));
    }

    /**
     * Makes an ejection that would end sooner last for as long as the endpoint has asked for.
     *
     * @return whether that changed anything
     */
    public boolean holdEjected(long holdNanos, long nanos) {
        long until = nanos + holdNanos;
        Ejection was = ejection.get();
        // One that a probe takes at this moment is the probe's to end.
        while (was != null && !was.probing() && was.untilNanos() - until < 0) {
            if (ejection.compareAndSet(was, was.until(until, was.failedProbes()))) {
                return true;
            }
            was = ejection.get();
        }
        return false;
    }

    /**
     * Takes the one probe that is due, or says that none is.
     *
     * @param repeatable whether the request can be sent elsewhere if the probe fails
     */
    public boolean tryProbe(boolean repeatable, long nanos) {
        Ejection was = ejection.get();
        while (was != null && was.isDue(repeatable, nanos)) {
            if (ejection.compareAndSet(was, was.whileProbing())) {
                return true;
            }
            was = ejection.get();
        }
        return false;
    }

    /**
     * A check has found the endpoint well, and it is back. Requests may find otherwise: if it is ejected again before the
     * longest penalty has passed, the penalty doubles as if a probe had failed.
     */
    public void checkSucceeded(long nanos) {
        Ejection was = ejection.get();
        comeback = was == null ? null : new Comeback(was.failedProbes(), nanos);
        probeSucceeded();
    }

    /** The probe succeeded: the endpoint is back. */
    public void probeSucceeded() {
        // Before it is back: a failure that comes after must start a new count.
        failuresInARow = 0;
        brokenInARow = 0;
        ejection.set(null);
    }

    /** The probe failed: the penalty doubles and starts anew. */
    public void probeFailed(OutlierPolicy policy, long nanos, RandomGenerator random) {
        ejection.updateAndGet(was -> {
            if (was == null) {
                return null;
            }
            int failed = was.failedProbes() + 1;
            return was.until(nanos + jittered(policy.penaltyNanos(failed), policy, random), failed);
        });
    }

    /**
     * The probe ended without telling anything, since its caller gave up. Others try after the shortest penalty and not at
     * once: a caller that gave up may well have waited for an endpoint that is still dead.
     */
    public void probeCancelled(OutlierPolicy policy, long nanos, RandomGenerator random) {
        ejection.updateAndGet(was -> was == null
                ? null
                : was.until(nanos + jittered(policy.penaltyNanos(0), policy, random), was.failedProbes()));
    }

    /** That a check has ended an ejection, and what that had come to. */
    private record Comeback(int failedProbes, long nanos) {}

    private static long jittered(long penalty, OutlierPolicy policy, RandomGenerator random) {
        return penalty + (long) (penalty * (policy.jitterPercent() / 100.0) * random.nextDouble());
    }
}
