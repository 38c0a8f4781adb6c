package dev.weft.mesh.balance;

import dev.weft.mesh.model.Endpoint;
import dev.weft.mesh.resilience.Checkup;
import dev.weft.mesh.resilience.Outlier;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;

/**
 * What a client has learned of one endpoint. It lives as long as the endpoint's key is known, through every change of the
 * endpoint's description. Thread-safe.
 */
public final class EndpointState {

    /** Latency of an endpoint that nobody knows anything of, in a set that nobody knows anything of. */
    public static final long DEFAULT_LATENCY_NANOS = 30_000_000;

    private static final double MIN_WARMTH = 0.1;

    /** Answers that take so many times as long as those of late are overdue. */
    private static final int OVERDUE_FACTOR = 3;

    /** Over about so many answers it is averaged how long they take. */
    private static final int ANSWERS = 8;

    /** After an attempt has timed out the endpoint comes last for so many times what that one has waited ... */
    private static final int SILENCE_FACTOR = 2;

    /** ... but no longer than this. */
    private static final long MAX_SILENCE_NANOS = 5_000_000_000L;

    /** For so long others wait for what becomes of an attempt that is sent there all the same. */
    private static final long MAX_TRIAL_NANOS = 30_000_000_000L;

    /** Requests that must not be repeated leave it to others for so much longer: until no latency peak keeps those away. */
    private static final long GRACE_NANOS = 90_000_000_000L;

    /** For so long after an instance has said that it is leaving it is believed; then it may be another one at its address. */
    private static final long LEAVING_NANOS = 30_000_000_000L;

    /** An answer as long ago as this says nothing of now: less than a lease, or whoever was killed would answer when it ends. */
    private static final int LATE_MILLIS = 10_000;

    /** Longer than any slow start, and far from an overflow: a hundred years. */
    private static final long LONG_AGO_NANOS = 100L * 365 * 24 * 3600 * 1_000_000_000;

    private static final AtomicLongFieldUpdater<EndpointState> WAITING =
            AtomicLongFieldUpdater.newUpdater(EndpointState.class, "waiting");
    private static final AtomicIntegerFieldUpdater<EndpointState> ANSWERING =
            AtomicIntegerFieldUpdater.newUpdater(EndpointState.class, "answering");
    private static final AtomicLongFieldUpdater<EndpointState> LATENCY =
            AtomicLongFieldUpdater.newUpdater(EndpointState.class, "latency");

    private static final AtomicLongFieldUpdater<EndpointState> SILENT_UNTIL =
            AtomicLongFieldUpdater.newUpdater(EndpointState.class, "silentUntilNanos");

    // What a pick reads lies in this one object: among ten thousand endpoints, each further one is a cache miss.
    private volatile long waiting;
    private volatile long latency;
    // Until when it comes last, since an attempt has timed out; 0 once it has answered anything.
    private volatile long silentUntilNanos;
    // What that was before the attempt began that finds out now whether it answers again.
    private volatile long silentBeforeNanos;
    // Until when it comes last, since it is about to go; 0 if it isn't.
    private volatile long leavingUntilNanos;
    private volatile int answering;
    private volatile int weight;

    private final Outlier outlier = new Outlier();
    private final Checkup checkup = new Checkup();
    private final Object meters;

    private volatile Endpoint endpoint;
    private volatile long warmingSinceNanos;

    private final long sinceNanos;

    // What stands for the latency until there is a sample.
    private final long assumed;

    // How long answers took of late; 0 while there was none. Plain: an update that is lost in a race is no loss.
    private float answersInNanos;

    // When the last head came, in milliseconds modulo 2^32; to begin with, a time that is not of late.
    private volatile int heardMillis;

