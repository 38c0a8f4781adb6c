package dev.weft.mesh.engine;

import dev.weft.mesh.model.CallRequest;
import dev.weft.mesh.model.Deadline;
import dev.weft.mesh.resilience.Timeouts;
import java.time.Duration;

/** How long a call and its parts have, from the call's start: what the rules say, and no longer than the caller has. */
final class TimeLimit {

    /** An attempt is not worth sending with less than this left. */
    private static final long LEAST_NANOS = 1_000_000;

    /** Of what is left for an attempt, so much is left to the answer's way back: a tenth ... */
    private static final long ANSWER_PART = 10;

    /** ... but no more than this. */
    private static final long MOST_FOR_ANSWER_NANOS = 25_000_000;

    private final Timeouts timeouts;
    private final boolean streaming;
    private final long startedNanos;
    private final long wholeNanos;
    private final long headNanos;

    /** @param nanos when the call begins */
    TimeLimit(Timeouts timeouts, CallRequest request, long nanos) {
        this.timeouts = timeouts;
        this.streaming = request.streaming();
        this.startedNanos = nanos;
        Deadline inherited = request.deadline();
        Duration total = timeouts.total();
        long whole = total == null || total.isZero() ? Call.UNLIMITED : total.toNanos();
        this.wholeNanos = inherited == null ? whole : Math.min(whole, inherited.left(nanos));
        long head = total == null ? Math.min(wholeNanos, timeouts.head().toNanos()) : wholeNanos;
        Duration patience = request.patience();
        this.headNanos = patience == null ? head : Math.min(head, patience.toNanos());
    }

    long startedNanos() {
        return startedNanos;
    }

    /** How long the response's head may take, from the call's start; 0 if the caller had no time left by then. */
    long givenNanos() {
        return Math.max(0, headNanos);
    }

    /** What is left until the response's head must be there, or {@link Call#UNLIMITED}. */
    long headLeftNanos(long nanos) {
        return left(headNanos, nanos);
    }

    /** What is left until the end of the response's body, or {@link Call#UNLIMITED}. */
    long leftNanos(long nanos) {
        return left(wholeNanos, nanos);
    }

    /** Whether it is too late for an attempt. */
    boolean isOver(long nanos) {
        return headLeftNanos(nanos) < LEAST_NANOS;
    }

    /** So much of a pause as there is time for; more than 0. */
    long pauseNanos(long wanted, long nanos) {
        return Math.min(wanted, Math.max(1, headLeftNanos(nanos)));
    }

    private long left(long of, long nanos) {
        return of == Call.UNLIMITED ? Call.UNLIMITED : of - (nanos - startedNanos);
    }

    /**
     * How long an attempt that begins now waits for its head, or {@link Call#UNLIMITED}.
     *
     * @param attemptsLeft how many share what is left, this one included
     */
    long attemptNanos(int attemptsLeft, long nanos) {
        long left = headLeftNanos(nanos);
        Duration each = timeouts.attempt();
        if (each != null) {
            return each.isZero() ? left : Math.min(left, each.toNanos());
        }
        return left == Call.UNLIMITED ? left : left / attemptsLeft;
    }

    /** The longest silence within the response's body, or {@link Call#UNLIMITED}. */
    long idleNanos() {
        return timeouts.total() == null && !streaming ? timeouts.idle().toNanos() : Call.UNLIMITED;
    }

    long connectNanos() {
        return timeouts.connect().toNanos();
    }

    /**
     * What an attempt's receiver is told to have: a stream lives longer than the wait for its head. Otherwise it is a
     * little less than that wait, so that a receiver which runs out of time is heard to say so, and that it has spent its
     * retries: a caller who only sees a timeout would try again, and retries would multiply from tier to tier.
     */
    long announcedNanos(Attempt attempt, long waitNanos) {
        if (streaming) {
            return leftNanos(attempt.startedNanos());
        }
        long wait = Math.min(waitNanos, attempt.headTimeoutNanos());
        return wait == Call.UNLIMITED ? wait : wait - Math.min(wait / ANSWER_PART, MOST_FOR_ANSWER_NANOS);
    }
}
