package dev.weft.mesh.engine;

import dev.weft.mesh.balance.EndpointState;
import dev.weft.mesh.balance.Pick;
import dev.weft.mesh.balance.Tried;
import dev.weft.mesh.extend.OutcomeClassifier;
import dev.weft.mesh.model.Endpoint;
import dev.weft.mesh.model.Outcome;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * One try of a call at one endpoint: the step that tells the adapter to send. The adapter sends the request to
 * {@link #endpoint}, and tells the {@link Call} of the response's head and of the attempt's end.
 */
public final class Attempt implements Step, Tried {

    private static final int WAITING = 0;
    private static final byte UNJUDGED = 0;
    private static final OutcomeClassifier.Verdict[] VERDICTS = OutcomeClassifier.Verdict.values();
    private static final Judgement[] JUDGEMENTS = Judgement.values();
    private static final int STATUS_MASK = 0xFFFF;
    private static final int OUTCOME_SHIFT = 16;
    private static final Outcome[] OUTCOMES = Outcome.values();

    private static final AtomicIntegerFieldUpdater<Attempt> STATE =
            AtomicIntegerFieldUpdater.newUpdater(Attempt.class, "state");

    private final Pick pick;
    private final @Nullable Attempt previous;
    private final int number;
    private final long startedNanos;
    private final long headTimeoutNanos;

    /**
     * The response's status in the low bits, 0 while there is none; above it 1 + the outcome, 0 while the attempt runs. One
     * word, so that an end that races with the head knows for certain whether there was one.
     */
    private volatile int state;

    // Written before the state that makes them mean something; one who loses that race leaves nearly the same value.
    private byte judgement;
    private byte verdict;
    private long tookNanos;

    Attempt(Pick pick, @Nullable Attempt previous, long startedNanos, long headTimeoutNanos) {
        this.pick = pick;
        this.previous = previous;
        this.number = previous == null ? 1 : previous.number + 1;
        this.startedNanos = startedNanos;
        this.headTimeoutNanos = headTimeoutNanos;
    }

    /** Where to send the request. */
    public Endpoint endpoint() {
        return pick.chosen().endpoint();
    }

    /** 1 for the first attempt of a call. */
    public int number() {
        return number;
    }

    /** How the endpoint was chosen. */
    public Pick pick() {
        return pick;
    }

    /** The attempt before this one, or null. */
    public @Nullable Attempt previous() {
        return previous;
    }

    /** How long the adapter waits for the response's head, connecting included; {@link Call#UNLIMITED} for no limit. */
    public long headTimeoutNanos() {
        return headTimeoutNanos;
    }

    public long startedNanos() {
        return startedNanos;
    }

    /** The status of the response, or 0 while there is none. */
    public int status() {
        return state & STATUS_MASK;
    }

    /** What the head says of the endpoint; means nothing while there is none. */
    Judgement judgement() {
        return JUDGEMENTS[judgement];
    }

    /** Whether the endpoint has failed at the attempt's end, by what the application says, or else by the rules. */
    boolean isFailed(boolean byRules) {
        return verdict == UNJUDGED ? byRules : verdict() != OutcomeClassifier.Verdict.SUCCESS;
    }

    /** Whether to try again, by what the application says, or else by the rules. */
    boolean isRetryable(boolean byRules) {
        return verdict == UNJUDGED ? byRules : verdict() == OutcomeClassifier.Verdict.RETRYABLE;
    }

    private OutcomeClassifier.@Nullable Verdict verdict() {
        return verdict == UNJUDGED ? null : VERDICTS[verdict - 1];
    }

    /** What the application says of the attempt's end; null for nothing. */
    void judge(OutcomeClassifier.@Nullable Verdict newVerdict) {
        verdict = (byte) (newVerdict == null ? UNJUDGED : newVerdict.ordinal() + 1);
    }

    /** How the attempt ended, or null while it runs. */
    public @Nullable Outcome outcome() {
        int ended = state >>> OUTCOME_SHIFT;
        return ended == 0 ? null : OUTCOMES[ended - 1];
    }

    /** From the start to the response's head, or to the end where there was none; 0 while the attempt waits. */
    public long tookNanos() {
        return tookNanos;
    }

    @Override
    public boolean includes(EndpointState endpoint) {
        for (Attempt tried = this; tried != null; tried = tried.previous) {
            if (tried.pick.chosen() == endpoint) {
                return true;
            }
        }
        return false;
    }

    EndpointState target() {
        return pick.chosen();
    }

    boolean isProbe() {
        return pick.why() == Pick.Why.PROBE;
    }

    /** The head has come: true for the one who may act on it. */
    boolean markAnswered(
            int newStatus, Judgement newJudgement, OutcomeClassifier.@Nullable Verdict newVerdict, long nanos) {
        if (state != WAITING) {
            return false;
        }
        judgement = (byte) newJudgement.ordinal();
        judge(newVerdict);
        tookNanos = nanos - startedNanos;
        if (!STATE.compareAndSet(this, WAITING, newStatus & STATUS_MASK)) {
            return false;
        }
        target().answered(startedNanos, nanos);
        return true;
    }

    /** The attempt is over: true for the one who may act on it, and never twice. */
    boolean markEnded(Outcome how, long nanos) {
        int was;
        do {
            was = state;
            if (was >>> OUTCOME_SHIFT != 0) {
                return false;
            }
            if (was == WAITING) {
                tookNanos = nanos - startedNanos;
            }
        } while (!STATE.compareAndSet(this, was, was | how.ordinal() + 1 << OUTCOME_SHIFT));
        if (was != WAITING) {
            target().endAnswered();
        } else if (how == Outcome.TIMEOUT || how == Outcome.CONNECT_TIMEOUT) {
            target().endTimedOut(startedNanos, nanos);
        } else {
            target().endUnanswered(startedNanos);
        }
        return true;
    }
}