    /**
     * @param endpoint its description
     * @param latencyNanos what to assume of its latency until it has answered
     * @param newcomer whether others serve already, so that it is brought up gently
     * @param meters whatever the telemetry wants to find here again
     */
    public EndpointState(Endpoint endpoint, long latencyNanos, boolean newcomer, Object meters, long nanos) {
        this.endpoint = endpoint;
        this.weight = endpoint.weight();
        this.assumed = PeakEwma.of(latencyNanos, nanos);
        this.latency = assumed;
        this.meters = meters;
        this.sinceNanos = nanos;
        this.warmingSinceNanos = newcomer ? nanos : nanos - LONG_AGO_NANOS;
        this.heardMillis = millis(nanos) - LATE_MILLIS;
    }

    /** For how long its key has been known. */
    long knownNanos(long nanos) {
        return nanos - sinceNanos;
    }

    public Endpoint endpoint() {
        return endpoint;
    }

    public Outlier outlier() {
        return outlier;
    }

    /** What active checks have found. */
    public Checkup checkup() {
        return checkup;
    }

    /** What the telemetry attached when the endpoint was first seen. */
    public Object meters() {
        return meters;
    }

    /** The endpoint's source describes it anew; the key is the same. */
    public void describe(Endpoint newEndpoint) {
        if (!newEndpoint.equals(endpoint)) {
            leavingUntilNanos = 0;
        }
        endpoint = newEndpoint;
        weight = newEndpoint.weight();
    }

    /** An attempt begins. */
    public void begin(long nanos) {
        WAITING.addAndGet(this, InFlight.unit(nanos));
        long until = silentUntilNanos;
        if (until != 0 && !isTrial(until, nanos)) {
            // This one finds out whether it answers again. Of two at once one does; both write the same here.
            silentBeforeNanos = until;
            // An answer that comes at this moment wins.
            SILENT_UNTIL.compareAndSet(this, until, trial(nanos));
        }
    }

    /** Until when others wait for an attempt that finds out whether it answers again: so far ahead as no silence lasts. */
    private static long trial(long startNanos) {
        return startNanos + MAX_TRIAL_NANOS | 1;
    }

    private static boolean isTrial(long until, long nanos) {
        return until - nanos > MAX_SILENCE_NANOS + 1;
    }

    /**
     * The response's head is there, its body is yet to be read: the attempt is still under way, but no longer waits.
     *
     * @param startNanos the very value that {@link #begin} was given
     */
    public void answered(long startNanos, long nanos) {
        heard(startNanos, nanos);
        ANSWERING.incrementAndGet(this);
        WAITING.addAndGet(this, -InFlight.unit(startNanos));
    }

    /** An attempt whose head had come is over. */
    public void endAnswered() {
        ANSWERING.decrementAndGet(this);
    }

    /**
     * An attempt is over without a head, and not for having waited too long.
     *
     * @param startNanos the very value that {@link #begin} was given
     */
    public void endUnanswered(long startNanos) {
        WAITING.addAndGet(this, -InFlight.unit(startNanos));
        // If it is this one that others wait for: it finds nothing out any more, the next one may.
        SILENT_UNTIL.compareAndSet(this, trial(startNanos), silentBeforeNanos);
    }

    /**
     * An attempt has waited for a head, or a connection, for as long as it may.
     *
     * @param startNanos the very value that {@link #begin} was given
     */
    public void endTimedOut(long startNanos, long nanos) {
        // By how long it waited: somebody's tiny timeout says little. Before the end: nobody must find it well in
        // between.
        if (!hasAnsweredSince(startNanos)) {
            silentUntilNanos = nanos + Math.min(MAX_SILENCE_NANOS, SILENCE_FACTOR * (nanos - startNanos)) | 1;
            // A head that came meanwhile has either found this, or is found here.
            if (hasAnsweredSince(startNanos)) {
                silentUntilNanos = 0;
            }
        }
        WAITING.addAndGet(this, -InFlight.unit(startNanos));
    }

