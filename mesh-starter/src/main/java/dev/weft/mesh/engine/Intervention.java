package dev.weft.mesh.engine;

import dev.weft.mesh.model.CallRequest;
import dev.weft.mesh.model.HeaderFields;
import dev.weft.mesh.rules.Choice;
import dev.weft.mesh.rules.Fallback;
import dev.weft.mesh.rules.Trouble;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the rules do to one call besides choosing its destination: an answer of their own, trouble on purpose, somebody who
 * stands in. Used by whoever drives the call; only what the answer says of it may be read meanwhile.
 */
final class Intervention {

    /** None, of which most calls have one. */
    private static final Intervention NONE = new Intervention(null, Trouble.NONE, null);

    private final Step.@Nullable Answer redirect;
    private final Trouble trouble;
    private final @Nullable Fallback fallback;
    private boolean delayed;
    private volatile int answered;
    private volatile Failure.@Nullable Reason covered;

    private Intervention(Step.@Nullable Answer redirect, Trouble trouble, @Nullable Fallback fallback) {
        this.redirect = redirect;
        this.trouble = trouble;
        this.fallback = fallback;
    }

    static Intervention of(Choice choice, CallRequest request) {
        return of(choice, request, choice.isRedirect() ? Trouble.NONE : choice.trouble());
    }

    /** What the next call would meet; nothing moves on. */
    static Intervention foretold(Choice choice, CallRequest request) {
        return of(choice, request, choice.isRedirect() ? Trouble.NONE : choice.nextTrouble());
    }

    private static Intervention of(Choice choice, CallRequest request, Trouble trouble) {
        String location = choice.location(request);
        Fallback fallback = choice.actions().fallback();
        if (location == null && trouble == Trouble.NONE && fallback == null) {
            return NONE;
        }
        Step.Answer redirect =
                location == null ? null : new Step.Answer(choice.redirectStatus(), Map.of("Location", location), "");
        return new Intervention(redirect, trouble, fallback);
    }

    /** For how long the call is held up before anything else happens; once. */
    long takeDelayNanos() {
        if (delayed || trouble.delayNanos() == 0) {
            return 0;
        }
        delayed = true;
        return trouble.delayNanos();
    }

    /** The answer that the rules give a call before any attempt, or null. */
    Step.@Nullable Answer redirect() {
        return redirect;
    }

    /** The answer that the rules give a call instead of an attempt, once it was held up, or null. */
    Step.@Nullable Answer abort() {
        return trouble.status() == 0 ? null : new Step.Answer(trouble.status(), Map.of(), "");
    }

    /** The call is over by this answer. */
    Step.Answer answer(Step.Answer answer) {
        answered = answer.status();
        return answer;
    }

    /** Who stands in for a call that would end like this; null for nobody, or if somebody does already. */
    Fallback.@Nullable To standIn(Failure.Reason reason) {
        return covered == null && isCovered(reason) && fallback instanceof Fallback.To to ? to : null;
    }

    /** Somebody stands in from now on. */
    void standsIn(Failure.Reason reason) {
        covered = reason;
    }

    /** Whether somebody stands in, or an answer does. */
    boolean isStoodIn() {
        return covered != null;
    }

    /**
     * The answer that stands in for a call that has ended like this, or null.
     *
     * @param timedOut whether its last attempt had no answer in its time
     */
    Step.@Nullable Answer answerInstead(Failure.Reason reason, boolean timedOut) {
        boolean late = timedOut && reason == Failure.Reason.ATTEMPTS_FAILED;
        if (!isCovered(reason) && !late || !(fallback instanceof Fallback.Answer instead)) {
            return null;
        }
        covered = reason;
        return new Step.Answer(instead.status(), instead.headers(), instead.body());
    }

    private static boolean isCovered(Failure.Reason reason) {
        return reason == Failure.Reason.BREAKER_OPEN
                || reason == Failure.Reason.LIMIT
                || reason == Failure.Reason.NO_ENDPOINT
                || reason == Failure.Reason.DEADLINE;
    }

    /** Says in the answer what was done. */
    void tell(HeaderFields fields) {
        if (trouble != Trouble.NONE) {
            fields.set(Call.FAULT_HEADER, trouble.words());
        }
        Failure.Reason reason = covered;
        if (reason != null) {
            fields.set(Call.FALLBACK_HEADER, reason.words());
        }
    }

    /** The status that the rules themselves have answered with, or 0. */
    int answered() {
        return answered;
    }

    Trouble trouble() {
        return trouble;
    }
}
