package dev.weft.mesh.engine;

import dev.weft.mesh.balance.Pick;
import dev.weft.mesh.balance.Tried;
import dev.weft.mesh.extend.OutcomeClassifier;
import dev.weft.mesh.model.CallRequest;
import dev.weft.mesh.model.HeaderFields;
import dev.weft.mesh.model.Headers;
import dev.weft.mesh.model.Outcome;
import dev.weft.mesh.model.ServiceName;
import dev.weft.mesh.resilience.RetryPolicy;
import dev.weft.mesh.rules.Choice;
import dev.weft.mesh.rules.DestinationKey;
import dev.weft.mesh.rules.Fallback;
import dev.weft.mesh.rules.RouteTarget;
import dev.weft.mesh.rules.Trouble;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * One call from start to end. The adapter asks {@link #next} what to do and does it: it waits, or sends an attempt and
 * tells of the response's {@link #head} and of the attempt's end ({@link #ended}), or hands the failure to the caller.
 *
 * <pre>
 *   begin -> next: Attempt -> head: DELIVER -> ended            the caller has the response
 *              ^              head: DISCARD -+
 *              |              ended ---------+-> next: Attempt, Wait or Fail
 *              +-- Wait <--------------------+
 * </pre>
 *
 * <p>{@code next}, {@code head} and an {@code ended} before the head come one after the other, as the adapter's loop has
 * it. {@link #cancel} and an {@code ended} after the head may come at any time, from any thread, more than once: an
 * attempt and a call end exactly once.
 */
public final class Call {

    /** A time limit that is none. */
    public static final long UNLIMITED = Long.MAX_VALUE;

    /** The answer's header by which a service says that retries were spent below it already. */
    public static final String RETRY_HEADER = "mesh-retry";

    /** The answer's header by which an instance says that it is about to go. */
    public static final String LEAVING_HEADER = "mesh-leaving";

    /** The answer's header that says what trouble was made on purpose. */
    public static final String FAULT_HEADER = "mesh-fault";

    /** The answer's header that says that it is a fallback, and what for. */
    public static final String FALLBACK_HEADER = "mesh-fallback";

    private static final int NEW = 0;
    /** Bulkhead and breaker have let it through. */
    private static final int ADMITTED = 1;
    /** The breaker knows how it went; the response's body is on its way to the caller. */
    private static final int DECIDED = 2;

    private static final int OVER = 3;

    private static final AtomicIntegerFieldUpdater<Call> PHASE =
            AtomicIntegerFieldUpdater.newUpdater(Call.class, "phase");

    private final Destination origin;
    private final Choice choice;
    private final Intervention intervention;
    private final String method;
    private final String path;
    private final TimeLimit limit;

    /** Changes once at most, to the fallback, while the call is not admitted. */
    private volatile Leg leg;

    /** What the leg's requests stay at one endpoint by: changes before it. */
    private int keyHash;

    /** For who may yet stand in and has keys of its own. Let go with the call's end: a call that is over is kept for a while. */
    private @Nullable CallRequest request;

    private volatile boolean repeatable;
    private volatile int phase;
    private volatile @Nullable Attempt latest;
    private volatile @Nullable Failure failure;
    private volatile boolean spent;
    private volatile boolean lost;
    // Published with the call itself, by whoever keeps it when it is over.
    private long tookNanos;
    private long pausedUntilNanos;
    private boolean pausing;

    Call(Destination origin, World world, CallRequest request, long nanos) {
        this.origin = origin;
        this.choice = world.rules().choose(request);
        this.intervention = Intervention.of(choice, request);
        this.leg = Leg.of(origin, world, choice, request.override());
        this.method = request.method();
        this.path = choice.path(request);
        this.repeatable = retryPolicy().mayRepeat(request);
        this.keyHash = leg.keyHash(request);
        this.request = choice.actions().fallback() instanceof Fallback.To ? request : null;
        this.limit = new TimeLimit(choice.timeouts(), request, nanos);
    }

    /** What to do now. */
    public Step next(long nanos) {
        if (phase == OVER) {
            return end(nanos);
        }
        Step.Answer redirect = phase == NEW ? intervention.redirect() : null;
        if (redirect != null) {
            return answer(redirect, nanos);
        }
        long delay = intervention.takeDelayNanos();
        if (delay > 0) {
            return pause(limit.pauseNanos(delay, nanos), nanos);
        }
        if (pausing && pausedUntilNanos - nanos > 0) {
            return new Step.Wait(pausedUntilNanos - nanos);
        }
        pausing = false;
        Step.Answer abort = phase == NEW ? intervention.abort() : null;
        if (abort != null) {
            return answer(abort, nanos);
        }
        if (limit.isOver(nanos)) {
            return fail(Failure.Reason.DEADLINE, nanos);
        }
        Failure.Reason refusal = phase == NEW ? admit() : null;
        Pick pick = refusal == null ? pick(nanos) : null;
        if (pick != null) {
            return send(pick, nanos);
        }
        Failure.Reason why = refusal == null ? Failure.Reason.NO_ENDPOINT : refusal;
        return fallBack(why) ? next(nanos) : fail(why, nanos);
    }

    private Step pause(long forNanos, long nanos) {
        pausedUntilNanos = nanos + forNanos;
        pausing = true;
        return new Step.Wait(forNanos);
    }

    /** The call is over without an attempt, by an answer of the rules' own. */
    private Step answer(Step.Answer answer, long nanos) {
        intervention.answer(answer);
        over(null, nanos);
        return answer;
    }

    /** What the adapter is told once the call is over without a response. */
    private Step end(long nanos) {
        Failure why = failure(nanos);
        Attempt last = latest;
        boolean timedOut = last != null && last.outcome() == Outcome.TIMEOUT;
        Step.Answer instead = intervention.answerInstead(why.reason(), timedOut);
        return instead != null ? instead : new Step.Fail(why);
    }

    private Failure.@Nullable Reason admit() {
        Absence absence = origin.absence();
        if (absence != null) {
            return absence.reason();
        }
        if (!leg.exists()) {
            return refusal();
        }
        Failure.Reason full = leg.enter();
        if (full == null && !PHASE.compareAndSet(this, NEW, ADMITTED)) {
            // Cancelled meanwhile: whoever ended the call could not know of what it has entered.
            leg.leave();
            return Failure.Reason.CANCELLED;
        }
        return full;
    }

    /** Why there is nobody to send the call to. */
    private Failure.Reason refusal() {
        if (leg.overridden()) {
            return Failure.Reason.NO_ENDPOINT;
        }
        return choice.route() == null ? Failure.Reason.NO_ROUTE : Failure.Reason.NO_DESTINATION;
    }

    /** Turns to the service that stands in, if there is one and the call has not turned to it before. */
    private boolean fallBack(Failure.Reason refusal) {
        Fallback.To other = intervention.standIn(refusal);
        if (other == null) {
            return false;
        }
        if (phase != NEW) {
            if (!PHASE.compareAndSet(this, ADMITTED, NEW)) {
                // Cancelled meanwhile: whoever did it gives back what is held here, and must find it here.
                return false;
            }
            leg.leave();
        }
        intervention.standsIn(refusal);
        Leg standIn = Leg.of(origin, other);
        CallRequest asked = request;
        if (asked != null) {
            keyHash = standIn.keyHash(asked);
        }
        leg = standIn;
        return phase == NEW;
    }

    private @Nullable Pick pick(long nanos) {
        Attempt before = latest;
        Tried tried = before == null ? Tried.NONE : before;
        return leg.pool().pick(keyHash, tried, mayProbe(before), nanos, origin.random());
    }

    private boolean mayProbe(@Nullable Attempt before) {
        return repeatable && !leg.backend().isChecked() && retryPolicy().mayProbe(before == null ? 0 : before.number());
    }

    private Step send(Pick pick, long nanos) {
        if (pick.why() == Pick.Why.PANIC) {
            leg.backend().meters().panicked();
        }
        if (latest == null) {
            // Here and not earlier: a call that was refused is no load that would justify retries.
            leg.backend().budget().deposit(nanos);
        }
        pick.chosen().begin(nanos);
        Attempt attempt = new Attempt(pick, latest, nanos, attemptNanos(nanos));
        latest = attempt;
        if (phase == OVER) {
            // Cancelled after the check above and before `latest` was there to be ended.
            end(attempt, Outcome.CANCELLED, nanos);
            return new Step.Fail(failure(nanos));
        }
        if (pick.chosen().inFlight() > leg.backend().rules().limits().connections()) {
            // Counted after it has begun, so that no two calls take the last connection.
            ended(attempt, Outcome.CONNECTIONS_FULL, nanos);
            return next(nanos);
        }
        return attempt;
    }

    /**
     * The head of the attempt's response has come.
     *
     * @return whether to hand the response to the caller or to drop it
     */
    public Verdict head(Attempt attempt, int status, Headers headers, long nanos) {
        // A host outside the mesh knows nothing of retries below it, whatever it says.
        boolean meshed = !leg.backend().service().isOutside();
        boolean spentBelow = status >= 400 && meshed && "no".equals(headers.first(RETRY_HEADER));
        Health health = leg.backend().health();
        OutcomeClassifier.Verdict verdict = spentBelow ? null : health.verdict(attempt, method, status, headers);
        Judgement judgement = health.judge(status, spentBelow, verdict);
        if (!attempt.markAnswered(status, judgement, verdict, nanos)) {
            return Verdict.DISCARD;
        }
        if (meshed && "true".equals(headers.first(LEAVING_HEADER))) {
            attempt.target().leave(nanos);
        }
        long retryAfter = status == 429 || status == 503 ? RetryAfter.nanos(headers) : 0;
        health.answered(leg.pool(), attempt, retryAfter, nanos);
        boolean wanted = repeatable
                && !spentBelow
                && attempt.isRetryable(retryPolicy().retries(status) || status == 429 && retryAfter > 0);
        if (wanted && mayRetry(attempt, Math.max(retryAfter, backoffNanos(attempt)), nanos)) {
            end(attempt, Outcome.COMPLETED, nanos);
            return Verdict.DISCARD;
        }
        if (wanted && retryPolicy().attempts() > 1 || spentBelow) {
            spent = true;
        }
        if (!PHASE.compareAndSet(this, ADMITTED, DECIDED)) {
            end(attempt, Outcome.CANCELLED, nanos);
            return Verdict.DISCARD;
        }
        // Or else what is down at the end of a chain opens every breaker on the way, for requests that don't need it
        // too.
        tellBreaker(judgement.isUnavailable(), nanos);
        return Verdict.DELIVER;
    }

    /**
     * The request's body, whose length nobody knew, has turned out too large to be kept: the call goes on, but what was
     * sent is not sent again.
     *
     * @return how long the adapter may now wait for the attempt's head, from the attempt's start
     */
    public long outgrown(Attempt attempt) {
        repeatable = false;
        return attemptNanos(attempt.startedNanos());
    }

    /** The attempt is over: its response's body has ended, however that came about, or there was no response. */
    public void ended(Attempt attempt, Outcome outcome, long nanos) {
        if (!end(attempt, outcome, nanos)) {
            return;
        }
        if (attempt.status() != 0 && phase != ADMITTED) {
            over(null, nanos);
        } else if (attempt.status() != 0) {
            // Whoever is in head() at this moment has not yet handed the response on, and won't any more.
            fail(Failure.Reason.ATTEMPTS_FAILED, nanos);
        } else if (!outcome.failed() && !outcome.unsent()) {
            fail(Failure.Reason.CANCELLED, nanos);
        } else if (!isRetried(attempt, outcome, nanos)) {
            fail(limit.isOver(nanos) ? Failure.Reason.DEADLINE : Failure.Reason.ATTEMPTS_FAILED, nanos);
        }
    }

    /**
     * The attempt under way was lost ({@link Outcome#RESET}) on a connection that had been used before. One on a new
     * connection doesn't count: the endpoint itself has reset it, and is not to be asked for more of them. Nor does one that
     * timed out, though a firewall may drop what it has forgotten without a word: from here that looks the same as an endpoint
     * with too much to do, which connections in addition would not help.
     */
    public void lostKeptConnection() {
        lost = true;
    }

    /**
     * Whether attempts are to open connections of their own from now on: one that was kept is lost, as where a firewall has
     * forgotten it, and then so may be all others, to whatever endpoint.
     */
    public boolean distrustsConnections() {
        return lost;
    }

    private boolean isRetried(Attempt attempt, Outcome outcome, long nanos) {
        boolean wanted = attempt.isRetryable(retryPolicy().retries(outcome)) && (repeatable || outcome.unsent());
        boolean atOnce = outcome.unsent() && attempt.number() == 1;
        boolean may = wanted && mayRetry(attempt, atOnce ? 0 : backoffNanos(attempt), nanos);
        spent = wanted && !may && retryPolicy().attempts() > 1;
        return may;
    }

    /** Whether attempts, time and budget allow a retry after so long a pause; if so the pause begins. */
    private boolean mayRetry(Attempt attempt, long pauseNanos, long nanos) {
        if (attempt.number() >= retryPolicy().attempts() || limit.isOver(nanos + pauseNanos)) {
            return false;
        }
        boolean granted =
                leg.backend().budget().tryWithdraw(leg.backend().rules().budget(), nanos);
        leg.backend().meters().retry(granted);
        if (granted && pauseNanos > 0) {
            pause(pauseNanos, nanos);
        }
        return granted;
    }

    private long backoffNanos(Attempt attempt) {
        return (long) (retryPolicy().backoffBoundNanos(attempt.number())
                * origin.random().nextDouble());
    }

    /** The caller gives up. Does nothing once the call is over. */
    public void cancel(long nanos) {
        // First, so that nothing more is sent; the attempt next, so that the words can tell how long it has waited.
        int was = PHASE.getAndSet(this, OVER);
        Attempt running = latest;
        if (running != null) {
            end(running, Outcome.CANCELLED, nanos);
        }
        if (was != OVER) {
            close(was, failureNow(Failure.Reason.CANCELLED, nanos), nanos);
        }
    }

    private boolean end(Attempt attempt, Outcome outcome, long nanos) {
        if (!attempt.markEnded(outcome, nanos)) {
            return false;
        }
        leg.backend().health().ended(leg.pool(), attempt, method, nanos);
        leg.backend().meters().attemptEnded(this, attempt);
        return true;
    }

    private Step fail(Failure.Reason reason, long nanos) {
        if (phase != OVER) {
            spent |= reason == Failure.Reason.BREAKER_OPEN
                    || reason == Failure.Reason.LIMIT
                    || reason == Failure.Reason.NO_ENDPOINT;
            over(failureNow(reason, nanos), nanos);
        }
        return end(nanos);
    }

    private void over(@Nullable Failure why, long nanos) {
        int was = PHASE.getAndSet(this, OVER);
        if (was != OVER) {
            close(was, why, nanos);
        }
    }

    /** The one place where a call gives back what it holds; only for the one who has ended it. */
    private void close(int was, @Nullable Failure why, long nanos) {
        tookNanos = nanos - startedNanos();
        request = null;
        if (why != null) {
            failure = why;
        }
        // Breaker and bulkhead may be the user's own: if one throws, the rest is given back all the same.
        try {
            if (was == ADMITTED) {
                releaseBreaker(why, nanos);
            }
        } finally {
            try {
                if (was != NEW) {
                    leg.backend().limit().release();
                }
            } finally {
                origin.callEnded(this);
            }
        }
    }

    private void releaseBreaker(@Nullable Failure why, long nanos) {
        if (why != null && isBlamed(why.reason())) {
            tellBreaker(true, nanos);
        } else {
            leg.breaker().release();
        }
    }

    /** Whether the service is to blame for the failure: not if nothing reached it for want of a free connection. */
    private boolean isBlamed(Failure.Reason reason) {
        Attempt last = latest;
        return last != null
                && last.isFailed(last.outcome() != Outcome.CONNECTIONS_FULL)
                && (reason == Failure.Reason.DEADLINE || reason == Failure.Reason.ATTEMPTS_FAILED);
    }

    private void tellBreaker(boolean failed, long nanos) {
        if (failed) {
            leg.breaker().failed(nanos - startedNanos());
        } else {
            leg.breaker().succeeded(nanos - startedNanos());
        }
    }

    private long attemptNanos(long nanos) {
        int made = latest == null ? 0 : latest.number();
        boolean another = repeatable && retryPolicy().onTimeout();
        return limit.attemptNanos(another ? Math.max(1, retryPolicy().attempts() - made) : 1, nanos);
    }

    /** What is left of the call until the end of the response's body, or {@link #UNLIMITED}. */
    public long leftNanos(long nanos) {
        return limit.leftNanos(nanos);
    }

    /** The longest silence within the response's body, or {@link #UNLIMITED}. */
    public long idleTimeoutNanos() {
        return limit.idleNanos();
    }

    /** How long connecting may take, by the rules. */
    public long connectTimeoutNanos() {
        return limit.connectNanos();
    }

    /** How long connecting may take, within the attempt's time. */
    public long connectTimeoutNanos(Attempt attempt) {
        return Math.min(limit.connectNanos(), attempt.headTimeoutNanos());
    }

    /**
     * The time that the attempt's request tells its receiver to have ({@code mesh-timeout-ms}), or {@link #UNLIMITED} to
     * tell nothing.
     *
     * @param waitNanos for how long the adapter waits for the attempt's head
     */
    public long announcedTimeoutNanos(Attempt attempt, long waitNanos) {
        return limit.announcedNanos(attempt, waitNanos);
    }

    public ServiceName service() {
        return origin.service();
    }

    /** Makes the rules' changes to the fields of an attempt's request. */
    public void editRequest(HeaderFields fields) {
        choice.editRequest(fields, target());
    }

    /** Makes the rules' changes to the fields of the answer, and says there what the rules have done to the call. */
    public void editResponse(HeaderFields fields) {
        choice.editResponse(fields, target());
        intervention.tell(fields);
    }

    /** The route's destination that the call goes to, or null if it goes past the route. */
    private @Nullable RouteTarget target() {
        if (intervention.isStoodIn()) {
            return null;
        }
        return leg.overridden() ? choice.target(leg.key()) : choice.target();
    }

    /** Whom the rules chose for this call. */
    public DestinationKey chosen() {
        return leg.key();
    }

    /** The status that the rules themselves have answered with, or 0. */
    public int answered() {
        return intervention.answered();
    }

    /** What trouble the rules have made for this call. */
    public Trouble trouble() {
        return intervention.trouble();
    }

    /** What the rules say about this call. */
    public Choice choice() {
        return choice;
    }

    public String method() {
        return method;
    }

    /** The raw path to send, without query: after a rewrite, where a rule says so. */
    public String path() {
        return path;
    }

    long givenNanos() {
        return limit.givenNanos();
    }

    public long startedNanos() {
        return limit.startedNanos();
    }

    /** How long the call took, its response's body included; 0 while it is under way. */
    public long tookNanos() {
        return tookNanos;
    }

    /** The latest attempt, which leads to those before it; null before the first. */
    public @Nullable Attempt latest() {
        return latest;
    }

    /** Why the call failed, or null if it did not, or is under way. */
    public @Nullable Failure failure() {
        return failure;
    }

    /**
     * Whether the caller's own callers should not repeat what led to this call: it failed although it was retried, or
     * might have been, here or below.
     */
    public boolean isSpent() {
        return spent;
    }

    /** What the call has come to so far, as data. */
    public CallTrace trace() {
        return CallTrace.of(this);
    }

    /** Who is to answer: who was called, unless a rule sends the call elsewhere. */
    public ServiceName callee() {
        return leg.backend().service();
    }

    /** The service that was called. */
    Destination origin() {
        return origin;
    }

    /** Whom it goes to now. */
    Leg leg() {
        return leg;
    }

    private RetryPolicy retryPolicy() {
        return choice.retry();
    }

    private Failure failure(long nanos) {
        Failure known = failure;
        return known != null ? known : failureNow(Failure.Reason.CANCELLED, nanos);
    }

    private Failure failureNow(Failure.Reason reason, long nanos) {
        return new Failure(service(), reason, Words.of(this, reason, nanos));
    }
}
