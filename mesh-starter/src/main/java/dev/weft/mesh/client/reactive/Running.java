package dev.weft.mesh.client.reactive;

import dev.weft.mesh.client.OutgoingCall;
import dev.weft.mesh.engine.Attempt;
import dev.weft.mesh.engine.Call;
import dev.weft.mesh.model.Outcome;
import dev.weft.mesh.telemetry.AttemptSpan;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * An attempt under way, with its span.
 *
 * @param outgoing what it is an attempt of
 * @param attempt where it goes
 * @param span its span, begun
 * @param limits what the client was told of time
 * @param clock monotonic, in nanoseconds
 */
record Running(OutgoingCall outgoing, Attempt attempt, AttemptSpan span, Limits limits, LongSupplier clock) {

    Call call() {
        return outgoing.call();
    }

    long now() {
        return clock.getAsLong();
    }

    /** How long the attempt has run. */
    long ageNanos() {
        return now() - attempt.startedNanos();
    }

    /** Connecting and a handshake, each of which the transport gives so long, within the attempt's time. */
    long connectTimeoutNanos() {
        long each = limits.connectNanos(call());
        return Math.min(each > Call.UNLIMITED / 2 ? Call.UNLIMITED : 2 * each, attempt.headTimeoutNanos());
    }

    long headTimeoutNanos() {
        return limits.headNanos(attempt);
    }

    long idleTimeoutNanos() {
        return limits.idleNanos(call());
    }

    /** Tells the engine that the attempt is over, then the span, which shows what the engine knows. The first end counts. */
    void end(Outcome outcome, @Nullable Throwable error) {
        call().ended(attempt, outcome, now());
        span.end(error);
    }
}