    /** One slow request says nothing of an endpoint that has answered others meanwhile. */
    private boolean hasAnsweredSince(long startNanos) {
        return heardMillis - millis(startNanos) > 0;
    }

    /** Whether a head has come within the last ten seconds. */
    public boolean hasAnsweredOfLate(long nanos) {
        return Math.abs(millis(nanos) - heardMillis) < LATE_MILLIS;
    }

    /** How many milliseconds ago the last head has come; means nothing if none has of late. */
    int heardMillisAgo(long nanos) {
        return Math.abs(millis(nanos) - heardMillis);
    }

    /**
     * A check has found it well. So nobody is lost for finding out whether it answers requests too: whatever comes next may,
     * also what must not be repeated, but one at a time. Nothing changes while it comes last for all, or one finds out already.
     *
     * @param latencyNanos what to assume of its latency; what the timeout took says nothing any more
     */
    public void foundWell(long latencyNanos, long nanos) {
        long until = silentUntilNanos;
        if (until != 0 && nanos - until >= 0 && SILENT_UNTIL.compareAndSet(this, until, nanos - GRACE_NANOS - 1 | 1)) {
            latency = PeakEwma.of(latencyNanos, nanos);
        }
    }

    /** An answer has said that the instance is about to go. */
    public void leave(long nanos) {
        leavingUntilNanos = nanos + LEAVING_NANOS | 1;
    }

    /** Whether it has said of late that it is about to go: it still answers, but comes last. */
    public boolean isLeaving(long nanos) {
        long until = leavingUntilNanos;
        return until != 0 && nanos - until < 0;
    }

    /** Whether it gets nothing while any other answers: it is silent or leaving. */
    boolean comesLast(boolean repeatable, long nanos) {
        return isSilent(repeatable, nanos) || isLeaving(nanos);
    }

    private void heard(long startNanos, long nanos) {
        // Nearly always there is nothing to write.
        int now = millis(nanos);
        if (heardMillis != now) {
            heardMillis = now;
        }
        if (silentUntilNanos != 0) {
            silentUntilNanos = 0;
            // What it took to find out that it did not answer says nothing any more.
            latency = PeakEwma.of(nanos - startNanos, nanos);
        }
    }

    private static int millis(long nanos) {
        return (int) (nanos / 1_000_000);
    }

    /** A response's head came after so long. */
    public void observeLatency(long latencyNanos, long nanos) {
        float known = answersInNanos;
        answersInNanos = known == 0 ? latencyNanos : known + (latencyNanos - known) / ANSWERS;
        observePenalty(latencyNanos, nanos);
    }

    /** An attempt is to be remembered as if a head had come after so long; it says nothing of how long answers take. */
    public void observePenalty(long latencyNanos, long nanos) {
        long was;
        long is;
        do {
            was = latency;
            // What was assumed is no peak that would have to decay.
            is = was == assumed ? PeakEwma.of(latencyNanos, nanos) : PeakEwma.observe(was, latencyNanos, nanos);
            // Of the answers within a millisecond most change nothing: these need not take the word from other threads.
        } while (is != was && !LATENCY.compareAndSet(this, was, is));
    }

    /**
     * The endpoint is back from an ejection and is brought up gently. How slow it was before says nothing any more: a
     * timeout of five seconds would keep it idle for another minute.
     */
    public void warmUp(long latencyNanos, long nanos) {
        latency = PeakEwma.of(latencyNanos, nanos);
        warmUp(nanos);
    }

    /** The endpoint is up again and is brought up gently. */
    public void warmUp(long nanos) {
        silentUntilNanos = 0;
        warmingSinceNanos = nanos;
    }

    /** Attempts under way, from their start to the end of the response's body. */
    public int inFlight() {
        return InFlight.count(waiting) + answering;
    }

    /**
     * The median of how long answers take, of those endpoints that have answered, in nanoseconds; the default if none has.
     * Penalties don't enter, or in an outage each would raise the next, nor does a quiet time, which would decay it to
     * nothing. Of an even number it is the lower one in the middle: of two, the one that is well.
     */
    public static long medianLatencyNanos(Collection<EndpointState> states) {
        long[] latencies = states.stream()
                .mapToLong(state -> (long) state.answersInNanos)
                .filter(latency -> latency > 0)
                .sorted()
                .toArray();
        return latencies.length == 0 ? DEFAULT_LATENCY_NANOS : latencies[(latencies.length - 1) / 2];
    }

    /** The latency to expect, in nanoseconds. */
    public double latencyNanos(long nanos) {
        return PeakEwma.nanos(latency, nanos);
    }

    /**
     * What one more request would cost here: expected latency, times the requests it would share the endpoint with, by
     * weight. Attempts that wait for longer than the latency count with their age, so that an endpoint that has stopped
     * answering is noticed before anything times out.
     */
    public double cost(BalancePolicy policy, long nanos) {
        long waits = waiting;
        double expected = Math.max(PeakEwma.nanos(latency, nanos), InFlight.meanAgeNanos(waits, nanos));
        int inFlight = InFlight.count(waits) + answering;
        // At least a nanosecond, so that of two idle endpoints the one with fewer requests is cheaper.
        return Math.max(1, expected) * (inFlight + 1) / capacity(policy, nanos);
    }

    private double capacity(BalancePolicy policy, long nanos) {
        return Math.max(1, weight) * warmth(policy, nanos);
    }

    /** Whether it is silent, or the attempts that wait have waited for much longer than answers took of late. */
    public boolean isOverdue(long nanos) {
        return isSilent(true, nanos) || isKeptWaiting(nanos);
    }

    private boolean isKeptWaiting(long nanos) {
        return InFlight.meanAgeNanos(waiting, nanos) > OVERDUE_FACTOR * answersInNanos;
    }

    /**
     * Whether it has answered nothing since an attempt timed out, and it is too early to find out whether it answers again, or
     * somebody does.
     *
     * @param repeatable whether the request can be sent elsewhere if it finds out that it doesn't
     */
    public boolean isSilent(boolean repeatable, long nanos) {
        long until = silentUntilNanos;
        return until != 0 && nanos - until < (repeatable ? 0 : GRACE_NANOS);
    }

    /**
     * Whether of the two the other one is chosen, whatever they cost: this one is silent, or it is leaving or seems to have
     * stopped answering while the other one answers. A silent one yields however busy the other is, one that seems so only
     * where the other would have no more under way for its weight with the request to come. Costs don't tell: one slow moment
     * makes the other look dear for longer than it takes to fill a hole.
     */
    boolean yieldsTo(EndpointState other, BalancePolicy policy, boolean repeatable, long nanos) {
        if (other.isSilent(repeatable, nanos)) {
            return false;
        }
        if (isSilent(repeatable, nanos)) {
            return true;
        }
        return isLeaving(nanos) && !other.isLeaving(nanos) && !other.isKeptWaiting(nanos)
                || hasStoppedBeside(other, policy, nanos);
    }

    /** The part of {@link #yieldsTo} for what nobody knows for certain. */
    boolean hasStoppedBeside(EndpointState other, BalancePolicy policy, long nanos) {
        return isKeptWaiting(nanos)
                && !other.isKeptWaiting(nanos)
                && (other.inFlight() + 1) * capacity(policy, nanos) <= (inFlight() + 1) * other.capacity(policy, nanos);
    }

    /** How much of its weight the endpoint may use: 1 unless it is new or just back. */
    public double warmth(BalancePolicy policy, long nanos) {
        long window = policy.slowStart().toNanos();
        long age = nanos - warmingSinceNanos;
        if (age >= window) {
            return 1;
        }
        return Math.max(MIN_WARMTH, (double) age / window);
    }

    @Override
    public String toString() {
        return endpoint.id() + " at " + endpoint.address();
    }
}
